import { describe, expect, it } from 'vitest';
import { type AttemptTrace, explain, type GatewayOptions, UnknownOutcomeError } from '../../src/index.ts';
import type { SimulateOptions } from '../../src/testing/index.ts';
import { clients } from '../support/clients.ts';
import { type Dialect, dialects } from '../support/exchanges.ts';
import { failure } from '../support/failures.ts';
import { openDialect } from '../support/simulated.ts';

const open = (dialect: Dialect, sim: SimulateOptions = {}, options: Partial<GatewayOptions> = {}) =>
  openDialect(dialect, { limits: false, ...sim }, { limits: false, ...options });

const [, mexc, , , chainUp] = dialects;
const [overAxios, , overFetch] = clients;
if (!mexc || !chainUp || !overAxios || !overFetch) throw new Error('a dialect or client is missing');

/** An order that says nothing of its id. */
function nameless(dialect: Dialect): unknown {
  const drop = /client_?order_?id|externaloid/i;
  return JSON.parse(JSON.stringify(dialect.order('x')), (key, value: unknown) =>
    drop.test(key) ? undefined : value,
  );
}

describe('client order ids', () => {
  it('are read from the body where the caller names none', async () => {
    const { exchange, base, gateway } = await open(mexc);
    exchange.failNext('answer-lost');
    const error = await failure(
      overAxios.call(gateway, mexc.path, { method: 'POST', body: mexc.order('own-2'), base }),
    );
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ clientOrderId: 'own-2', outcome: 'unknown' });
  });

  it('must be there for an order to go again where the exchange refuses no copies', async () => {
    const reconcile = { ask: () => ({ found: false }) as const, settleMs: 0, asks: 1 };
    const { exchange, base, gateway } = await open(chainUp, {}, { reconcile });
    exchange.failNext('request-lost');
    const body = nameless(chainUp);
    const error = await failure(overFetch.call(gateway, chainUp.path, { method: 'POST', body, base }));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
  });
});

describe('an order that is worth sending only for a while', () => {
  it('fails unsent when the limits would let it go too late', async () => {
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 5000 }] as const;
    const { exchange, place } = await open(mexc, {}, { limits });
    await place(overFetch, 'v-1');
    const error = await failure(place(overFetch, 'v-2', { validForMs: 800 }));
    expect(error).toMatchObject({ reason: 'expired', outcome: 'rejected', attempts: 0 });
    expect(exchange.executions('v-2')).toBe(0);
    expect(error.elapsedMs).toBeLessThan(300);
  });

  it('fails when a pause begins while it waits', async () => {
    const { exchange, place } = await open(mexc);
    exchange.failNext({ kind: 'throttle', retryAfterMs: 3000 });
    const error = await failure(place(overFetch, 'v-3', { validForMs: 500 }));
    expect(error).toMatchObject({
      reason: 'expired',
      category: 'rate-limit',
      outcome: 'rejected',
      retryAfterMs: 3000,
    });
    expect(exchange.executions('v-3')).toBe(0);
  });
});

describe('the trace of a call', () => {
  it('hangs on its error, and explain puts it into sentences', async () => {
    const { exchange, place } = await open(mexc);
    exchange.failNext('throttle');
    exchange.failNext('answer-lost', { match: { action: 'order' } });
    const error = await failure(place(overAxios, 't-1'));
    expect(
      error.trace.map(({ attempt, phase, code, category, outcome, decision }) => ({
        attempt,
        phase,
        code,
        category,
        outcome,
        decision,
      })),
    ).toEqual([
      {
        attempt: 1,
        phase: 'answered',
        code: '510',
        category: 'rate-limit',
        outcome: 'rejected',
        decision: 'retry',
      },
      {
        attempt: 2,
        phase: 'sent',
        code: undefined,
        category: 'network',
        outcome: 'unknown',
        decision: 'fail',
      },
    ]);
    const text = explain(error).split('\n');
    expect(text).toHaveLength(4);
    expect(text[0]).toMatch(
      /^The call to mexc-contract, client order id t-1 ended after \d+ ms and 2 attempts\.$/,
    );
    expect(text[1]).toMatch(
      /^Attempt 1, .*code 510 under HTTP 200, which is rate-limit, outcome rejected\. Again after \d+ ms\.$/,
    );
    expect(text[2]).toMatch(/^Attempt 2, .*the answer was lost after \d+ ms\. That was the end of it\.$/);
    expect(text[3]).toBe(
      'It stopped because nobody can tell whether it was executed. It may have been executed: look it up before sending it again.',
    );
    expect(explain(new Error('other'))).toMatch(/^This is not an error of an exchange/);
  });

  it('is given to a caller who asks, after success too', async () => {
    const { exchange, place } = await open(mexc);
    exchange.failNext('throttle');
    const traces: (readonly AttemptTrace[])[] = [];
    await place(overFetch, 't-2', { trace: (attempts: readonly AttemptTrace[]) => traces.push(attempts) });
    expect(traces.map((attempts) => attempts.map(({ decision }) => decision))).toEqual([['retry', 'return']]);
  });
});

describe('shadow mode', () => {
  it('acts on nothing, hands on what came, and says what it would have done', async () => {
    const { exchange, base, gateway } = await open(
      mexc,
      { credentials: undefined as never },
      { mode: 'observe' },
    );
    const observed: unknown[] = [];
    gateway.on('observed', ({ code, decision }) => observed.push([code, decision.action]));
    exchange.failNext('throttle');
    const body = await overFetch.call(gateway, '/api/v1/contract/ticker', { base });
    expect(body).toMatchObject({ code: 510 });
    expect(exchange.log).toHaveLength(1);
    expect(exchange.log[0]?.timestamp).toBeUndefined();
    exchange.failNext('answer-lost');
    await expect(overFetch.call(gateway, mexc.path, { method: 'POST', body: {}, base })).rejects.toThrow(
      'fetch failed',
    );
    expect(observed).toEqual([
      ['510', 'retry'],
      [undefined, 'fail'],
    ]);
  });
});

describe('unlisted codes', () => {
  it('are counted, and told once with a text to paste', async () => {
    const { exchange, base, gateway } = await open(mexc);
    const told: string[] = [];
    gateway.on('unlisted', ({ text }) => told.push(text));
    exchange.failNext({ kind: 'code', code: '424242' }, { times: 2 });
    await failure(overFetch.call(gateway, mexc.read, { base }));
    await failure(overFetch.call(gateway, mexc.read, { base }));
    expect(gateway.stats().unlisted).toEqual({ '424242': 2 });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^MEXC contract \(mexc-contract\) answered code 424242, which its catalog does not list\./,
    );
  });
});
