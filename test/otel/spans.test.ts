import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import axios, { AxiosHeaders } from 'axios';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff, byClientOrderId, failFast, interceptAxios } from '../../src/index.ts';
import { settle } from '../support/time.ts';
import {
  answer,
  type Bot,
  good,
  lost,
  openBot,
  orderPath,
  orderUrl,
  origin,
  type Reply,
  silence,
  startMs,
} from './support.ts';

const { INTERNAL, CLIENT } = SpanKind;

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => {
  context.disable();
});
beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
});

const steady = { 'rate-limit': backoff({ baseDelayMs: 100, jitter: 'none', pause: true }) };
const order = (bot: Bot, signal?: AbortSignal, id = 'my-order-1'): Promise<Response> =>
  bot.send(orderUrl, {
    method: 'POST',
    body: JSON.stringify({ symbol: 'BTC_USDT', externalOid: id }),
    ...(signal && { signal }),
  });

const callName = `mexc-contract POST ${orderPath}`;
const attemptName = `POST ${orderPath}`;
const lookUpPath = '/api/v1/private/order/external/*/*';
const callSpan = { name: callName, kind: INTERNAL, parent: undefined, failed: false, events: [] };
const attemptSpan = { name: attemptName, kind: CLIENT, parent: callName, failed: false, events: [] };
const call = {
  'exchange.id': 'mexc-contract',
  'exchange.call.id': 1,
  'exchange.call.kind': 'order',
  'exchange.transport': 'rest',
};
const request = {
  'exchange.id': 'mexc-contract',
  'exchange.attempt': 1,
  'exchange.transport': 'rest',
  'http.request.method': 'POST',
  'server.address': 'contract.mexc.com',
  'server.port': 443,
  'url.full': orderUrl,
  'url.template': orderPath,
};
const second = { ...request, 'exchange.attempt': 2, 'http.request.resend_count': 1 };
const answered = { 'exchange.phase': 'answered', 'http.response.status_code': 200 };
const refused = (code: string, category: string): object => ({
  'exchange.error.code': code,
  'exchange.category': category,
  'exchange.outcome': 'rejected',
});

