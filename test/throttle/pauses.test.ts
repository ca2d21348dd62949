import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// Loaded before the clock stops, since reading a file takes real time.
import 'bottleneck/light.js';
import { type Limit, noParam, type RouteInfo } from '../../src/catalog/limit.ts';
import type { PauseRequest } from '../../src/throttle/pauses.ts';
import { sharedIp } from '../../src/throttle/shared-ip.ts';
import { Throttle, type ThrottleOptions } from '../../src/throttle/throttle.ts';
import { itemsPerTurn } from '../../src/time/in-slices.ts';
import { now } from './queued.ts';

const realImmediate = globalThis.setImmediate;

const limits: readonly Limit[] = [
  { name: 'all', scope: 'ip', capacity: 100, windowMs: 1000, reserve: 0 },
  { name: 'orders', scope: 'account', capacity: 10, windowMs: 1000, match: { kind: 'order' }, reserve: 0 },
  { name: 'routes', scope: 'account', capacity: 10, windowMs: 1000, per: 'route', reserve: 0 },
];
const route = (kind: RouteInfo['kind'], path: string = `/${kind}`): RouteInfo => ({
  method: 'POST',
  path,
  param: noParam,
  kind,
  signed: true,
  name: path,
});
const [read, order, cancel] = [route('read'), route('order'), route('cancel')];

let log: [name: string, at: number][];

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const open = (options?: ThrottleOptions): Throttle => new Throttle(limits, now, options);

/** How many lines are written down in each turn of the loop from now on, until they are so many. */
async function linesPerTurn(wanted: number): Promise<readonly number[]> {
  const steps: number[] = [];
  while (log.length < wanted && steps.length < 1000) {
    const before = log.length;
    await new Promise(realImmediate);
    steps.push(log.length - before);
  }
  return steps;
}

/** Whether a call could go at once. */
const goes = (throttle: Throttle, at: RouteInfo): boolean =>
  throttle.opensAt(throttle.chargesOf(at, undefined)) === now();

/** Queues a request, writes down when it goes or is refused, and has it answered at once. */
function join(throttle: Throttle, name: string, at: RouteInfo, lastAt?: number): void {
  const { permit } = throttle.acquire(throttle.chargesOf(at, undefined), 0, lastAt);
  void permit.then((ended) => {
    log.push(['opensAt' in ended ? `${name} refused until ${ended.opensAt}` : name, now()]);
    if (!('opensAt' in ended)) ended.release('sent');
  });
}

