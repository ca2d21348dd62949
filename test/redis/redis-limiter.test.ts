import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SharedState } from '../../src/redis/membership.ts';
import { resolveRedis } from '../../src/redis/options.ts';
import { RedisLimiter } from '../../src/redis/redis-limiter.ts';
import { FakeRedis } from './support/fake-redis.ts';

const call = [{ window: { key: 'requests', capacity: 20, windowMs: 2000 }, weight: 1 }];
const heavy = [{ window: { key: 'requests', capacity: 20, windowMs: 2000 }, weight: 8 }];

let redis: FakeRedis;
let limiter: RedisLimiter;
let rooms: number;
/** What the calls that wait do once there may be room. */
let whenRoom: () => void;
let states: SharedState[];
let pauses: string[];
let mismatches: string[];
/** Time in which this process stood still: it passes for the clocks, and no timer runs. */
let stoppedMs: number;

function open(options: { share?: number; batch?: number; leaseMs?: number } = {}): RedisLimiter {
  return new RedisLimiter(
    resolveRedis({ client: redis, ...options }, 'mexc'),
    { id: 'me', account: 'main' },
    {
      onRoom: () => {
        rooms += 1;
        whenRoom();
      },
      onState: (state) => states.push(state),
      onPause: (key, untilAt, scope) => pauses.push(`${scope} ${key} ${Math.round(untilAt)}`),
      onResume: (scope) => pauses.push(`${scope} lifted`),
      onMismatch: ({ limit, capacity }) => mismatches.push(`${limit} ${capacity}`),
    },
    () => performance.now() + stoppedMs,
  );
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  redis = new FakeRedis();
  rooms = 0;
  whenRoom = () => undefined;
  states = [];
  pauses = [];
  mismatches = [];
  stoppedMs = 0;
});