describe('A call has a span, and each of its requests one below it', () => {
  it('when the first request is a success', async () => {
    const bot = openBot([answer(good)]);
    await settle(order(bot));
    expect(bot.told).toEqual([
      { ...attemptSpan, from: 0, to: 20, attributes: { ...request, ...answered } },
      { ...callSpan, from: 0, to: 20, attributes: { ...call, 'exchange.call.attempts': 1 } },
    ]);
  });

  it('when a limit was hit and the second request is a success', async () => {
    const bot = openBot([answer({ success: false, code: 510 }), answer(good)], { policies: steady });
    await settle(order(bot));
    expect(bot.told).toEqual([
      {
        ...attemptSpan,
        from: 0,
        to: 20,
        failed: true,
        attributes: { ...request, ...answered, ...refused('510', 'rate-limit'), 'error.type': 'rate-limit' },
      },
      { ...attemptSpan, from: 120, to: 140, attributes: { ...second, ...answered } },
      {
        ...callSpan,
        from: 0,
        to: 140,
        attributes: { ...call, 'exchange.call.attempts': 2 },
        events: [
          ['exchange.pause', 20, { 'exchange.error.code': '510', 'exchange.pause': 0.1 }],
          ['exchange.retry', 20, { 'exchange.category': 'rate-limit', 'exchange.delay': 0.1 }],
          ['exchange.throttled', 120, { 'exchange.wait': 0.1 }],
        ],
      },
    ]);
  });

  it('when the clocks were apart: the time is read between the two requests', async () => {
    const bot = openBot([answer({ success: false, code: 513 }), answer(good)], {}, { skewMs: 45_000 });
    await settle(order(bot));
    expect(bot.told).toEqual([
      {
        ...attemptSpan,
        from: 0,
        to: 20,
        failed: true,
        attributes: { ...request, ...answered, ...refused('513', 'timestamp'), 'error.type': 'timestamp' },
      },
      { ...attemptSpan, from: 20, to: 40, attributes: { ...second, ...answered } },
      {
        ...callSpan,
        from: 0,
        to: 40,
        attributes: { ...call, 'exchange.call.attempts': 2 },
        events: [['exchange.retry', 20, { 'exchange.category': 'timestamp', 'exchange.delay': 0 }]],
      },
    ]);
  });

  it('when an answer was lost and nobody knows whether the order stands', async () => {
    const bot = openBot([lost('ECONNRESET')]);
    await settle(order(bot));
    const unknown = { 'exchange.category': 'network', 'exchange.outcome': 'unknown' };
    expect(bot.told).toEqual([
      {
        ...attemptSpan,
        from: 0,
        to: 20,
        failed: true,
        attributes: { ...request, 'exchange.phase': 'sent', ...unknown, 'error.type': 'network' },
      },
      {
        ...callSpan,
        from: 0,
        to: 20,
        failed: true,
        attributes: {
          ...call,
          'exchange.call.attempts': 1,
          ...unknown,
          'exchange.reason': 'outcome-unknown',
          'error.type': 'network',
        },
        events: [['exchange.give_up', 20, { ...unknown, 'exchange.reason': 'outcome-unknown' }]],
      },
    ]);
  });

  it('when the order is found by a look-up, which has its spans below those of the order, without its id', async () => {
    const found = answer({ success: true, code: 0, data: { orderId: 7, externalOid: 'my-order-1' } });
    const bot = openBot([lost('ECONNRESET'), found], { reconcile: byClientOrderId() });
    await settle(order(bot));
    const unknown = { 'exchange.category': 'network', 'exchange.outcome': 'unknown' };
    const lookUpCall = `mexc-contract GET ${lookUpPath}`;
    expect(bot.told).toEqual([
      {
        ...attemptSpan,
        from: 0,
        to: 20,
        failed: true,
        attributes: { ...request, 'exchange.phase': 'sent', ...unknown, 'error.type': 'network' },
      },
      {
        ...attemptSpan,
        name: `GET ${lookUpPath}`,
        parent: lookUpCall,
        from: 20,
        to: 40,
        attributes: {
          ...request,
          'http.request.method': 'GET',
          'url.full': origin + lookUpPath,
          'url.template': lookUpPath,
          ...answered,
        },
      },
      {
        ...callSpan,
        name: lookUpCall,
        parent: callName,
        from: 20,
        to: 40,
        attributes: {
          ...call,
          'exchange.call.id': 2,
          'exchange.call.kind': 'read',
          'exchange.call.look_up_for': 1,
          'exchange.call.attempts': 1,
        },
      },
      {
        ...callSpan,
        from: 0,
        to: 40,
        attributes: { ...call, 'exchange.call.attempts': 1 },
        events: [
          ['exchange.reconcile', 40, { 'exchange.reconcile.result': 'found', 'exchange.reconcile.asked': 1 }],
        ],
      },
    ]);
  });

  it('when the policy gives up on a refusal', async () => {
    const bot = openBot([answer({ success: false, code: 2005, message: 'low' })], {
      policies: { funds: failFast() },
    });
    await settle(order(bot));
    const why = refused('2005', 'funds');
    expect(bot.told).toEqual([
      {
        ...attemptSpan,
        from: 0,
        to: 20,
        failed: true,
        attributes: { ...request, ...answered, ...why, 'error.type': 'funds' },
      },
      {
        ...callSpan,
        from: 0,
        to: 20,
        failed: true,
        attributes: {
          ...call,
          'exchange.call.attempts': 1,
          ...why,
          'exchange.reason': 'failed',
          'error.type': 'funds',
        },
        events: [['exchange.give_up', 20, { ...why, 'exchange.reason': 'failed' }]],
      },
    ]);
  });
});

