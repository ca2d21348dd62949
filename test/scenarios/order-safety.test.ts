import { describe, expect, it } from 'vitest';
import {
  type AttemptTrace,
  byClientOrderId,
  explain,
  type GatewayOptions,
  isExchangeError,
  UnknownOutcomeError,
} from '../../src/index.ts';
import { faultKinds, type SimulateOptions } from '../../src/testing/index.ts';
import { clients } from '../support/clients.ts';
import { type Dialect, dialects } from '../support/exchanges.ts';
import { failure } from '../support/failures.ts';
import { openDialect, pairs } from '../support/simulated.ts';

const open = (dialect: Dialect, sim: SimulateOptions = {}, options: Partial<GatewayOptions> = {}) =>
  openDialect(dialect, { limits: false, ...sim }, { limits: false, ...options });

const soon = { settleMs: 50, asks: 2 };

describe.each(pairs)('$name', ({ dialect, client }) => {
  it("finds the order by the exchange's own look-up, signed and once, and resolves with it", async () => {
    const { exchange, place } = await open(dialect, {}, { reconcile: byClientOrderId(soon) });
    exchange.failNext('answer-lost');
    const found = await place(client, '6001');
    expect(JSON.stringify(found)).toContain('6001');
    expect(exchange.executions('6001')).toBe(1);
    const seen = exchange.log.map(({ action, signatureOk }) => ({ action, signatureOk }));
    expect(seen).toEqual([
      { action: 'order', signatureOk: true },
      { action: 'lookup', signatureOk: true },
    ]);
  });

  it('sends an order again that the look-up does not know, with the same id', async () => {
    const { exchange, place } = await open(dialect, {}, { reconcile: byClientOrderId(soon) });
    exchange.failNext('request-lost');
    await place(client, '6002');
    expect(exchange.executions('6002')).toBe(1);
    const orders = exchange.log.filter(({ action }) => action === 'order');
    expect(orders.map(({ status }) => status)).toEqual([0, orders[1]?.status]);
    expect(exchange.log.filter(({ action }) => action === 'lookup').length).toBeGreaterThanOrEqual(2);
  });

  it('doubts a look-up that lags behind', async () => {
    const { exchange, place } = await open(
      dialect,
      { lookupLagMs: 300 },
      { reconcile: byClientOrderId({ settleMs: 500, asks: 3 }) },
    );
    exchange.failNext('answer-lost');
    await place(client, '6003');
    expect(exchange.executions('6003')).toBe(1);
  });
});

const [ktx, mexc, , oxFun, chainUp] = dialects;
const [overAxios, , overFetch] = clients;
if (!ktx || !mexc || !oxFun || !chainUp || !overAxios || !overFetch)
  throw new Error('a dialect or client is missing');

/** An order that says nothing of its id. */
function nameless(dialect: Dialect): unknown {
  const drop = /client_?order_?id|externaloid/i;
  return JSON.parse(JSON.stringify(dialect.order('x')), (key, value: unknown) =>
    drop.test(key) ? undefined : value,
  );
}

describe('client order ids', () => {
  it.each(dialects)(
    'are made up for $exchange.name where the caller says auto, and stay for all attempts',
    async (dialect) => {
      const { exchange, base, gateway } = await open(dialect, {}, { reconcile: byClientOrderId(soon) });
      const seen: unknown[] = [];
      gateway.on('attempt', ({ clientOrderId }) => seen.push(clientOrderId));
      exchange.failNext('throttle');
      const body = nameless(dialect);
      await overFetch.call(gateway, dialect.path, {
        method: 'POST',
        body,
        exchange: { clientOrderId: 'auto' },
        base,
      });
      const ids = exchange.log.map((entry) => entry.clientOrderId);
      expect(new Set([...ids, ...seen]).size).toBe(1);
      expect(dialect.exchange.clientOrderId?.pattern.test(String(ids[0]))).toBe(true);
      expect(exchange.executions(String(ids[0]))).toBe(1);
    },
  );

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

describe('chaos', () => {
  const kinds = faultKinds.filter((kind) => kind !== 'throttle' && kind !== 'delay' && kind !== 'html');
  it.each(dialects)(
    'a quarter of all requests failing doubles and loses no order at $exchange.name',
    async (dialect) => {
      const { exchange, place } = await open(
        dialect,
        { faults: { rate: 0.25, kinds, seed: 7 }, deduplicate: false, seed: 7 },
        { reconcile: byClientOrderId(soon), breaker: false, maxAttempts: 8 },
      );
      const ids = Array.from({ length: 150 }, (_, at) => String(10_000 + at));
      const ends = await Promise.all(
        ids.map(async (id, at) => {
          const client = clients[at % clients.length] ?? overFetch;
          try {
            await place(client, id);
            return 'done';
          } catch (error) {
            return isExchangeError(error) ? error.outcome : 'other';
          }
        }),
      );
      const tally = ids.map((id, at) => ({ id, end: ends[at], executed: exchange.executions(id) }));
      expect(tally.filter(({ executed }) => executed > 1)).toEqual([]);
      expect(tally.filter(({ end, executed }) => end === 'done' && executed !== 1)).toEqual([]);
      expect(tally.filter(({ end, executed }) => end === 'rejected' && executed !== 0)).toEqual([]);
      expect(tally.filter(({ end }) => end === 'other')).toEqual([]);
      expect(tally.filter(({ end }) => end === 'done').length).toBeGreaterThan(140);
    },
  );
});