afterEach(async () => {
  const closed = limiter.close();
  await pass(1000);
  await closed;
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Takes as many as there are. */
function takeAll(most = 100): number {
  let taken = 0;
  while (taken < most && limiter.take(call)) taken += 1;
  return taken;
}

describe('while Redis is there', () => {
  beforeEach(async () => {
    limiter = open();
    await pass(2);
  });

  test('a call without limits needs nobody', () => {
    expect(limiter.take([])).toBe(true);
    limiter.release([]);
  });

  test('a unit is asked for, and there when room is announced', async () => {
    expect(limiter.take(call)).toBe(false);
    const before = rooms;
    await pass(0);
    expect(redis.messages.at(-1)?.asks.map(([, count]) => count)).toEqual([1]);
    vi.advanceTimersByTime(1);
    await Promise.resolve();
    await pass(0);
    expect(rooms).toBe(before + 1);
  });

  test('as many as wait are asked for in one trip, and 64 at most', async () => {
    limiter.take(call, 30);
    await pass(0);
    expect(redis.messages.at(-1)?.asks.map(([, count]) => count)).toEqual([30]);
    await pass(50);
    limiter.take(call, 3000);
    await pass(0);
    expect(redis.messages.at(-1)?.asks.map(([, count]) => count)).toEqual([64]);
  });

  test('what nobody takes goes back at once', async () => {
    limiter.take(call, 2);
    await pass(50);
    expect(redis.told).toEqual(['f me.1', 'f me.0']);
  });

  test('what is granted ahead is used from its instant on, not asked for again, and goes back if nobody takes it', async () => {
    redis.extra = { starts: [[40, 60, 80]] };
    const takenAt: number[] = [];
    const from = performance.now();
    whenRoom = () => {
      if (takenAt.length < 2 && limiter.take(call, 2 - takenAt.length))
        takenAt.push(performance.now() - from);
    };
    expect(limiter.take(call, 3)).toBe(false);
    await pass(79);
    const asked = redis.messages.flatMap(({ asks }) => asks.map(([, count]) => count));
    // It was answered after 1 ms.
    expect([takenAt, asked, redis.told]).toEqual([[41, 61], [3], []]);
    await pass(30);
    expect(redis.told).toEqual(['f me.2']);
  });

  test('a permit that starts while the next are under way leaves those no less awaited', async () => {
    let taken = 0;
    whenRoom = () => {
      if (taken < 2 && limiter.take(call, 2 - taken)) taken += 1;
    };
    redis.extra = { given: [1], starts: [[40]], waits: [35] };
    limiter.take(call, 2);
    await pass(20);
    redis.latencyMs = 10;
    await pass(25);
    // The first has started, and the second was granted by a message that was under way then.
    expect(redis.messages.flatMap(({ asks }) => asks.map(([, count]) => count))).toEqual([2, 1]);
    await pass(60);
    expect(taken).toBe(2);
  });

  test('who was told when to come keeps that place, whatever is sent meanwhile', async () => {
    whenRoom = () => limiter.take(call);
    redis.behaviour = 'refuses';
    limiter.take(call);
    await pass(10);
    redis.waitMs = 500;
    limiter.pauseUntil('', performance.now() + 1, 'account');
    await pass(85);
    const asked = (): unknown[] => redis.messages.flatMap(({ asks }) => asks.map((ask) => ask[3]));
    expect(asked()).toEqual(['none', 'later']);
    await pass(10);
    expect(asked()).toEqual(['none', 'later', 'due']);
  });

  test('a refusal is asked again when Redis said, not before', async () => {
    redis.behaviour = 'refuses';
    limiter.take(call);
    await pass(1);
    limiter.take(call);
    const asked = redis.messages.length;
    await pass(99);
    expect(redis.messages.length).toBe(asked);
    await pass(2);
    expect(redis.messages.length).toBe(asked + 1);
  });

  test('it is heard four times a second when nothing happens', async () => {
    const before = redis.messages.length;
    await pass(2000);
    expect(redis.messages.length - before).toBeGreaterThanOrEqual(7);
  });

  test('a pause is told at once, again only when it gets longer, and others are heard', async () => {
    limiter.pauseUntil('', performance.now() + 500, 'account');
    await pass(1);
    expect(redis.messages.at(-1)?.pauses).toEqual([[2, '', 500]]);
    limiter.pauseUntil('', performance.now() + 100, 'account');
    await pass(300);
    expect(redis.messages.at(-1)?.pauses).toEqual([]);
    redis.extra = { pauses: [[2, '', 4000]] };
    await pass(300);
    redis.extra = { pauses: [[2, '', 3750]] };
    await pass(300);
    expect(pauses).toEqual([expect.stringMatching(/^account {2}\d+$/)]);
  });

  test('different settings are reported once', async () => {
    redis.extra = { differs: [[1, 10, 2000]] };
    for (let turn = 0; turn < 3; turn += 1) {
      limiter.take(call);
      await pass(50);
    }
    expect(mismatches).toEqual(['requests 10']);
  });

  test('a turn that came too late is made again', async () => {
    redis.behaviour = 'late';
    limiter.take(call);
    await pass(1);
    redis.behaviour = 'grants';
    await pass(5);
    expect(redis.messages.at(-1)?.bye).toBe(false);
    expect(redis.messages.filter(({ asks }) => asks.length > 0).length).toBe(2);
    expect(states.map(({ state }) => state)).toEqual(['shared']);
  });

  test('close signs off, gives back what is under way, and takes nothing any more', async () => {
    limiter.take(call);
    await pass(0);
    const closed = limiter.close();
    await pass(5);
    await closed;
    expect(redis.messages.at(-1)).toMatchObject({
      bye: true,
      asks: [],
      // Whether it was granted is unknown, and so is when it was to start: within 200 ms.
      reports: [['f', 'me.0', 200, [[1, 1, 20]]]],
    });
    expect(limiter.take(call)).toBe(false);
    limiter.release(call);
    limiter.pauseUntil('', 1e9, 'account');
    await limiter.close();
  });
});

describe('when Redis is gone', () => {
  test.each(['hangs', 'fails', 'throws', 'garbage'] as const)(
    'that %s, within 500 ms it goes on alone',
    async (how) => {
      limiter = open();
      await pass(2);
      redis.behaviour = how;
      const lostAt = performance.now();
      limiter.take(call);
      await pass(400);
      expect(states.map(({ state, share }) => [state, share])).toEqual([
        ['shared', 1],
        ['alone', 0.25],
      ]);
      // Others are granted units until Redis misses us (900 ms after the last message) and use them for 1,000 ms; a
      // window after that nothing of it counts any more.
      await pass(lostAt + 300 + 600 + 1000 + 2000 - 1 - performance.now());
      expect(takeAll()).toBe(0);
      const before = rooms;
      await pass(1);
      expect(rooms).toBe(before + 1);
      expect(takeAll()).toBe(5);
      // Units return a window after the answer.
      for (let unit = 0; unit < 5; unit += 1) limiter.release(call);
      await pass(2000);
      expect(takeAll()).toBe(0);
      await pass(2);
      expect(takeAll()).toBe(5);
      expect(limiter.take(heavy)).toBe(false);
    },
  );

  test('that was never there, whoever it has not met yet waits: whatever it took could be on top', async () => {
    redis.behaviour = 'hangs';
    limiter = open();
    await pass(350);
    expect(states).toMatchObject([{ state: 'alone', share: 0, processes: 0 }]);
    await pass(60_000);
    expect(takeAll()).toBe(0);
    redis.behaviour = 'grants';
    redis.releaseHung();
    await pass(100);
    expect(limiter.take(call)).toBe(false);
    await pass(0);
    expect(redis.messages.at(-1)?.asks.map(([, count]) => count)).toEqual([1]);
  });

  test('that was never there, the share that was configured is used once others cannot be granted it', async () => {
    redis.behaviour = 'fails';
    limiter = open({ share: 0.25 });
    await pass(300 + 600 + 1000 + 2000 - 1);
    expect(takeAll()).toBe(0);
    await pass(2);
    expect(takeAll()).toBe(5);
    limiter.refund(call);
    expect(takeAll()).toBe(1);
  });

  test('a share of less than one unit is nothing to somebody who cannot tell whose turn it is', async () => {
    redis.behaviour = 'fails';
    limiter = open({ share: 0.01 });
    await pass(60_000);
    expect(takeAll()).toBe(0);
  });

  test('it joins again by itself and tells what it sent meanwhile before it asks', async () => {
    redis.behaviour = 'fails';
    limiter = open({ share: 0.25 });
    await pass(4500);
    expect(takeAll(3)).toBe(3);
    limiter.release(call);
    redis.behaviour = 'grants';
    await pass(600);
    expect(states.map(({ state }) => state)).toEqual(['alone', 'shared']);
    expect(redis.told.filter((fact) => fact.startsWith('h')).slice(-2)).toEqual(['h me.1', 'h me.2']);
    expect(redis.told).toContain('a me.0');
    expect(redis.messages.find(({ asks }) => asks.length > 0)).toBeUndefined();
  });

  test('no more than three trips pile up in a client that keeps them', async () => {
    redis.behaviour = 'hangs';
    limiter = open();
    await pass(9000);
    expect(redis.messages.length).toBe(3);
    await pass(5000);
    expect(redis.messages.length).toBe(4);
  });

  test('an answer after the time-out is a sign of life, and its units are taken back', async () => {
    limiter = open();
    await pass(2);
    redis.latencyMs = 320;
    limiter.take(call);
    await pass(310);
    expect(states.at(-1)?.state).toBe('alone');
    redis.latencyMs = 1;
    await pass(30);
    expect(states.at(-1)?.state).toBe('shared');
    expect(redis.told).toEqual(['f me.0']);
  });

  test('a memory that is lost is closed for one window and a second, and hears of what is in flight', async () => {
    limiter = open({ batch: 2 });
    await pass(2);
    limiter.take(call);
    await pass(2);
    expect(limiter.take(call)).toBe(true);
    redis.extra = { lostMs: 0 };
    redis.epoch = 8;
    await pass(300);
    expect(states.at(-1)).toMatchObject({ state: 'alone', why: 'Redis lost the ledger' });
    expect(redis.told).toContain('h me.0');
    redis.extra = { lostMs: 3001 };
    await pass(300);
    expect(states.at(-1)?.state).toBe('shared');
  });
});

describe('units taken ahead', () => {
  test('serve the next calls without a trip, and go back when nobody wants them', async () => {
    limiter = open({ batch: 10 });
    await pass(2);
    limiter.take(call);
    await pass(5);
    const trips = redis.messages.length;
    expect(takeAll(6)).toBe(6);
    expect(redis.messages.length).toBe(trips);
    await pass(1000);
    expect(redis.told.filter((fact) => fact.startsWith('f')).length).toBeGreaterThanOrEqual(4);
  });

  test('long requests keep their lease', async () => {
    limiter = open({ batch: 2, leaseMs: 2000 });
    await pass(2);
    limiter.take(call);
    await pass(5);
    expect(limiter.take(call)).toBe(true);
    await pass(3000);
    expect(redis.told.filter((report) => report === 'h me.0').length).toBeGreaterThanOrEqual(2);
    // And everybody hears how long they take: this one is under way already, the next may take twice as long.
    expect(redis.messages.at(-1)?.flightMs).toBeGreaterThanOrEqual(2000);
    expect(redis.messages[0]?.flightMs).toBe(1000);
    limiter.release(call);
    await pass(260);
    expect(redis.messages.at(-1)?.flightMs).toBe(2000);
  });
});

describe('what is of long ago', () => {
  test.each([
    ['the process was stopped', () => (stoppedMs += 501)],
    ['its machine slept, and only the clock on the wall went on', () => vi.setSystemTime(Date.now() + 501)],
  ])('an answer read after %s grants nothing', async (_how, stop) => {
    limiter = open();
    await pass(10);
    expect(limiter.take(call, 3)).toBe(false);
    await pass(0);
    stop();
    let taken = 0;
    const before = rooms;
    await pass(1);
    taken += takeAll();
    expect([taken, rooms]).toEqual([0, before]);
    await pass(1);
    // It is given back, and asked for anew at once.
    const told = redis.messages.findLast(({ asks }) => asks.length > 0);
    expect(told?.reports.map(([kind, token]) => `${kind} ${token}`)).toEqual(['f me.0', 'f me.1', 'f me.2']);
    expect(told?.asks.map(([first, count]) => [first, count])).toEqual([[3, 3]]);
    expect(states.map(({ state }) => state)).toEqual(['shared']);
  });

  test('a permit in stock is not used after the process was stopped', async () => {
    limiter = open({ batch: 10 });
    await pass(2);
    limiter.take(call);
    await pass(5);
    stoppedMs += 501;
    expect(limiter.take(call)).toBe(false);
    await pass(30);
    expect(redis.told.filter((report) => report.startsWith('f')).length).toBe(10);
  });

  test('a call that was admitted before the process was stopped, or its machine slept, is held back', async () => {
    limiter = open();
    await pass(2);
    const admittedAt = performance.now();
    // A signer may take its time: leases are renewed.
    await pass(20_000);
    stoppedMs += 4000;
    expect(limiter.isStale(admittedAt)).toBe(false);
    stoppedMs += 5001;
    expect(limiter.isStale(admittedAt)).toBe(true);
    await pass(1);
    const later = performance.now() + stoppedMs;
    expect(limiter.isStale(later)).toBe(false);
    vi.setSystemTime(Date.now() + 60_000);
    stoppedMs += 1;
    expect(limiter.isStale(later)).toBe(true);
    await pass(1);
    expect(limiter.isStale(performance.now() + stoppedMs)).toBe(false);
  });

  test('a slice is not used by who was out of touch for too long when Redis went', async () => {
    limiter = open();
    await pass(10);
    stoppedMs += 4000;
    redis.behaviour = 'fails';
    await pass(300);
    expect(states.at(-1)).toMatchObject({ state: 'alone', share: 0 });
    await pass(60_000);
    expect(takeAll()).toBe(0);
  });
});

describe('when Redis answers too late, always', () => {
  test('it is taken for gone, but what it says of the own slice holds', async () => {
    redis.latencyMs = 320;
    limiter = open();
    await pass(330);
    expect(states.map(({ state, share }) => [state, share])).toEqual([
      ['alone', 0],
      ['alone', 0.25],
    ]);
    await pass(1000 + 2000);
    expect(takeAll()).toBe(5);
  });
});

describe('pauses', () => {
  beforeEach(async () => {
    limiter = open();
    await pass(2);
  });

  test('are bounded and whole, whoever asks for more', async () => {
    limiter.pauseUntil('', Number.POSITIVE_INFINITY, 'account');
    limiter.pauseUntil('requests', performance.now() + 1764097200000000000, 'ip');
    limiter.pauseUntil('other', Number.NaN, 'ip');
    await pass(1);
    expect(redis.messages.at(-1)?.pauses).toEqual([
      [2, '', 604_800_000],
      [1, 'requests', 604_800_000],
    ]);
  });

  test('are lifted in all processes by hand, and heard to be', async () => {
    limiter.pauseUntil('', performance.now() + 9000, 'account');
    limiter.resume();
    redis.extra = { lifts: [1, 1] };
    await pass(1);
    expect(redis.messages.at(-1)).toMatchObject({ resume: true, pauses: [] });
    await pass(300);
    expect(pauses).toEqual([]);
    // Ours is counted too; only what others lift after it is news.
    expect(redis.messages.at(-1)).toMatchObject({ resume: false, lifts: [1, 1] });
    pauses = [];
    redis.extra = { lifts: [1, 2], pauses: [[2, 'requests', 500]] };
    await pass(250);
    expect(pauses.map((pause) => pause.replace(/ \d+$/, ''))).toEqual(['account lifted', 'account requests']);
  });
});
