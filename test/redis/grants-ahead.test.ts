import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { syncScript } from '../../src/redis/script.ts';
import { seeded } from '../../tools/chance.ts';
import { hasRedis, RedisServer } from '../../tools/redis-server.ts';

if (!hasRedis && !process.env['CI'])
  console.warn('redis-server is not installed: grants ahead are not tested.');

const windowMs = 1000;
const leaseMs = 10_000;
const aheadMs = 100;
/** The script on the real Redis, but on a clock of the test's own. */
const script = syncScript
  .replace("redis.call('TIME')", '{ ARGV[2], ARGV[3] }')
  .replace("pcall(redis.call, 'INFO', 'server')", "true, 'run_id:one uptime_in_seconds:900'");

type Charges = [limit: number, weight: number, upTo: number][];

/** What Lua calls an empty table is written `{}`. */
type Listed<Item> = readonly Item[] | { readonly length?: never };

interface Reply {
  readonly given: Listed<number>;
  readonly starts: Listed<Listed<number>>;
}

const list = <Item>(written: Listed<Item>): readonly Item[] => (Array.isArray(written) ? written : []);

/** A permit as it is: when its request may have been booked, and what it weighs of each limit. */
interface Used {
  readonly fromAt: number;
  readonly toAt: number;
  readonly charges: Charges;
}

