import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff, byClientOrderId } from '../../src/index.ts';
import { metricTable } from '../../src/otel/metric-table.ts';
import { settle } from '../support/time.ts';
import { answer, type Bot, good, lost, openBot, orderUrl, origin, silence, startMs } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
});

const steady = { 'rate-limit': backoff({ baseDelayMs: 100, jitter: 'none', pause: true }) };
const order = (bot: Bot, signal?: AbortSignal): Promise<Response> =>
  bot.send(orderUrl, {
    method: 'POST',
    body: '{"symbol":"BTC_USDT","externalOid":"my-order-1"}',
    ...(signal && { signal }),
  });

const idle = [
  'exchange.client.active{} 0',
  'exchange.client.breaker.state{} 0',
  'exchange.client.queued{} 0',
];
const orders = 'exchange.call.kind=order,exchange.transport=rest';
const reads = 'exchange.call.kind=read,exchange.transport=rest';
const post = 'http.request.method=POST,server.address=contract.mexc.com,server.port=443';
const get = 'http.request.method=GET,server.address=contract.mexc.com,server.port=443';

describe('Every point there is', () => {
  it('after a plain success', async () => {
    const bot = openBot([answer(good)]);
    await settle(order(bot));
    expect(await bot.points()).toEqual(
      [
        ...idle,
        `exchange.client.attempts{${orders}} 1`,
        `exchange.client.call.duration{${orders}} 1 in 20 ms`,
        `http.client.request.duration{${post},http.response.status_code=200} 1 in 20 ms`,
      ].toSorted(),
    );
  });

  it('after a refusal for rate reasons and a success: pause, wait and retry beside the requests', async () => {
    const bot = openBot([answer({ success: false, code: 510 }), answer(good)], { policies: steady });
    await settle(order(bot));
    const slow = 'http.response.status_code=200,error.type=rate-limit';
    expect(await bot.points()).toEqual(
      [
        ...idle,
        `exchange.client.attempts{${orders}} 1`,
        `exchange.client.attempts{${orders},exchange.category=rate-limit} 1`,
        `exchange.client.call.duration{${orders}} 1 in 140 ms`,
        'exchange.client.pause.duration{} 1 in 100 ms',
        `exchange.client.queue.wait{${orders}} 1 in 100 ms`,
        'exchange.client.retries{exchange.category=rate-limit} 1',
        `http.client.request.duration{${post},${slow}} 1 in 20 ms`,
        `http.client.request.duration{${post},http.response.status_code=200} 1 in 20 ms`,
      ].toSorted(),
    );
  });

  it('after an order of which nobody knows whether it stands', async () => {
    const bot = openBot([lost('ECONNRESET')]);
    await settle(order(bot));
    const why = 'exchange.category=network,exchange.reason=outcome-unknown';
    expect(await bot.points()).toEqual(
      [
        ...idle,
        `exchange.client.attempts{${orders},exchange.category=network} 1`,
        `exchange.client.call.duration{${orders},error.type=network} 1 in 20 ms`,
        `exchange.client.unknown_outcomes{${orders},${why}} 1`,
        `http.client.request.duration{${post},error.type=network} 1 in 20 ms`,
      ].toSorted(),
    );
  });

  it('after a read that failed: it is no order that may stand', async () => {
    const bot = openBot([lost('ECONNRESET')], { maxAttempts: 1 });
    await settle(bot.send(`${origin}/api/v1/contract/ticker`).catch(() => undefined));
    expect(await bot.points()).toEqual(
      [
        ...idle,
        `exchange.client.attempts{${reads},exchange.category=network} 1`,
        `exchange.client.call.duration{${reads},error.type=network} 1 in 20 ms`,
        `http.client.request.duration{${get},error.type=network} 1 in 20 ms`,
      ].toSorted(),
    );
  });

  it('after an order that a look-up found', async () => {
    const found = answer({ success: true, code: 0, data: { orderId: 7, externalOid: 'my-order-1' } });
    const bot = openBot([lost('ECONNRESET'), found], { reconcile: byClientOrderId() });
    await settle(order(bot));
    expect(await bot.points()).toEqual(
      [
        ...idle,
        `exchange.client.attempts{${orders},exchange.category=network} 1`,
        `exchange.client.attempts{${reads}} 1`,
        `exchange.client.call.duration{${orders}} 1 in 40 ms`,
        `exchange.client.call.duration{${reads}} 1 in 20 ms`,
        'exchange.client.reconciliations{exchange.reconcile.result=found} 1',
        `http.client.request.duration{${post},error.type=network} 1 in 20 ms`,
        `http.client.request.duration{${get},http.response.status_code=200} 1 in 20 ms`,
      ].toSorted(),
    );
  });

  it('after an exchange whose clock is behind: the histogram takes the distance, the gauge the sign', async () => {
    const bot = openBot([answer({ success: false, code: 513 }), answer(good)], {}, { skewMs: -45_000 });
    await settle(order(bot));
    const points = await bot.points();
    expect(points.filter((point) => point.includes('clock'))).toEqual([
      'exchange.client.clock.ahead{} -45',
      'exchange.client.clock.changes{exchange.clock.change=refreshed} 1',
      'exchange.client.clock.offset{} 1 in 45000 ms',
    ]);
  });

  it('after a clock that could not be read: that is counted, and no distance is made up', async () => {
    const silent = answer({ success: false, code: 513 });
    const bot = openBot([silent], {}, { skewMs: Number.NaN });
    await settle(order(bot));
    const points = await bot.points();
    expect(points.filter((point) => point.includes('clock'))).toEqual([
      'exchange.client.clock.changes{exchange.clock.change=failed} 1',
    ]);
  });

  it('after a refusal that had no effect: it is no unknown outcome', async () => {
    const bot = openBot([answer({ success: false, code: 2005 })]);
    await settle(order(bot));
    expect(await bot.points()).toEqual(
      [
        ...idle,
        `exchange.client.attempts{${orders},exchange.category=funds} 1`,
        `exchange.client.call.duration{${orders},error.type=funds} 1 in 20 ms`,
        `http.client.request.duration{${post},http.response.status_code=200,error.type=funds} 1 in 20 ms`,
      ].toSorted(),
    );
  });

  it('after a request that was cut off: it counts, by what cut it', async () => {
    const bot = openBot([silence]);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    await settle(bot.send(`${origin}/api/v1/contract/ticker`, { signal: stop.signal }));
    expect(await bot.points()).toEqual(
      [
        ...idle,
        `exchange.client.attempts{${reads},exchange.reason=aborted} 1`,
        `exchange.client.call.duration{${reads},error.type=aborted} 1 in 30 ms`,
        `http.client.request.duration{${get},error.type=aborted} 1 in 30 ms`,
      ].toSorted(),
    );
  });

  it('while calls wait and the breaker is open', async () => {
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 10_000, reserve: 0 }] as const;
    const bot = openBot([answer({ success: false, code: 402 })], {
      limits,
      breaker: { credentialFailures: 1 },
    });
    await settle(order(bot));
    const waiting = [1, 2].map(() => bot.send(`${origin}/api/v1/contract/ticker`).catch(() => undefined));
    const points = await bot.points();
    expect(points.filter((point) => /queued|active|breaker/.test(point))).toEqual([
      'exchange.client.active{} 2',
      'exchange.client.breaker.changes{exchange.breaker.state=open} 1',
      'exchange.client.breaker.state{} 2',
      'exchange.client.queued{} 2',
    ]);
    await settle(bot.gateway.close());
    await settle(Promise.all(waiting));
  });
});