describe('A call that is ended from outside ends its spans', () => {
  it('with the request in flight, when a read is aborted', async () => {
    const bot = openBot([silence]);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    await settle(bot.send(`${origin}/api/v1/contract/ticker`, { signal: stop.signal }));
    const aborted = { 'error.type': 'aborted' };
    expect(bot.told).toEqual([
      {
        ...attemptSpan,
        name: 'GET /api/v1/contract/ticker',
        parent: 'mexc-contract GET /api/v1/contract/ticker',
        from: 0,
        to: 30,
        failed: true,
        attributes: {
          ...request,
          'http.request.method': 'GET',
          'url.full': `${origin}/api/v1/contract/ticker`,
          'url.template': '/api/v1/contract/ticker',
          ...aborted,
        },
      },
      {
        ...callSpan,
        name: 'mexc-contract GET /api/v1/contract/ticker',
        from: 0,
        to: 30,
        failed: true,
        attributes: {
          ...call,
          'exchange.call.kind': 'read',
          'exchange.call.attempts': 1,
          'exchange.reason': 'aborted',
          ...aborted,
        },
      },
    ]);
  });

  it('after a moment for the answer, when an order in flight is aborted: it may stand', async () => {
    const bot = openBot([silence]);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    await settle(order(bot, stop.signal));
    expect(bot.told.map(({ name, from, to, failed }) => ({ name, from, to, failed }))).toEqual([
      { name: attemptName, from: 0, to: 530, failed: true },
      { name: callName, from: 0, to: 530, failed: true },
    ]);
    expect(bot.told.map(({ attributes }) => attributes)).toEqual([
      { ...request, 'error.type': 'aborted' },
      {
        ...call,
        'exchange.call.attempts': 1,
        'exchange.category': 'network',
        'exchange.outcome': 'unknown',
        'exchange.reason': 'aborted',
        'error.type': 'aborted',
      },
    ]);
  });

  it('without any request, when the gateway closes while it waits for its turn', async () => {
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 1000, reserve: 0 }] as const;
    const bot = openBot([answer(good)], { limits });
    await settle(order(bot));
    bot.spans.reset();
    setTimeout(() => void bot.gateway.close(), 30);
    await settle(order(bot));
    expect(bot.told).toEqual([
      {
        ...callSpan,
        from: 20,
        to: 50,
        failed: true,
        events: [
          [
            'exchange.give_up',
            50,
            {
              'exchange.category': 'network',
              'exchange.outcome': 'rejected',
              'exchange.reason': 'closed',
            },
          ],
        ],
        attributes: {
          ...call,
          'exchange.call.id': 2,
          'exchange.call.attempts': 0,
          'exchange.category': 'network',
          'exchange.outcome': 'rejected',
          'exchange.reason': 'closed',
          'error.type': 'closed',
        },
      },
    ]);
  });

  it('when telemetry is taken off meanwhile, and says nothing afterwards', async () => {
    const bot = openBot([answer(good)]);
    const answers = order(bot);
    await vi.advanceTimersByTimeAsync(5);
    bot.undo();
    bot.undo();
    await settle(answers);
    await settle(order(bot));
    expect(bot.told.map(({ name, from, to }) => [name, from, to])).toEqual([
      [attemptName, 0, 5],
      [callName, 0, 5],
    ]);
    expect(await bot.points()).toEqual([]);
  });
});

