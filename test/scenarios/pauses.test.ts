import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  backoff,
  createGateway,
  defineExchange,
  type GatewayOptions,
  interceptFetch,
  type Limit,
  mexcContract,
  sharedIp,
} from '../../src/index.ts';
import { failure } from '../support/failures.ts';

const order = 'http://x.test/api/v1/private/order/submit';
const cancel = 'http://x.test/api/v1/private/order/cancel';
const read = 'http://x.test/api/v1/contract/ticker';
const post = { method: 'POST', body: '{}' } as const;

const limits: readonly Limit[] = [
  { name: 'requests', scope: 'ip', capacity: 10, windowMs: 1000, reserve: 0 },
  { name: 'orders', scope: 'account', capacity: 5, windowMs: 1000, match: { kind: 'order' } },
];
const exchange = defineExchange({
  ...mexcContract.spec,
  limits,
  table: {
    source: 'https://example.com',
    rows: [
      ['0', 'success', 'ok', 'Operate succeed'],
      ['510', 'rate-limit', 'rejected', 'Excessive frequency of requests'],
      ['2037', 'rate-limit', 'rejected', 'Frequent transactions', { limit: 'orders' }],
    ],
  },
  statuses: [{ status: 403, category: 'rate-limit', outcome: 'rejected', waitMs: 600_000 }],
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Answer = (path: string, count: number) => Response;

/** An exchange in two lines, and what it saw, and when. */
function serve(answer: Answer): {
  readonly seen: [path: string, at: number][];
  readonly open: (options?: Partial<GatewayOptions>) => ReturnType<typeof client>;
} {
  const start = performance.now();
  const seen: [path: string, at: number][] = [];
  const platform = async (input: string | URL | Request): Promise<Response> => {
    const path = new URL(String(input)).pathname.split('/').at(-1) ?? '';
    seen.push([path, performance.now() - start]);
    const count = seen.length;
    await new Promise((resolve) => setTimeout(resolve, 10));
    return answer(path, count);
  };
  return { seen, open: (options = {}) => client(platform, options) };
}

function client(platform: typeof fetch, options: Partial<GatewayOptions>) {
  const gateway = createGateway({ exchange, ...options });
  return { gateway, send: interceptFetch(gateway, platform) };
}

const good = (): Response => Response.json({ success: true, code: 0 });
const refused = (headers: Record<string, string> = {}, code = 510, status = 429): Response =>
  Response.json({ success: false, code, message: 'slow down' }, { status, headers });

describe('a refusal that names its limit', () => {
  it('stops the calls of that limit, and no cancel and no read', async () => {
    const { seen, open } = serve((_, count) =>
      count === 1 ? refused({ 'retry-after': '3' }, 2037) : good(),
    );
    const { gateway, send } = open();
    const paused: unknown[] = [];
    gateway.on('paused', ({ limits: keys, pauseMs }) => paused.push([keys, pauseMs]));
    const first = send(order, post);
    await vi.advanceTimersByTimeAsync(100);
    const others = [send(order, post), send(cancel, post), send(read)];
    await vi.advanceTimersByTimeAsync(4000);
    await Promise.all([first, ...others]);
    expect(seen).toEqual([
      ['submit', 0],
      ['cancel', 100],
      ['ticker', 100],
      ['submit', 3010],
      ['submit', 3060],
    ]);
    expect(paused).toEqual([[['orders'], 3000]]);
  });

  it('leaves cancels alone for as long as an order limit says, a day included', async () => {
    const { seen, open } = serve((path) =>
      path === 'submit' ? refused({ 'retry-after': '86400' }, 2037) : good(),
    );
    const { send } = open();
    const placed = failure(send(order, post));
    await vi.advanceTimersByTimeAsync(100);
    const next = failure(send(order, post));
    await Promise.all([send(cancel, post), send(read), vi.advanceTimersByTimeAsync(100)]);
    expect([await placed, await next].map(({ reason, attempts }) => [reason, attempts])).toEqual([
      ['deadline', 1],
      ['deadline', 0],
    ]);
    expect(seen.map(([path]) => path)).toEqual(['submit', 'cancel', 'ticker']);
  });

  it('and one that names none stop everything', async () => {
    const { seen, open } = serve((_, count) => (count === 1 ? refused({ 'retry-after': '3' }) : good()));
    const { send } = open();
    const first = send(order, post);
    await vi.advanceTimersByTimeAsync(100);
    const others = [send(cancel, post), send(read)];
    await vi.advanceTimersByTimeAsync(4000);
    await Promise.all([first, ...others]);
    expect(seen.map(([, at]) => at)).toEqual([0, 3010, 3060, 3060]);
  });

  it('by the row of its status is heard, whatever the body is', async () => {
    const { seen, open } = serve(() => new Response('access too frequent', { status: 403 }));
    const { gateway, send } = open();
    const first = failure(send(read));
    await vi.advanceTimersByTimeAsync(20);
    const others = await Promise.all([1, 2, 3].map(() => failure(send(read))));
    expect((await first).retryAfterMs).toBe(600_000);
    expect(others.map(({ reason }) => reason)).toEqual(['deadline', 'deadline', 'deadline']);
    expect([seen.length, gateway.stats().pauses]).toEqual([1, 1]);
  });
});

describe('a wait that no exchange means', () => {
  const inTwoSeconds = (): number => Date.now() + 2000;

  it.each([
    ['an instant in seconds', () => ({ 'retry-after': String(Math.ceil(inTwoSeconds() / 1000)) })],
    ['an instant in milliseconds', () => ({ 'retry-after': String(inTwoSeconds()) })],
    ['an instant in retry-after-ms', () => ({ 'retry-after-ms': String(inTwoSeconds()) })],
    ['an instant in nanoseconds', () => ({ 'retry-after': `${inTwoSeconds()}000000` })],
    [
      'a date beside a Date of 1970',
      () => ({
        'retry-after': new Date(inTwoSeconds()).toUTCString(),
        date: 'Thu, 01 Jan 1970 00:00:00 GMT',
      }),
    ],
  ])('is read as what it is: %s', async (_, headers) => {
    const { seen, open } = serve((_path, count) => (count === 1 ? refused(headers()) : good()));
    const { send } = open();
    const done = send(read);
    await vi.advanceTimersByTimeAsync(5000);
    await done;
    expect(seen[1]?.[1]).toBeGreaterThanOrEqual(1000);
    expect(seen[1]?.[1]).toBeLessThanOrEqual(3010);
  });

  it('is given a probe after a quarter of an hour, and the others wait for its answer', async () => {
    const { seen, open } = serve((_, count) => (count === 1 ? refused({ 'retry-after': '999999' }) : good()));
    const { gateway, send } = open({ deadlineMs: 3_600_000 });
    const all = [send(read), send(read)];
    await vi.advanceTimersByTimeAsync(20);
    expect(Math.round(gateway.stats().pausedMs)).toBe(900_000 - 10);
    all.push(send(cancel, post), send(read));
    await vi.advanceTimersByTimeAsync(901_000);
    await Promise.all(all);
    // Two were under way when the pause came; the cancel is the probe.
    expect(seen).toEqual([
      ['ticker', 0],
      ['ticker', 0],
      ['cancel', 900_010],
      ['ticker', 900_020],
      ['ticker', 900_070],
    ]);
  });

  it('is renewed by a probe that is refused', async () => {
    const { seen, open } = serve((_, count) => (count <= 3 ? refused({ 'retry-after': '999999' }) : good()));
    const { send } = open({ maxPauseMs: 500 });
    const all = [send(read), send(read)];
    await vi.advanceTimersByTimeAsync(3000);
    await Promise.all(all);
    expect(seen.map(([, at]) => at)).toEqual([0, 0, 510, 1020, 1030]);
  });

  it('is probed by another call soon after one that nobody answered', async () => {
    const hung = new Promise<Response>(() => undefined);
    const seen: number[] = [];
    const start = performance.now();
    const { send } = client(
      async () => {
        seen.push(performance.now() - start);
        if (seen.length === 2) return hung;
        return seen.length === 1 ? refused({ 'retry-after': '999999' }) : good();
      },
      { maxPauseMs: 500 },
    );
    const first = failure(send(read, { exchange: { deadlineMs: 1000 } }));
    await vi.advanceTimersByTimeAsync(20);
    const second = send(read);
    await vi.advanceTimersByTimeAsync(3000);
    await Promise.all([first, second]);
    expect(seen).toEqual([0, 500, 2000]);
  });

  it('is lifted by hand', async () => {
    const { seen, open } = serve((_, count) => (count === 1 ? refused({ 'retry-after': '999999' }) : good()));
    const { gateway, send } = open();
    const first = failure(send(read));
    await vi.advanceTimersByTimeAsync(20);
    await first;
    expect((await failure(send(read))).reason).toBe('deadline');
    gateway.resume();
    expect(gateway.stats().pausedMs).toBe(0);
    const next = send(read);
    await vi.advanceTimersByTimeAsync(20);
    await next;
    expect(seen.length).toBe(2);
  });
});

describe('who waits when a long pause comes', () => {
  it('fails at once, and is told how long', async () => {
    const { seen, open } = serve(() => refused({ 'retry-after': '120' }));
    const { send } = open({ limits: [{ name: 'l', scope: 'ip', capacity: 2, windowMs: 1000, reserve: 0 }] });
    const start = performance.now();
    const ends = [1, 2, 3, 4].map(async () => {
      const { reason, outcome, attempts, retryAfterMs = 0 } = await failure(send(read));
      return [reason, outcome, attempts, retryAfterMs > 119_000, performance.now() - start < 50];
    });
    await vi.advanceTimersByTimeAsync(50);
    expect(await Promise.all(ends)).toEqual([
      ['deadline', 'rejected', 1, true, true],
      ['deadline', 'rejected', 1, true, true],
      ['deadline', 'rejected', 0, true, true],
      ['deadline', 'rejected', 0, true, true],
    ]);
    expect(seen.length).toBe(2);
  });
});

describe('who waits for its own next attempt when a long pause comes', () => {
  it('fails at once, and is told how long', async () => {
    const faulty = (): Response => new Response('', { status: 503 });
    const { seen, open } = serve((_, count) => (count === 1 ? faulty() : refused({ 'retry-after': '120' })));
    const backsOff = backoff({ baseDelayMs: 20_000, jitter: 'none' });
    const { send, gateway } = open({ limits: false, policies: { server: backsOff } });
    const waiting = failure(send(read));
    await vi.advanceTimersByTimeAsync(1000);
    const refusal = failure(send(read));
    await vi.advanceTimersByTimeAsync(20);
    expect((await refusal).reason).toBe('deadline');
    expect(await waiting).toMatchObject({ reason: 'deadline', attempts: 1, outcome: 'rejected' });
    expect((await waiting).retryAfterMs).toBeGreaterThan(119_000);
    expect(seen.length).toBe(2);
    await gateway.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('and waits on where the pause ends in time', async () => {
    const faulty = (): Response => new Response('', { status: 503 });
    const answers = [faulty(), refused({ 'retry-after': '5' })];
    const { seen, open } = serve(() => answers.shift() ?? good());
    const backsOff = backoff({ baseDelayMs: 10_000, jitter: 'none' });
    const { send, gateway } = open({ limits: false, policies: { server: backsOff } });
    const all = [send(read)];
    await vi.advanceTimersByTimeAsync(1000);
    all.push(send(read));
    await vi.advanceTimersByTimeAsync(20_000);
    await Promise.all(all);
    expect(seen.map(([, at]) => Math.round(at / 1000))).toEqual([0, 1, 6, 10]);
    await gateway.close();
  });
});

describe('accounts behind one address', () => {
  it('stay within the limit of the address together, and each has its own of orders', async () => {
    const { seen, open } = serve(good);
    const ip = sharedIp();
    const accounts = [1, 2, 3].map(() => open({ ip }));
    const all = accounts.flatMap(({ send }) => [
      ...[1, 2, 3].map(() => send(order, post)),
      ...[1, 2].map(() => send(read)),
    ]);
    await vi.advanceTimersByTimeAsync(3000);
    await Promise.all(all);
    expect(seen.map(([, at]) => at)).toEqual([...Array(10).fill(0), ...Array(5).fill(1011)]);
    await Promise.all(accounts.map(({ gateway }) => gateway.close()));
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['all held by a ban', 418, 999, true],
    ['all held by a page', 403, 999, true],
    ['not held by a limit of one account', 429, 2037, false],
    ['not held by what nobody can explain', 429, 510, false],
  ])('are %s', async (_, status, code, isHeld) => {
    const headers = { 'retry-after': '2' };
    const { seen, open } = serve((_path, count) => (count > 1 ? good() : refused(headers, code, status)));
    const ip = sharedIp();
    const [first, second] = [open({ ip, deadlineMs: 1e6 }), open({ ip, deadlineMs: 1e6 })];
    const all = [first.send(order, post)];
    await vi.advanceTimersByTimeAsync(20);
    all.push(second.send(order, post));
    await vi.advanceTimersByTimeAsync(100);
    expect(seen.length).toBe(isHeld ? 1 : 2);
    await vi.advanceTimersByTimeAsync(700_000);
    await Promise.all(all);
    expect(seen.length).toBe(3);
  });

  it('are told when what is given is none', () => {
    const ip: unknown = { bookOf: () => undefined };
    expect(() => createGateway({ exchange, ip: ip as ReturnType<typeof sharedIp> })).toThrow(
      new TypeError('`ip` takes what `sharedIp()` returns; it got an object.'),
    );
  });
});
