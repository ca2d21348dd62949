import { createFetch, FetchError } from 'ofetch';
import { describe, expect, it } from 'vitest';
import { interceptFetch, isExchangeError } from '../../src/index.ts';
import { caught, open, orderOf, orderPath, readPath, type Stage, sawBy } from './support.ts';

const over = ({ base, gateway }: Stage, retry?: number) =>
  createFetch({
    fetch: interceptFetch(gateway),
    defaults: { baseURL: base, ...(retry === undefined ? {} : { retry }) },
  });

describe('ofetch over a gateway', () => {
  it('wraps our error: a FetchError whose `cause` it is', async () => {
    const stage = await open();
    stage.exchange.failNext('answer-lost');
    const error = await caught(over(stage, 0)(orderPath, { method: 'POST', body: orderOf('1') }));
    expect(error).toBeInstanceOf(FetchError);
    expect(isExchangeError(error)).toBe(false);
    expect(isExchangeError(Object(error).cause)).toBe(true);
    expect(String(error)).toContain('<no response> MEXC contract (network)');
  });

  it('repeats a read by default, whatever our error says: hence `retry: 0`', async () => {
    const stage = await open();
    stage.exchange.failNext({ kind: 'code', code: '2011' }, { times: 4 });
    await caught(over(stage)(readPath));
    await caught(over(stage, 0)(readPath));
    expect(sawBy(stage.exchange)).toEqual(Array(3).fill(`GET ${readPath} code signed`));
  });

  it('told to repeat an order of which nobody knows what became of it, sends it no second time', async () => {
    const stage = await open({}, { deduplicate: false });
    stage.exchange.failNext('answer-lost', { times: 2 });
    const error = await caught(over(stage, 1)(orderPath, { method: 'POST', body: orderOf('1') }));
    expect(Object(error).cause ?? error).toMatchObject({ name: 'UnknownOutcomeError', clientOrderId: '1' });
    expect(stage.exchange.executions('1')).toBe(1);
    expect(sawBy(stage.exchange)).toEqual(['POST 1 answer-lost executed signed']);
  });

  it('ends by its own timeout with that timeout as the cause, where nothing was sent', async () => {
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 60_000 }] as const;
    const stage = await open({ limits });
    const place = (id: string, timeout?: number): Promise<unknown> =>
      over(stage, 0)(orderPath, { method: 'POST', body: orderOf(id), ...(timeout && { timeout }) });
    await place('1');
    const error = await caught(place('2', 200));
    expect(Object(error).cause).toMatchObject({ name: 'TimeoutError' });
    expect(sawBy(stage.exchange)).toEqual(['POST 1 ok executed signed']);
  });

  it('ends by its own timeout with our word on what became of an order that was sent', async () => {
    const stage = await open();
    stage.exchange.failNext({ kind: 'delay', delayMs: 60_000 });
    const options = { method: 'POST', body: orderOf('1'), timeout: 500 };
    const error = await caught(over(stage, 0)(orderPath, options));
    expect(Object(error).cause).toMatchObject({ outcome: 'unknown', reason: 'aborted', clientOrderId: '1' });
    expect(sawBy(stage.exchange)).toEqual(['POST 1 delay executed signed']);
  });
});