describe('The parent is what is active where the caller calls', () => {
  it('for two strategies at once, over several attempts', async () => {
    const slow = { success: false, code: 510 };
    const bot = openBot([answer(slow), answer(slow, { afterMs: 25 }), answer(good)], { policies: steady });
    const tracer = bot.tracerProvider.getTracer('bot');
    const run = (name: string): Promise<void> =>
      tracer.startActiveSpan(name, async (span) => {
        await order(bot, undefined, name);
        span.end();
      });
    await settle(Promise.all([run('maker'), run('taker')]));
    const byId = new Map(bot.finished.map((span) => [span.spanContext().spanId, span]));
    const line = (id: string | undefined): string[] => {
      const span = byId.get(id ?? '');
      return span ? [...line(span.parentSpanContext?.spanId), span.name] : [];
    };
    const lines = bot.finished.map((span) => line(span.spanContext().spanId).join(' > ')).toSorted();
    expect(lines).toEqual([
      'maker',
      `maker > ${callName}`,
      `maker > ${callName} > ${attemptName}`,
      `maker > ${callName} > ${attemptName}`,
      'taker',
      `taker > ${callName}`,
      `taker > ${callName} > ${attemptName}`,
      `taker > ${callName} > ${attemptName}`,
    ]);
    const traces = new Set(bot.finished.map((span) => span.spanContext().traceId));
    expect(traces.size).toBe(2);
  });

  it('through axios too, which calls us some promises later', async () => {
    const bot = openBot([]);
    const api = axios.create({
      baseURL: origin,
      adapter: async (config) => ({
        data: JSON.stringify(good),
        status: 200,
        statusText: 'OK',
        headers: new AxiosHeaders(),
        config,
      }),
    });
    interceptAxios(api, bot.gateway);
    const call = bot.tracerProvider.getTracer('bot').startActiveSpan('maker', async (span) => {
      await api.post(orderPath, {});
      span.end();
    });
    await settle(call);
    expect(bot.told.map(({ name, parent }) => [name, parent])).toEqual([
      [attemptName, callName],
      [callName, 'maker'],
      ['maker', undefined],
    ]);
  });

  it('and a call without any is the root of its trace', async () => {
    const bot = openBot([answer(good)]);
    await settle(order(bot));
    expect(bot.finished.map(({ parentSpanContext }) => parentSpanContext === undefined)).toEqual([
      false,
      true,
    ]);
  });
});

it('in `mode: observe` the span says what would have been decided', async () => {
  const bot = openBot([answer({ success: false, code: 510 })], { mode: 'observe', policies: steady });
  await settle(order(bot));
  expect(bot.told).toEqual([
    {
      ...attemptSpan,
      from: 0,
      to: 20,
      failed: true,
      attributes: { ...request, ...answered, ...refused('510', 'rate-limit'), 'error.type': 'rate-limit' },
    },
    {
      ...callSpan,
      from: 0,
      to: 20,
      attributes: { ...call, 'exchange.call.attempts': 1 },
      events: [['exchange.observed', 20, { 'exchange.decision': 'retry' }]],
    },
  ]);
});

it('a step of the system clock bends no span', async () => {
  const bot = openBot([answer(good, { afterMs: 50 })]);
  setTimeout(() => vi.setSystemTime(startMs + 3_600_000), 25);
  await settle(order(bot));
  expect(bot.told.map(({ from, to }) => [from, to])).toEqual([
    [0, 50],
    [0, 50],
  ]);
});

describe('What a call does outside the library runs within its span', () => {
  it('its requests within that of the attempt, its signature and its look-up within that of the call', async () => {
    const within: (readonly [string, string | undefined])[] = [];
    const note = (what: string): void => {
      const id = trace.getActiveSpan()?.spanContext().spanId;
      within.push([what, id]);
    };
    const noting =
      (reply: Reply): Reply =>
      async (signal) => {
        note('request');
        const response = await reply(signal);
        note('response');
        return response;
      };
    const bot = openBot([noting(lost('ECONNRESET')), noting(answer(good))], {
      sign: () => {
        note('sign');
        return { headers: { signature: 'made' } };
      },
      reconcile: async () => {
        note('look-up');
        return { found: false, safe: true };
      },
      policies: steady,
    });
    await settle(order(bot).catch(() => undefined));
    const names = new Map(bot.finished.map((span) => [span.spanContext().spanId, span.name]));
    const ids = [...new Set(within.map(([, id]) => id))];
    expect(within.map(([what, id]) => [what, names.get(id ?? ''), ids.indexOf(id)])).toEqual([
      ['sign', callName, 0],
      ['request', attemptName, 1],
      ['look-up', callName, 0],
      ['look-up', callName, 0],
      ['look-up', callName, 0],
      ['sign', callName, 0],
      ['request', attemptName, 2],
      ['response', attemptName, 2],
    ]);
    expect(trace.getActiveSpan()).toBeUndefined();
  });
});