describe('a pause of one limit', () => {
  it('holds the calls that count on it, and no others', () => {
    const throttle = open();
    const charges = throttle.chargesOf(order, undefined);
    expect(throttle.pause({ untilAt: 500, limits: ['orders'], charges })).toEqual(['orders']);
    expect([read, order, cancel].map((at) => goes(throttle, at))).toEqual([true, false, true]);
    expect(throttle.pausedUntilAt).toBe(500);
    expect(throttle.eta(charges, 1, 0)).toEqual([500]);
    expect(throttle.headroom().map(({ limit, free }) => [limit, free])).toEqual([
      ['all', 100],
      ['orders', 0],
      ['routes POST /order', 10],
      ['routes POST /read', 10],
      ['routes POST /cancel', 10],
    ]);
  });

  it('of a limit per route is one of that route', () => {
    const throttle = open();
    const charges = throttle.chargesOf(order, undefined);
    expect(throttle.pause({ untilAt: 500, limits: ['routes'], charges })).toEqual(['routes POST /order']);
    expect([read, order, cancel].map((at) => goes(throttle, at))).toEqual([true, false, true]);
  });

  it('is one of everything where nobody knows the limit, or nothing counts on it', () => {
    for (const about of [
      {},
      { limits: [] },
      { limits: ['nobody knows'] },
    ] satisfies Partial<PauseRequest>[]) {
      const throttle = open();
      expect(throttle.pause({ untilAt: 500, ...about })).toEqual([]);
      expect([read, order, cancel].map((at) => goes(throttle, at))).toEqual([false, false, false]);
    }
  });

  it('that the refused call does not count on is one of everything: else it would go again at once', () => {
    const throttle = open();
    expect(
      throttle.pause({ untilAt: 500, limits: ['orders'], charges: throttle.chargesOf(read, undefined) }),
    ).toEqual([]);
    expect([read, order, cancel].map((at) => goes(throttle, at))).toEqual([false, false, false]);
  });

  it('of no length or of no number is none, and none is longer than a month', () => {
    const throttle = open();
    for (const untilAt of [0, -5, Number.NaN]) throttle.pause({ untilAt });
    expect(goes(throttle, read)).toBe(true);
    throttle.pause({ untilAt: Number.POSITIVE_INFINITY });
    expect(throttle.pausedUntilAt).toBe(30 * 86_400_000);
  });

  it('keeps nobody back who waits behind those that it holds', async () => {
    const throttle = open();
    throttle.pause({ untilAt: 500, limits: ['orders'] });
    join(throttle, 'order', order);
    join(throttle, 'read', read);
    join(throttle, 'cancel', cancel);
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toEqual([
      ['read', 0],
      ['cancel', 0],
      ['order', 500],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('holds back who was admitted before it and not sent yet', () => {
    const throttle = open();
    const permits = [order, read].map((at) => throttle.tryAcquire(throttle.chargesOf(at, undefined)));
    expect(permits.map((permit) => permit?.isVoid)).toEqual([false, false]);
    vi.advanceTimersByTime(10);
    throttle.pause({ untilAt: 500, limits: ['orders'] });
    expect(permits.map((permit) => permit?.isVoid)).toEqual([true, false]);
    throttle.pause({ untilAt: 500 });
    expect(permits.map((permit) => permit?.isVoid)).toEqual([true, true]);
    vi.advanceTimersByTime(490);
    expect(permits.map((permit) => permit?.isVoid)).toEqual([false, false]);
  });

  it('lowers what is believed of that limit alone', () => {
    const throttle = open();
    const permits = Array.from({ length: 8 }, () =>
      throttle.tryAcquire(throttle.chargesOf(order, undefined)),
    );
    permits[0]?.release('sent');
    permits[0]?.refused(['orders']);
    expect(throttle.headroom().map(({ limit, free }) => [limit, free])).toEqual([
      ['all', 92],
      ['orders', 0],
      ['routes POST /order', 2],
    ]);
  });
});

describe('who waits when a long pause comes', () => {
  it('is told at once where it cannot go in time, in the scheduler and in the overflow', async () => {
    const throttle = new Throttle(
      [{ name: 'all', scope: 'ip', capacity: 1, windowMs: 10_000, reserve: 0 }],
      now,
    );
    throttle.tryAcquire(throttle.chargesOf(read, undefined));
    for (let at = 0; at < 400; at += 1) join(throttle, 'read', read, at % 4 === 0 ? 5000 : 500_000);
    await vi.advanceTimersByTimeAsync(100);
    throttle.pause({ untilAt: 120_000 });
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(Array(100).fill(['read refused until 120000', 100]));
    expect(throttle.queued).toBe(300);
    await Promise.all([throttle.close(), vi.advanceTimersByTimeAsync(100)]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays while a probe is under way: its answer may come in time', async () => {
    const throttle = open({ maxPauseMs: 300 });
    throttle.pause({ untilAt: 1e9, slowStart: true });
    const probe = throttle.acquire(throttle.chargesOf(read, undefined), 0);
    await vi.advanceTimersByTimeAsync(310);
    expect(throttle.opensAt(throttle.chargesOf(read, undefined))).toBe(310);
    join(throttle, 'waits', read, 400);
    await vi.advanceTimersByTimeAsync(10);
    const permit = await probe.permit;
    if ('opensAt' in permit) throw new Error('unreachable');
    permit.release('sent');
    permit.answered(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toEqual([['waits', 320]]);
  });

  it('is told when the probe was refused', async () => {
    const throttle = open({ maxPauseMs: 300 });
    throttle.pause({ untilAt: 1e9 });
    const probe = throttle.acquire(throttle.chargesOf(read, undefined), 0);
    await vi.advanceTimersByTimeAsync(310);
    join(throttle, 'waits', read, 500);
    const permit = await probe.permit;
    if ('opensAt' in permit) throw new Error('unreachable');
    permit.release('sent');
    permit.answered(false);
    throttle.pause({ untilAt: 1e9 });
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toEqual([['waits refused until 610', 310]]);
  });

  it('is out of the way of whoever comes after', async () => {
    const two: Limit = { name: 'all', scope: 'ip', capacity: 2, windowMs: 10_000, reserve: 0 };
    const throttle = new Throttle([two], now);
    const charges = throttle.chargesOf(read, undefined);
    const permits = [1, 2].map(() => throttle.tryAcquire(charges));
    for (let at = 0; at < 5000; at += 1) join(throttle, 'read', read, 5000);
    await vi.advanceTimersByTimeAsync(100);
    throttle.pause({ untilAt: 20_000 });
    vi.advanceTimersByTime(50);
    await linesPerTurn(5000);
    expect([log.length, throttle.queued]).toEqual([5000, 0]);
    throttle.resume();
    for (const permit of permits) permit?.release('unsent');
    for (const name of ['a', 'b', 'c']) join(throttle, name, read);
    await vi.advanceTimersByTimeAsync(50);
    // One by one after a pause.
    expect(log.slice(5000)).toEqual([
      ['a', 150],
      ['b', 200],
    ]);
  });

  it('is told over several turns of the loop where they are many, in their order, by the pause that holds then', async () => {
    const throttle = new Throttle(
      [{ name: 'all', scope: 'ip', capacity: 1, windowMs: 10_000, reserve: 0 }],
      now,
    );
    throttle.tryAcquire(throttle.chargesOf(read, undefined));
    for (let at = 0; at < 1000; at += 1) join(throttle, `${at}`, read, at % 2 === 0 ? 5000 : 50_000);
    await vi.advanceTimersByTimeAsync(100);
    throttle.pause({ untilAt: 20_000 });
    vi.advanceTimersByTime(1);
    const [first = 0] = await linesPerTurn(1);
    // Those that were passed over before are too late now as well.
    throttle.pause({ untilAt: 60_000 });
    vi.advanceTimersByTime(1);
    // A first part that ends at once counts for the turn after it.
    const steps = [first, ...(await linesPerTurn(1000))];
    expect([log.length, throttle.queued]).toEqual([1000, 0]);
    expect(steps.filter((step) => step > 2 * itemsPerTurn)).toEqual([]);
    const numbers = log.map(([name]) => Number.parseInt(name, 10));
    const late = numbers.filter((at) => at % 2 === 0);
    expect(late).toEqual(late.toSorted((a, b) => a - b));
    await Promise.all([throttle.close(), vi.advanceTimersByTimeAsync(100)]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is told once for many pauses that come in one turn', async () => {
    const throttle = open();
    throttle.pause({ untilAt: 10 });
    join(throttle, 'short', read, 50);
    join(throttle, 'long', read, 500);
    for (const untilAt of [60, 70, 80]) throttle.pause({ untilAt });
    await vi.advanceTimersByTimeAsync(200);
    expect(log).toEqual([
      ['short refused until 80', 0],
      ['long', 80],
    ]);
  });

  it('stays where a probe may go in time', async () => {
    const throttle = open({ maxPauseMs: 300 });
    throttle.pause({ untilAt: 10 });
    join(throttle, 'a', read, 400);
    join(throttle, 'b', read, 400);
    throttle.pause({ untilAt: 1e9 });
    await vi.advanceTimersByTimeAsync(299);
    expect(log).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual([['a', 300]]);
  });
});

describe('resuming', () => {
  it('lifts every pause, and who waits goes little by little', async () => {
    const throttle = open();
    throttle.pause({ untilAt: 1e9, limits: ['orders'] });
    throttle.pause({ untilAt: 1e9 });
    throttle.pause({ untilAt: 1e9, scope: 'ip' });
    for (const name of ['a', 'b', 'c']) join(throttle, name, order);
    await vi.advanceTimersByTimeAsync(100);
    throttle.resume();
    await vi.advanceTimersByTimeAsync(100);
    expect(log).toEqual([
      ['a', 100],
      ['b', 150],
      ['c', 150],
    ]);
  });
});

describe('gateways of one address', () => {
  const two = (): readonly [Throttle, Throttle] => {
    const ip = sharedIp();
    return [open({ book: ip.bookOf('x', now) }), open({ book: ip.bookOf('x', now) })];
  };

  it('share the limits of scope ip, and keep those of scope account apart', () => {
    const [first, second] = two();
    for (let at = 0; at < 10; at += 1) first.tryAcquire(first.chargesOf(order, undefined));
    const frees = (throttle: Throttle): unknown[] => {
      throttle.chargesOf(order, undefined);
      return throttle.headroom().map(({ limit, free }) => [limit, free]);
    };
    expect(frees(second)).toEqual([
      ['all', 90],
      ['orders', 10],
      ['routes POST /order', 10],
    ]);
  });

  it('pause together for a limit of the address and for a ban, else apart', () => {
    for (const [about, both] of [
      [{ limits: ['all'] }, true],
      [{ scope: 'ip' }, true],
      [{ limits: ['orders'] }, false],
      [{}, false],
    ] satisfies [Partial<PauseRequest>, boolean][]) {
      const [first, second] = two();
      first.pause({ untilAt: 500, ...about });
      expect([goes(first, order), goes(second, order)]).toEqual([false, !both]);
    }
  });

  it('wake each other when units come back, whoever had them', async () => {
    const ip = sharedIp();
    const narrow: Limit = { name: 'all', scope: 'ip', capacity: 1, windowMs: 1000, reserve: 0 };
    const [first, second] = [1, 2].map(() => new Throttle([narrow], now, { book: ip.bookOf('x', now) }));
    if (!first || !second) throw new Error('unreachable');
    const permit = first.tryAcquire(first.chargesOf(read, undefined));
    join(second, 'second', read);
    await vi.advanceTimersByTimeAsync(700);
    expect(log).toEqual([]);
    permit?.release('unsent');
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toEqual([['second', 700]]);
  });

  it('go on when one of them is closed', async () => {
    const [first, second] = two();
    first.pause({ untilAt: 500, scope: 'ip' });
    join(first, 'of the closed', read);
    join(second, 'of the other', read);
    await first.close();
    await vi.advanceTimersByTimeAsync(500);
    expect(log).toEqual([['of the other', 500]]);
    expect([second.queued, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('wait no longer than a window for what a closed one leaves behind', async () => {
    const ip = sharedIp();
    const narrow: Limit = { name: 'all', scope: 'ip', capacity: 1, windowMs: 1000, reserve: 0 };
    const [first, second] = [1, 2].map(() => new Throttle([narrow], now, { book: ip.bookOf('x', now) }));
    if (!first || !second) throw new Error('unreachable');
    const permit = first.tryAcquire(first.chargesOf(read, undefined));
    join(second, 'second', read);
    await first.close();
    // What comes after all changes nothing.
    permit?.release('sent');
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toEqual([['second', 1001]]);
    expect(second.headroom().map(({ free }) => free)).toEqual([1]);
  });

  it('are apart for another exchange, and must agree on their limits', () => {
    const ip = sharedIp();
    const first = open({ book: ip.bookOf('x', now) });
    const other = open({ book: ip.bookOf('y', now) });
    first.pause({ untilAt: 500, scope: 'ip' });
    expect(goes(other, read)).toBe(true);
    const wider: Limit = { name: 'all', scope: 'ip', capacity: 200, windowMs: 1000 };
    expect(() => new Throttle([wider], now, { book: ip.bookOf('x', now) })).toThrow(
      new TypeError(
        '`limits "all"` takes 100 in 1000 ms, as the other gateways of its `ip` have it; it got \'200 in 1000 ms\'.',
      ),
    );
  });
});

/** A random load on two limits, with refusals that pause one of them, or all. */
const story = fc.record({
  calls: fc.array(
    fc.record({
      at: fc.nat(3000),
      kind: fc.constantFrom('read', 'order', 'cancel'),
      latency: fc.nat(400),
      gateway: fc.nat(1),
      lost: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  pauses: fc.array(
    fc.record({
      at: fc.nat(3000),
      forMs: fc.nat(1500),
      about: fc.constantFrom('all', 'orders', ''),
      gateway: fc.nat(1),
    }),
    { maxLength: 6 },
  ),
});

it('no window goes over, no pause is cut short, and every call goes in the end', async () => {
  const few: readonly Limit[] = [
    { name: 'all', scope: 'ip', capacity: 6, windowMs: 500, reserve: 0 },
    { name: 'orders', scope: 'account', capacity: 2, windowMs: 700, match: { kind: 'order' }, reserve: 0 },
  ];
  await fc.assert(
    fc.asyncProperty(story, async ({ calls, pauses }) => {
      vi.useFakeTimers();
      const start = now();
      const ip = sharedIp();
      const gateways = [0, 1].map(() => new Throttle(few, now, { book: ip.bookOf('x', now) }));
      const went: { readonly at: number; readonly kind: string; readonly gateway: number }[] = [];
      for (const { at, kind, latency, gateway, lost } of calls) {
        const throttle = gateways[gateway];
        if (!throttle) throw new Error('unreachable');
        const go = async (): Promise<void> => {
          const charges = throttle.chargesOf(kind === 'order' ? order : read, undefined);
          const priority = kind === 'cancel' ? 2 : 0;
          const permit = throttle.tryAcquire(charges) ?? (await throttle.acquire(charges, priority).permit);
          if ('opensAt' in permit) throw new Error('unreachable');
          // What was lost before it left was never seen.
          if (!lost) went.push({ at: now() - start, kind, gateway });
          setTimeout(() => permit.release(lost ? 'unsent' : 'sent'), latency);
        };
        setTimeout(() => void go(), at);
      }
      const held: {
        readonly from: number;
        readonly to: number;
        readonly about: string;
        readonly gateway: number;
      }[] = [];
      for (const { at, forMs, about, gateway } of pauses) {
        setTimeout(() => {
          held.push({ from: at, to: at + forMs, about, gateway });
          gateways[gateway]?.pause({ untilAt: now() + forMs, limits: about === '' ? [] : [about] });
        }, at);
      }
      await vi.advanceTimersByTimeAsync(60_000);
      expect(went.length).toBe(calls.filter(({ lost }) => !lost).length);
      expect(gateways.map(({ queued }) => queued)).toEqual([0, 0]);
      expect(vi.getTimerCount()).toBe(0);
      const fullest = (some: typeof went, windowMs: number): number =>
        Math.max(
          0,
          ...some.map(({ at: from }) => some.filter(({ at }) => at >= from && at < from + windowMs).length),
        );
      expect(fullest(went, 500)).toBeLessThanOrEqual(6);
      for (const gateway of [0, 1]) {
        const orders = went.filter((call) => call.kind === 'order' && call.gateway === gateway);
        expect(fullest(orders, 700)).toBeLessThanOrEqual(2);
      }
      for (const { from, to, about, gateway } of held) {
        const inside = went.filter((call) => {
          const concerns =
            about === 'all' || (call.gateway === gateway && (about === '' || call.kind === 'order'));
          // Within one millisecond nobody can say which came first.
          return concerns && call.at > from && call.at < to;
        });
        expect(inside).toEqual([]);
      }
      vi.useRealTimers();
    }),
    { numRuns: 100 },
  );
});
