import axios from 'axios';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGateway, type GatewayOptions, isExchangeError, mexcContract } from '../../src/index.ts';
import { clients } from '../support/clients.ts';
import { done, failed, html, order, read, Script, sign } from '../support/exchange.ts';
import { exchangeErrorIn } from '../support/failures.ts';
import { settle } from '../support/time.ts';

const server = setupServer();

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
});
afterEach(() => {
  vi.useRealTimers();
  server.resetHandlers();
});

function gatewayFor(options: Partial<GatewayOptions> = {}) {
  return createGateway({ exchange: mexcContract, sign, hosts: ['exchange.test'], ...options });
}

function play(...replies: ConstructorParameters<typeof Script>): Script {
  const script = new Script(...replies);
  server.use(script.handler);
  return script;
}

const body = { symbol: 'BTC_USDT', price: 1, vol: 2, externalOid: 'oid-1' };
const post = { method: 'POST', body, exchange: { clientOrderId: 'oid-1' } } as const;
const lost = (): Response => HttpResponse.error();

describe.each(clients)('over $name', ({ call }) => {
  it('sends a good call once and hands on what the exchange said', async () => {
    const script = play(done);
    const { value } = await settle(call(gatewayFor(), order, post));
    expect(value).toEqual(done);
    expect(script.lines).toEqual([`POST ${order} ${JSON.stringify(body)}`]);
    expect(script.log[0]?.signatureOk).toBe(true);
    expect(script.pings).toEqual([]);
  });

  it('backs off on 510, signs each attempt anew and gets through', async () => {
    const script = play(failed(510), failed(510), done);
    const { value } = await settle(call(gatewayFor(), order, post));
    expect(value).toEqual(done);
    expect(script.lines).toHaveLength(3);
    expect(script.log.map((seen) => seen.signatureOk)).toEqual([true, true, true]);
    expect(new Set(script.log.map((seen) => seen.timestamp)).size).toBe(3);
  });

  it('signs the query exactly as it is sent', async () => {
    const script = play(done);
    await settle(call(gatewayFor(), read, { query: 'a=x%20y&b=2' }));
    expect(script.log.map(({ query, signatureOk }) => ({ query, signatureOk }))).toEqual([
      { query: 'a=x%20y&b=2', signatureOk: true },
    ]);
  });

  it('signs private routes only, or what the caller marks', async () => {
    const script = play(done);
    const gateway = gatewayFor();
    await settle(call(gateway, '/api/v1/contract/ticker'));
    await settle(call(gateway, '/api/v1/contract/ticker', { exchange: { signed: true } }));
    await settle(call(gateway, read, { exchange: { signed: false } }));
    expect(script.log.map(({ timestamp }) => timestamp !== null)).toEqual([false, true, false]);
  });

  it('refreshes the clock once on 513, signs again and goes again at once', async () => {
    const script = play(failed(513), done);
    script.skewMs = 45_000;
    const gateway = gatewayFor();
    const before = Date.now();
    const { value } = await settle(call(gateway, order, post));
    expect(value).toEqual(done);
    expect(script.pings).toHaveLength(3);
    expect(script.pings.every((ping) => !ping.headers.has('signature') && !ping.headers.has('apikey'))).toBe(
      true,
    );
    expect(Number(script.log[1]?.timestamp) - before).toBeGreaterThanOrEqual(45_000);
    expect(gateway.stats().clockOffsetMs).toBeGreaterThanOrEqual(44_999);
  });

  it('fails on the second timestamp answer in a row', async () => {
    const script = play(failed(513));
    const { error } = await settle(call(gatewayFor(), order, post));
    expect(exchangeErrorIn(error)).toMatchObject({ category: 'timestamp', outcome: 'rejected', attempts: 2 });
    expect(script.lines).toHaveLength(2);
  });

  it('fails at once for want of funds: one request, rejected', async () => {
    const script = play(failed(2005, 'Balance insufficient'));
    const { error, tookMs } = await settle(call(gatewayFor(), order, post));
    expect(exchangeErrorIn(error)).toMatchObject({
      exchange: 'mexc-contract',
      code: '2005',
      category: 'funds',
      outcome: 'rejected',
      reason: 'failed',
      status: 200,
      attempts: 1,
      clientOrderId: 'oid-1',
    });
    expect(isExchangeError(error, 'funds')).toBe(true);
    expect(isExchangeError(error, 'server')).toBe(false);
    expect(script.lines).toHaveLength(1);
    expect(tookMs).toBeLessThan(50);
  });

  it('never sends a write again whose answer was lost', async () => {
    const script = play(lost);
    const { error } = await settle(call(gatewayFor(), order, post));
    expect(exchangeErrorIn(error)).toMatchObject({
      category: 'network',
      outcome: 'unknown',
      reason: 'outcome-unknown',
    });
    expect(exchangeErrorIn(error).message).toContain('oid-1');
    expect(script.lines).toHaveLength(1);
  });

  it('sends a read again whose answer was lost', async () => {
    const script = play(lost, lost, done);
    const { value } = await settle(call(gatewayFor(), read));
    expect(value).toEqual(done);
    expect(script.lines).toHaveLength(3);
  });

  it('calls a write unknown under HTTP 5xx, whatever the code, and sends it once', async () => {
    for (const reply of [html(503), HttpResponse.json(failed(510), { status: 500 })]) {
      const script = play(reply);
      const { error } = await settle(call(gatewayFor(), order, post));
      expect(exchangeErrorIn(error)).toMatchObject({ outcome: 'unknown', reason: 'outcome-unknown' });
      expect(script.lines).toHaveLength(1);
    }
  });

  it('treats an HTML 403 as throttling and tries again', async () => {
    const script = play(html(403), done);
    const { value } = await settle(call(gatewayFor(), order, post));
    expect(value).toEqual(done);
    expect(script.lines).toHaveLength(2);
  });

  it.each([
    ['an HTML page', html(200)],
    ['an empty body', new HttpResponse('', { status: 200 })],
    [
      'cut off JSON',
      new HttpResponse('{"success":true,"co', { headers: { 'content-type': 'application/json' } }),
    ],
  ])('takes %s under HTTP 200 for an error', async (_, reply) => {
    const script = play(reply);
    const { error } = await settle(call(gatewayFor(), order, post));
    expect(exchangeErrorIn(error)).toMatchObject({ category: 'server', outcome: 'unknown', status: 200 });
    expect(script.lines).toHaveLength(1);
  });

  it('fails a read at once for a code that no table lists, and leaves a write unknown', async () => {
    const script = play(failed(987_654));
    const reading = await settle(call(gatewayFor(), read));
    const writing = await settle(call(gatewayFor(), order, post));
    expect(exchangeErrorIn(reading.error)).toMatchObject({
      code: '987654',
      category: 'unknown',
      reason: 'failed',
    });
    expect(exchangeErrorIn(writing.error)).toMatchObject({ category: 'unknown', outcome: 'unknown' });
    expect(script.lines).toHaveLength(2);
  });

  it('gives up at once when the wait that is asked for cannot fit the deadline', async () => {
    const script = play(HttpResponse.json(failed(510), { status: 429, headers: { 'retry-after': '30' } }));
    const { error, tookMs } = await settle(
      call(gatewayFor(), order, { ...post, exchange: { deadlineMs: 2000 } }),
    );
    expect(exchangeErrorIn(error)).toMatchObject({
      category: 'rate-limit',
      reason: 'deadline',
      retryAfterMs: 30_000,
    });
    expect(script.lines).toHaveLength(1);
    expect(tookMs).toBeLessThan(50);
  });

  it('makes everybody wait even where the call that was told so gives up', async () => {
    const script = play(
      HttpResponse.json(failed(510), { status: 429, headers: { 'retry-after': '30' } }),
      done,
    );
    const gateway = gatewayFor();
    await settle(call(gateway, order, { ...post, exchange: { deadlineMs: 2000 } }));
    const early = await settle(call(gateway, read, { exchange: { deadlineMs: 5000 } }));
    expect(exchangeErrorIn(early.error)).toMatchObject({
      reason: 'deadline',
      attempts: 0,
      outcome: 'rejected',
    });
    const { value, tookMs } = await settle(call(gateway, read), 100);
    expect(value).toEqual(done);
    expect(tookMs).toBeGreaterThan(29_000);
    expect(script.lines).toHaveLength(2);
  });

  it('never shortens the wait that is asked for, and makes everybody wait', async () => {
    const script = play(
      HttpResponse.json(failed(510), { status: 429, headers: { 'retry-after': '7' } }),
      done,
    );
    const gateway = gatewayFor();
    const starts: number[] = [];
    gateway.on('attempt', () => starts.push(performance.now()));
    const first = call(gateway, order, post);
    const { tookMs } = await settle(first, 10);
    expect(tookMs).toBeGreaterThanOrEqual(7000);
    expect(tookMs).toBeLessThan(7100);
    expect(script.lines).toHaveLength(2);
  });

  it('uses every attempt and no more', async () => {
    const script = play(failed(510));
    const { error } = await settle(call(gatewayFor({ maxAttempts: 3 }), order, post), 10);
    expect(exchangeErrorIn(error)).toMatchObject({
      category: 'rate-limit',
      reason: 'attempts',
      attempts: 3,
      outcome: 'rejected',
    });
    expect(script.lines).toHaveLength(3);
  });

  it('follows the policy of a code before that of its category', async () => {
    const script = play(failed(510));
    const policies = { '510': () => ({ action: 'fail' }) as const };
    const { error } = await settle(call(gatewayFor({ policies }), order, post));
    expect(exchangeErrorIn(error)).toMatchObject({ attempts: 1, reason: 'failed' });
    expect(script.lines).toHaveLength(1);
  });

  it('lets no policy send a write of unknown outcome again', async () => {
    const script = play(lost);
    const policies = { network: () => ({ action: 'retry', delayMs: 1 }) as const };
    const { error } = await settle(call(gatewayFor({ policies }), order, post));
    expect(exchangeErrorIn(error)).toMatchObject({ outcome: 'unknown', reason: 'outcome-unknown' });
    expect(script.lines).toHaveLength(1);
  });

  it('sends what the caller calls replay-safe again', async () => {
    const script = play(lost, done);
    const exchange = { replaySafe: true };
    const { value } = await settle(call(gatewayFor(), order, { ...post, exchange }));
    expect(value).toEqual(done);
    expect(script.lines).toHaveLength(2);
  });

  it('resolves with the order that the look-up found', async () => {
    const script = play(lost);
    const asked: unknown[] = [];
    const gateway = gatewayFor({
      reconcile: ({ clientOrderId, attempt, request }) => {
        asked.push({ clientOrderId, attempt, body: request.body, signed: 'signature' in request.headers });
        return { found: true, response: { ...done, data: 7 } };
      },
    });
    const { value } = await settle(call(gateway, order, post));
    expect(value).toEqual({ ...done, data: 7 });
    expect(asked).toEqual([
      { clientOrderId: 'oid-1', attempt: 1, body: JSON.stringify(body), signed: false },
    ]);
    expect(script.lines).toHaveLength(1);
  });

  it('sends the order again only when it was absent for long enough', async () => {
    const script = play(lost, done);
    const asked: number[] = [];
    const start = performance.now();
    const ask = () => {
      asked.push(Math.round(performance.now() - start));
      return { found: false } as const;
    };
    const gateway = gatewayFor({ reconcile: { ask, settleMs: 900, asks: 3 } });
    const { value } = await settle(call(gateway, order, post));
    expect(value).toEqual(done);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.at(-1)).toBeGreaterThanOrEqual(900);
    expect(script.lines).toHaveLength(2);
  });

  it('leaves the outcome unknown when the look-up fails until the deadline', async () => {
    const script = play(lost);
    const ask = () => {
      throw new Error('look-up down');
    };
    const gateway = gatewayFor({ reconcile: ask, deadlineMs: 3000 });
    const { error, tookMs } = await settle(call(gateway, order, post), 10);
    expect(exchangeErrorIn(error)).toMatchObject({
      outcome: 'unknown',
      reason: 'outcome-unknown',
      attempts: 1,
    });
    expect(tookMs).toBeLessThanOrEqual(3010);
    expect(script.lines).toHaveLength(1);
  });

  it('fails on a duplicate at first, and asks about it on a repeat', async () => {
    const first = play(failed(603));
    const refused = await settle(call(gatewayFor(), order, post));
    expect(exchangeErrorIn(refused.error)).toMatchObject({
      category: 'duplicate',
      outcome: 'rejected',
      attempts: 1,
    });
    expect(first.lines).toHaveLength(1);
    play(failed(510), failed(603));
    const blind = await settle(call(gatewayFor(), order, post));
    expect(exchangeErrorIn(blind.error)).toMatchObject({
      category: 'duplicate',
      outcome: 'unknown',
      attempts: 2,
    });
    play(failed(510), failed(603));
    const reconcile = () => ({ found: true, response: done }) as const;
    const known = await settle(call(gatewayFor({ reconcile }), order, post));
    expect(known.value).toEqual(done);
  });

  it('ends a read at once when the caller aborts it in flight', async () => {
    play(() => new Promise<Response>(() => {}));
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const promise = call(gatewayFor(), read, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    const { error, tookMs } = await settle(promise);
    expect(tookMs).toBe(50);
    if (axios.isCancel(error)) expect(error).toMatchObject({ cause: reason });
    else expect(error).toBe(reason);
  });

  it('ends a call at once when it is aborted while it waits', async () => {
    const script = play(failed(510), done);
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const gateway = gatewayFor();
    const abortedAt: number[] = [];
    gateway.on('paused', () => {
      setTimeout(() => {
        abortedAt.push(performance.now());
        controller.abort(reason);
      }, 60);
    });
    const { error } = await settle(call(gateway, read, { signal: controller.signal }));
    expect(abortedAt).toEqual([performance.now()]);
    expect(axios.isCancel(error) ? error.cause : error).toBe(reason);
    expect(script.lines).toHaveLength(1);
  });

  it('tells of an aborted write that its outcome is unknown, and carries the answer if it came', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    play(() => {
      setTimeout(() => controller.abort(reason), 50);
      return new Promise<Response>((resolve) => setTimeout(() => resolve(HttpResponse.json(done)), 100));
    });
    const promise = call(gatewayFor(), order, { ...post, signal: controller.signal });
    const { error } = await settle(promise);
    expect(exchangeErrorIn(error)).toMatchObject({ reason: 'aborted', outcome: 'unknown', cause: reason });
    expect(exchangeErrorIn(error).message).toContain('the answer came after all');
    const response = exchangeErrorIn(error).response;
    expect(
      response instanceof Response ? await response.json() : Reflect.get(Object(response), 'data'),
    ).toEqual(done);
    expect(axios.isCancel(error)).toBe(axios.isAxiosError(error));
  });

  it('lets the deadline end a call in flight: a write is unknown', async () => {
    play(() => new Promise<Response>(() => {}));
    const { error, tookMs } = await settle(call(gatewayFor({ deadlineMs: 1000 }), order, post), 10);
    expect(exchangeErrorIn(error)).toMatchObject({
      reason: 'deadline',
      category: 'timeout',
      outcome: 'unknown',
    });
    expect(tookMs).toBeLessThanOrEqual(1510);
  });

  it('rejects what waits when it is closed, and every later call', async () => {
    const script = play(done);
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 5000 }] as const;
    const gateway = gatewayFor({ limits });
    await settle(call(gateway, read));
    const waiting = call(gateway, read);
    setTimeout(() => void gateway.close(), 20);
    const { error, tookMs } = await settle(waiting);
    expect(exchangeErrorIn(error)).toMatchObject({ reason: 'closed', outcome: 'rejected', attempts: 0 });
    expect(tookMs).toBe(20);
    const later = await settle(call(gateway, read));
    expect(exchangeErrorIn(later.error)).toMatchObject({ reason: 'closed' });
    expect(script.lines).toHaveLength(1);
  });

  it('refuses at once what the limits admit only after the deadline', async () => {
    play(done);
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 5000 }] as const;
    const gateway = gatewayFor({ limits });
    await settle(call(gateway, read));
    const { error, tookMs } = await settle(call(gateway, read, { exchange: { deadlineMs: 1000 } }));
    expect(exchangeErrorIn(error)).toMatchObject({ reason: 'deadline', outcome: 'rejected', attempts: 0 });
    expect(exchangeErrorIn(error).retryAfterMs).toBeGreaterThan(4000);
    expect(tookMs).toBe(0);
  });

  it('refuses a weight that can never fit, with both numbers', async () => {
    const script = play(done);
    const limits = [{ name: 'small', scope: 'ip', capacity: 3, windowMs: 1000 }] as const;
    const { error } = await settle(call(gatewayFor({ limits }), read, { exchange: { weight: 4 } }));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(/4.*3|3.*4/);
    expect(script.lines).toHaveLength(0);
  });

  it('names the option of a bad per-call value', async () => {
    const { error } = await settle(call(gatewayFor(), read, { exchange: { deadlineMs: -5 } }));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain('exchange.deadlineMs');
  });

  it('is not harmed by listeners that throw', async () => {
    play(failed(510), done);
    const gateway = gatewayFor();
    for (const name of ['attempt', 'retry', 'paused', 'throttled'] as const) {
      gateway.on(name, () => {
        throw new Error('listener');
      });
    }
    const { value } = await settle(call(gateway, order, post));
    expect(value).toEqual(done);
  });
});
