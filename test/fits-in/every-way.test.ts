import { describe, expect, it } from 'vitest';
import { type AttemptTrace, byClientOrderId, UnknownOutcomeError } from '../../src/index.ts';
import { caught, open, sawBy } from './support.ts';
import { ways } from './ways.ts';

describe.each(ways)('through $name', ({ place, ours = (error) => error }) => {
  it('a throttled order goes again, signed anew, and resolves with what the exchange said', async () => {
    const stage = await open();
    stage.exchange.failNext('throttle');
    expect(await place(stage, '1')).toMatchObject({ success: true, code: 0 });
    expect(sawBy(stage.exchange)).toEqual(['POST 1 throttle signed', 'POST 1 ok executed signed']);
    expect(new Set(stage.exchange.log.map(({ timestamp }) => timestamp)).size).toBe(2);
  });

  it('an order whose answer was lost is sent once, and the caller can see that nobody knows', async () => {
    const stage = await open();
    stage.exchange.failNext('answer-lost', { times: 9 });
    const error = ours(await caught(place(stage, '2')));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ outcome: 'unknown', reason: 'outcome-unknown', clientOrderId: '2' });
    expect(sawBy(stage.exchange)).toEqual(['POST 2 answer-lost executed signed']);
  });

  it('a look-up by the client order id resolves the call in the place of the lost answer', async () => {
    const stage = await open({ reconcile: byClientOrderId() });
    stage.exchange.failNext('answer-lost');
    expect(await place(stage, '3')).toMatchObject({ success: true, reconciled: { externalOid: '3' } });
    expect(sawBy(stage.exchange)).toEqual(['POST 3 answer-lost executed signed', 'GET 3 ok signed']);
  });

  it('an order that the account cannot pay fails at once, with its code', async () => {
    const stage = await open({}, { funds: 1 });
    const error = ours(await caught(place(stage, '4')));
    expect(error).toMatchObject({ code: '2005', category: 'funds', outcome: 'rejected', attempts: 1 });
    expect(sawBy(stage.exchange)).toEqual(['POST 4 2005 signed']);
  });
});

const telling = ways.filter(({ optionless = false }) => !optionless);

describe.each(telling)('through $name', ({ place }) => {
  it('what the caller says about one call arrives', async () => {
    const stage = await open();
    const traces: (readonly AttemptTrace[])[] = [];
    const trace = (attempts: readonly AttemptTrace[]): unknown => traces.push(attempts);
    await place(stage, '5', { priority: 3, trace });
    expect(traces.map((attempts) => attempts.map(({ decision }) => decision))).toEqual([['return']]);
  });
});