it('the attributes of the options stand on every span and every point', async () => {
  const own = { 'bot.account': 'hedge' };
  const bot = openBot([answer(good)], {}, { attributes: own });
  await settle(order(bot));
  const points = (await bot.metrics()).flatMap(({ dataPoints }) =>
    dataPoints.map((point) => point.attributes),
  );
  const spans = bot.finished.map((span) => span.attributes);
  expect([points.length, spans.length]).toEqual([6, 2]);
  for (const attributes of [...points, ...spans]) {
    expect(attributes).toMatchObject({ 'exchange.id': 'mexc-contract', ...own });
  }
});

it('instruments are described in the units of the conventions, and their buckets are ours', async () => {
  const bot = openBot([answer({ success: false, code: 510 }), answer(good)], { policies: steady });
  await settle(order(bot));
  const metrics = await bot.metrics();
  const described = metrics.map(({ descriptor: { name, unit, description } }) => [name, unit, description]);
  const rows = Object.values(metricTable).filter(({ name }) => described.some(([other]) => other === name));
  expect(described.toSorted()).toEqual(rows.map((row) => [row.name, row.unit, row.description]).toSorted());
  const boundaries = metrics.flatMap(({ descriptor: { name }, dataPoints }) =>
    dataPoints.slice(0, 1).flatMap(({ value }) => {
      const buckets: unknown = typeof value === 'object' ? Reflect.get(value, 'buckets') : undefined;
      return buckets ? [[name, Reflect.get(Object(buckets), 'boundaries')]] : [];
    }),
  );
  const cut = rows.filter(({ kind }) => kind === 'histogram').map(({ name, buckets }) => [name, buckets]);
  expect(boundaries.toSorted()).toEqual(cut.toSorted());
  expect(cut.length).toBe(4);
});

it('what lasts is measured in seconds, and what is counted says what it is', () => {
  const rows = Object.values(metricTable);
  const lasting = rows.filter(({ unit }) => unit === 's').map(({ name }) => name);
  const durations = rows.filter(({ kind }) => kind === 'histogram').map(({ name }) => name);
  expect(lasting).toEqual([...durations, 'exchange.client.clock.ahead']);
  const counted = rows.filter(({ unit }) => unit !== 's');
  expect(counted.map(({ unit }) => unit).filter((unit) => !/^\{[a-z]+\}$/.test(unit))).toEqual([]);
});

it('no two instruments share a name, and all but one stand in our namespace', () => {
  const names = Object.values(metricTable).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !name.startsWith('exchange.client.'))).toEqual([
    'http.client.request.duration',
  ]);
});
