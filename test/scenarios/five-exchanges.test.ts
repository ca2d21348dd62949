import { describe, expect, it } from 'vitest';
import { failure } from '../support/failures.ts';
import { openDialect, pairs } from '../support/simulated.ts';

describe.each(pairs)('$name', ({ dialect, client }) => {
  it('backs off on the throttle code and gets through, each attempt with its own timestamp and signature', async () => {
    const { exchange, place } = await openDialect(dialect);
    exchange.failNext('throttle', { times: 2 });
    await place(client, '1001');
    const seen = exchange.log.filter((entry) => entry.action === 'order');
    expect(seen.map(({ code, signatureOk, executed }) => ({ code, signatureOk, executed }))).toEqual([
      { code: dialect.throttle, signatureOk: true, executed: false },
      { code: dialect.throttle, signatureOk: true, executed: false },
      { code: undefined, signatureOk: true, executed: true },
    ]);
    expect(exchange.executions('1001')).toBe(1);
    // OX.FUN signs whole seconds, so that its attempts differ by their nonce.
    if (dialect.exchange.id !== 'ox-fun') expect(new Set(seen.map((entry) => entry.timestamp)).size).toBe(3);
  });

  it('brings twenty orders through a clock that is 45 s off, with one refresh', async () => {
    const { exchange, gateway, place } = await openDialect(
      dialect,
      { clockSkewMs: 45_000, limits: false },
      { limits: false },
    );
    const clock: unknown[] = [];
    gateway.on('clock', (event) => clock.push(event.kind));
    const ids = Array.from({ length: 20 }, (_, at) => String(2000 + at));
    await Promise.all(ids.map((id) => place(client, id)));
    await place(client, '2999');
    expect([...ids, '2999'].map((id) => exchange.executions(id))).toEqual(Array(21).fill(1));
    if (dialect.clock === undefined) return;
    expect(clock).toEqual(['refreshed']);
    expect(exchange.log.filter((entry) => entry.code === dialect.clock).length).toBeLessThanOrEqual(20);
    const last = exchange.log.map((entry) => entry.code === dialect.clock).lastIndexOf(true);
    const readAt = exchange.log.findIndex((entry) => entry.action === 'time');
    expect(exchange.log.slice(last + 1).filter((entry) => entry.code !== undefined)).toEqual([]);
    expect(readAt).toBeGreaterThan(0);
  });

  it('fails at once for want of funds', async () => {
    const { exchange, place } = await openDialect(dialect, { funds: 0 });
    const error = await failure(place(client, '3001'));
    expect(error).toMatchObject({
      category: 'funds',
      outcome: 'rejected',
      attempts: 1,
      clientOrderId: '3001',
    });
    expect(exchange.log.filter((entry) => entry.action === 'order')).toHaveLength(1);
    expect(exchange.executions('3001')).toBe(0);
  });

  it.each(['answer-lost', 'truncated', 'cut-json', 'error-after', 'garbage'] as const)(
    'sends an order once and calls it unknown after %s',
    async (fault) => {
      const { exchange, place } = await openDialect(dialect);
      exchange.failNext(fault);
      const error = await failure(place(client, '4001'));
      expect(error).toMatchObject({ outcome: 'unknown', reason: 'outcome-unknown', attempts: 1 });
      expect(exchange.log.filter((entry) => entry.action === 'order')).toHaveLength(1);
      expect(exchange.executions('4001')).toBe(1);
    },
  );

  it.each(['answer-lost', 'truncated', 'error-after', 'garbage', 'html-502'] as const)(
    'reads again after %s',
    async (fault) => {
      const { exchange, gateway, base } = await openDialect(dialect);
      exchange.failNext(fault);
      await client.call(gateway, dialect.read, { base });
      expect(exchange.log.filter((entry) => entry.action === 'balance')).toHaveLength(2);
    },
  );

  it('sends an order again that certainly never left', async () => {
    const { exchange, base, gateway } = await openDialect(dialect, {}, { maxAttempts: 2 });
    await exchange.close();
    const error = await failure(
      client.call(gateway, dialect.path, { method: 'POST', body: dialect.order('5001'), base }),
    );
    expect(error).toMatchObject({
      category: 'network',
      outcome: 'rejected',
      attempts: 2,
      reason: 'attempts',
    });
  });
});