describe.skipIf(!hasRedis && !process.env['CI'])('permits that are granted before their units return', () => {
  let server: RedisServer;
  let redis: Redis;
  let at: number;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis({ port: server.port, host: '127.0.0.1' });
  });

  beforeEach(async () => {
    at = 1_700_000_000_000;
    await redis.flushall();
  });

  afterAll(async () => {
    redis.disconnect();
    await server.kill();
  });

  /** One message of a process, about limits of so many units per second. */
  async function say(id: string, what: object, capacities = [10]): Promise<Reply> {
    const limits = capacities.map((capacity, number) => [capacity, windowMs, 1, `limit-${number}`]);
    const said = {
      ...{ id, by: 0, away: false, bye: false, epoch: 0, missed: false, share: -1, resume: false },
      ...{ groups: ['ip', 'account:a'], lifts: [-1, -1], pauses: [], flightMs: 500, silenceMs: 1e6 },
      slices: [
        [0, 0],
        [0, 0],
      ],
      ...{ silentMs: 1e6, deadMs: 5e6, leaseMs, aheadMs, closedMs: 60_000, freshMs: 3000 },
      ...{ longestPauseMs: 604_800_000, limits, reports: [], asks: [], ...what },
    };
    const keys = ['epoch', 'ip:processes', 'ip:pauses', 'account:a:processes', 'account:a:pauses'];
    for (const [, , , key] of limits) keys.push(`ip:units:${key}`, `ip:limit:${key}`);
    const clock = [String(Math.floor(at / 1000)), String((at % 1000) * 1000)];
    const named = keys.map((key) => `{t}:${key}`);
    return JSON.parse(
      String(await redis.eval(script, named.length, ...named, JSON.stringify(said), ...clock)),
    );
  }

  /** From when on each permit of the first ask may be used. */
  function startsOf({ given, starts }: Reply): number[] {
    const [count = 0] = list(given);
    const delays = list(list(starts)[0] ?? []);
    return Array.from({ length: count }, (_, unit) => at + (delays[unit - count + delays.length] ?? 0));
  }

  const all: Charges = [[1, 1, 10]];

  /** All ten units are taken and answered, one each 20 ms, the first of them a window and 1 ms before `at + 50`. */
  async function fill(): Promise<void> {
    await say('bot-0', { asks: [[0, 10, all, 'due']] });
    at += 500;
    const reports = Array.from({ length: 10 }, (_, unit) => ['a', `bot-0.${unit}`, 200 - 20 * unit, all]);
    await say('bot-0', { reports });
    at += 751;
  }

  test('those of units that return within 100 ms, each from its instant on, once', async () => {
    await fill();
    const startsIn = async (id: string, charges = all): Promise<number[]> =>
      startsOf(await say(id, { asks: [[0, 4, charges, 'due']] })).map((from) => from - at);
    expect(await startsIn('bot-1')).toEqual([50, 70, 90]);
    expect(await startsIn('bot-2')).toEqual([]);
    at += 25;
    expect(await startsIn('bot-3')).toEqual([85]);
  });

  test('nobody is granted one that waits for a pause, or a process of a version that cannot wait', async () => {
    await fill();
    expect((await say('bot-1', { aheadMs: undefined, asks: [[0, 4, all]] })).given).toEqual([0]);
    const paused = { pauses: [[1, 'limit-0', 60]], asks: [[0, 4, all, 'due']] };
    expect((await say('bot-1', paused)).given).toEqual([0]);
  });

  test('what is reserved for more urgent calls stays at their disposal', async () => {
    const most: Charges = [[1, 1, 8]];
    await say('bot-0', { asks: [[0, 8, most, 'due']] });
    const reports = Array.from({ length: 8 }, (_, unit) => ['a', `bot-0.${unit}`, 0, most]);
    await say('bot-0', { reports });
    at += windowMs - 40;
    expect(startsOf(await say('bot-1', { asks: [[0, 8, most, 'due']] }))).toHaveLength(8);
    expect(startsOf(await say('bot-2', { asks: [[0, 3, all, 'due']] })).map((from) => from - at)).toEqual([
      0, 0,
    ]);
  });

  test('one that is given back before it starts leaves its unit to those who use it until then', async () => {
    await fill();
    await say('bot-1', { asks: [[0, 3, all, 'due']] });
    const reports = [0, 1, 2].map((unit) => ['f', `bot-1.${unit}`, 50 + 20 * unit, all]);
    const again = await say('bot-1', { reports, asks: [[3, 3, all, 'due']] });
    expect(startsOf(again).map((from) => from - at)).toEqual([50, 70, 90]);
    at += 10_000;
    await say('bot-1', { reports });
    expect(await redis.zcard('{t}:ip:units:limit-0')).toBe(3);
  });

  test('whoever comes when, and whatever becomes of it, no window is over and no unit is lost', async () => {
    const dice = seeded(11);
    const pick = (count: number): number => Math.floor(dice() * count);
    const capacities = [10, 24];
    const kinds: Charges[] = [
      [[1, 1, 10]],
      [[1, 1, 8]],
      [[2, 5, 24]],
      [
        [1, 2, 10],
        [2, 1, 20],
      ],
    ];
    const used: Used[] = [];
    /** What is told to Redis at an instant, and by whom; some of it twice. */
    let reports: { toldAt: number; id: string; write: () => unknown[] }[] = [];
    let ahead = 0;
    let number = 0;
    const places = ['none', 'later', 'due'];
    const tell = (id: string, toldAt: number, write: () => unknown[]): void => {
      reports.push({ toldAt, id, write });
      if (pick(5) === 0) reports.push({ toldAt: toldAt + pick(400), id, write });
    };
    const settle = (id: string, token: string, fromAt: number, charges: Charges): void => {
      const isLost = pick(12) === 0;
      // A reply that is lost: nothing is known of the start.
      if (isLost) tell(id, at + 1 + pick(60), () => ['f', token, aheadMs, charges]);
      else if (pick(6) === 0) {
        tell(id, at + 1 + pick(150), () => ['f', token, Math.max(0, fromAt - at), charges]);
      } else {
        const sentAt = fromAt + pick(30);
        const answeredAt = sentAt + pick(120);
        used.push({ fromAt: sentAt, toAt: answeredAt, charges });
        tell(id, answeredAt + pick(60), () => ['a', token, at - answeredAt, charges]);
      }
    };
    const step = async (isAsking: boolean): Promise<void> => {
      at += 1 + pick(20);
      const id = `bot-${pick(5)}`;
      const due = reports.filter((report) => report.id === id && report.toldAt <= at);
      reports = reports.filter((report) => !due.includes(report));
      const charges = kinds[pick(kinds.length)] ?? all;
      const asks = isAsking ? [[number, 1 + pick(6), charges, places[pick(3)]]] : [];
      const reply = await say(id, { reports: due.map(({ write }) => write()), asks }, capacities);
      for (const [unit, fromAt] of startsOf(reply).entries()) {
        if (fromAt > at) ahead += 1;
        settle(id, `${id}.${number + unit}`, fromAt, charges);
      }
      number += 10;
    };
    for (let turn = 0; turn < 2500; turn += 1) await step(true);
    expect(overOf(used, capacities)).toEqual([]);
    expect(ahead).toBeGreaterThan(200);
    for (let turn = 0; turn < 400; turn += 1) await step(false);
    await say('bot-0', {}, capacities);
    const left = await Promise.all([0, 1].map((limit) => redis.hget(`{t}:ip:limit:limit-${limit}`, 'total')));
    expect(left).toEqual(['0', '0']);
  });
});

/** A window is over if more may have been booked in it: any request counts from when it left until its answer. */
function overOf(used: readonly Used[], capacities: readonly number[]): unknown[] {
  const over: unknown[] = [];
  for (const [limit, capacity] of capacities.entries()) {
    const all = used.map(({ fromAt, toAt, charges }) => ({
      ...{ fromAt, toAt },
      weight: charges.find(([place]) => place === limit + 1)?.[1] ?? 0,
    }));
    // The fullest windows end where a request leaves.
    for (const { fromAt: endsAt } of all) {
      let units = 0;
      for (const { fromAt, toAt, weight } of all)
        if (fromAt <= endsAt && toAt > endsAt - windowMs) units += weight;
      if (units > capacity) over.push({ limit, endsAt, units });
    }
  }
  return over;
}
