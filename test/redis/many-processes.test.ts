import { isDeepStrictEqual } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Heartbeat, heartbeatMsOf } from '../../src/redis/heartbeat.ts';
import { syncScript } from '../../src/redis/script.ts';
import { SliceTiming } from '../../src/redis/slice-timing.ts';
import { deadMs, silentMs } from '../../src/redis/sync-message.ts';
import { seeded } from '../../tools/chance.ts';
import { hasRedis, RedisServer } from '../../tools/redis-server.ts';

if (!hasRedis && !process.env['CI'])
  console.warn('redis-server is not installed: many processes are not tested.');

const windowMs = 1000;
const leaseMs = 10_000;
const noSlice = [0, 0];
/** One unit of the limit. */
const all = [[1, 1, 10]];
/** The script on the real Redis, but on a clock of the test's own. */
const script = syncScript
  .replace("redis.call('TIME')", '{ ARGV[2], ARGV[3] }')
  .replace("pcall(redis.call, 'INFO', 'server')", "true, 'run_id:one uptime_in_seconds:900'");

interface Reply {
  readonly groups: [processes: number, from: number, to: number][];
  readonly flightMs: number;
  readonly epoch: number;
  readonly lostMs: number;
  readonly given: number[];
  readonly waits: number[];
}

describe.skipIf(!hasRedis && !process.env['CI'])('the script, for many processes', () => {
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

  /** One message of a process, about a limit of 10 per second of all. */
  async function say(id: string, what: object = {}, tag = 't'): Promise<Reply> {
    const said = {
      ...{ id, by: 0, away: false, bye: false, epoch: 0, missed: false, share: -1, resume: false },
      ...{
        groups: ['ip', 'account:a'],
        slices: [noSlice, noSlice],
        lifts: [-1, -1],
        pauses: [],
        flightMs: 500,
      },
      ...{ silenceMs: silentMs, silentMs, deadMs, leaseMs, closedMs: 60_000, freshMs: 3000 },
      ...{ longestPauseMs: 604_800_000, limits: [[10, windowMs, 1, 'all']], reports: [], asks: [], ...what },
    };
    const keys = ['epoch', 'ip:processes', 'ip:pauses', 'account:a:processes', 'account:a:pauses'];
    keys.push('ip:units:all', 'ip:limit:all');
    const clock = [String(Math.floor(at / 1000)), String((at % 1000) * 1000)];
    const named = keys.map((key) => `{${tag}}:${key}`);
    return JSON.parse(
      String(await redis.eval(script, named.length, ...named, JSON.stringify(said), ...clock)),
    );
  }

  const slicesOf = ({ groups }: Reply): number[][] => groups.map(([, from, to]) => [from, to]);

  /** So many that know of each other and have the slices that they are meant to have. */
  async function settle(count: number): Promise<Map<string, number[][]>> {
    const slices = new Map<string, number[][]>();
    for (let round = 0; round < 6; round += 1) {
      for (let bot = 0; bot < count; bot += 1) {
        const id = `bot-${bot}`;
        slices.set(
          id,
          slicesOf(
            await say(id, {
              slices: slices.get(id) ?? [noSlice, noSlice],
            }),
          ),
        );
      }
    }
    return slices;
  }

  test('a message reads no more where there are many: the members are looked through now and then', async () => {
    const slices = await settle(40);
    await redis.config('RESETSTAT');
    for (let beat = 0; beat < 20; beat += 1) await say('bot-7', { slices: slices.get('bot-7') });
    const stats = await redis.info('commandstats');
    // What is paused, for both groups: a look through the members would be a third.
    expect(/cmdstat_hgetall:calls=(\d+)/.exec(stats)?.[1]).toBe('40');
  });

  test('what is remembered of the members says what a look through them says, whatever they do', async () => {
    const dice = seeded(5);
    const pick = (count: number): number => Math.floor(dice() * count);
    const whim = () => ({
      away: pick(40) === 0,
      bye: pick(60) === 0,
      silenceMs: pick(50) === 0 ? 0 : silentMs + 300 * pick(4),
      flightMs: pick(30) === 0 ? 500 + pick(500) : 500,
    });
    const slices = new Map<string, number[][]>();
    const differing: unknown[] = [];
    let remembered = 0;
    for (let step = 0; step < 1200; step += 1) {
      at += 2 + (pick(8) === 0 ? pick(900) : pick(40));
      const id = `bot-${pick(5)}`;
      const what = {
        ...whim(),
        slices: slices.get(id) ?? [noSlice, noSlice],
        // All that is not held back, given back before the next message.
        ...{ asks: [[0, 10, all]], limits: [[10, 1, 1, 'all']], leaseMs: 0 },
      };
      remembered += await redis.hexists('{t}:ip:processes', '*');
      await redis.hdel('{u}:ip:processes', '*');
      await redis.hdel('{u}:account:a:processes', '*');
      const [quick, whole] = await Promise.all([say(id, what), say(id, what, 'u')]);
      // How long requests may be under way is remembered until the next look: longer is as safe.
      const isSafe = quick.flightMs >= whole.flightMs;
      if (!isSafe || !isDeepStrictEqual({ ...quick, flightMs: 0 }, { ...whole, flightMs: 0 }))
        differing.push({ step, quick, whole });
      if (what.bye) slices.delete(id);
      else slices.set(id, slicesOf(quick));
    }
    expect(differing).toEqual([]);
    expect(remembered).toBeGreaterThan(200);
  });

  test('a slice is held back only after the silence that its process announced', async () => {
    const slices = await settle(2);
    const mine = { slices: slices.get('bot-0') };
    const heard = async (silenceMs: number, waitedMs: number): Promise<number | undefined> => {
      await say('bot-1', { slices: slices.get('bot-1'), silenceMs });
      at += waitedMs;
      const { given } = await say('bot-0', { ...mine, asks: [[at, 10, all]] });
      at += windowMs + leaseMs + 10;
      // Both were forgotten meanwhile, and say what they hold.
      await settle(2);
      return given[0];
    };
    expect(await heard(2000, 1900)).toBe(10);
    expect(await heard(2000, 2000)).toBe(5);
    // Who says nothing is of another version, which goes on alone earlier.
    expect(await heard(0, 590)).toBe(10);
    expect(await heard(0, 600)).toBe(5);
  });

  test('messages of another version have the members looked through by all', async () => {
    const slices = await settle(3);
    expect(await redis.hexists('{t}:ip:processes', '*')).toBe(1);
    // As versions do that know of nothing but members.
    await redis.hdel('{t}:ip:processes', '*');
    await redis.hset('{t}:ip:processes', 'bot-2', `${at} 1 0 360360 0 360360 -1 500`);
    const { given } = await say('bot-0', { slices: slices.get('bot-0'), asks: [[0, 10, all]] });
    expect(given).toEqual([5]);
    expect(await redis.hexists('{t}:ip:processes', '*')).toBe(0);
  });

  test('a part of the ledger that is gone closes it, as the whole does: units may be missing', async () => {
    const ask = { asks: [[0, 4, all]] };
    const lost: Record<string, boolean> = {};
    const tell = async (name: string, what: object, happen: () => unknown): Promise<void> => {
      await redis.flushall();
      at += 100_000;
      await say('bot-0', ask);
      await happen();
      const { lostMs, given } = await say('bot-0', { ...ask, ...what });
      lost[name] = lostMs === 0 && given[0] === 0;
    };
    const heardMs = 750;
    await tell('nothing', { heardMs }, () => (at += 700));
    await tell('units evicted', { heardMs }, () => redis.del('{t}:ip:units:all'));
    await tell('units expired', {}, () => redis.del('{t}:ip:units:all', '{t}:ip:limit:all'));
    await tell('processes of the IP evicted', { heardMs }, () => redis.del('{t}:ip:processes'));
    await tell('processes of the account evicted', { heardMs }, () => redis.del('{t}:account:a:processes'));
    await tell('clock set forward', { heardMs }, () => (at += 751));
    await tell('silent for long', { heardMs: 4450 }, () => redis.del('{t}:ip:processes'));
    await tell('never heard', { heardMs: -1 }, () => (at += 2000));
    expect(Object.keys(lost).filter((name) => lost[name])).toEqual([
      'units evicted',
      'processes of the IP evicted',
      'processes of the account evicted',
      'clock set forward',
    ]);
  });

  test('after a loss, what nobody has claimed is held back for 5 s: its owner may still find the way back', async () => {
    const slices = await settle(4);
    const { epoch } = await say('bot-0', { slices: slices.get('bot-0') });
    await redis.flushall();
    const limits = [[40, windowMs, 1, 'all']];
    const returned = { epoch, slices: slices.get('bot-0'), limits };
    expect((await say('bot-0', returned)).lostMs).toBe(0);
    for (let beat = 0; beat < 8; beat += 1) {
      at += 500;
      await say('bot-0', returned);
    }
    const { given } = await say('bot-0', {
      ...returned,
      asks: [[0, 10, all]],
      limits: [[40, windowMs, 1, 'all']],
    });
    expect(given).toEqual([10]);
    await say('bot-1', { epoch, slices: slices.get('bot-1'), limits });
    const more = { ...returned, asks: [[10, 40, [[1, 1, 40]]]], limits: [[40, windowMs, 1, 'all']] };
    expect((await say('bot-0', more)).given).toEqual([10]);
    for (let beat = 0; beat < 2; beat += 1) {
      at += 500;
      await say('bot-0', returned);
      await say('bot-1', { epoch, slices: slices.get('bot-1'), limits });
    }
    const rest = { ...more, asks: [[50, 40, [[1, 1, 40]]]] };
    expect((await say('bot-0', rest)).given).toEqual([20]);
  });

  test('messages that wait are told of one unit each, in the order in which they return', async () => {
    await say('bot-0', { asks: [[0, 10, all]] });
    // All are answered: three together, the others 20 ms from each other.
    const reports = Array.from({ length: 10 }, (_, unit) => {
      const ageMs = unit < 3 ? 500 : 500 - 20 * (unit - 2);
      return ['a', `bot-0.${unit}`, ageMs, all];
    });
    await say('bot-0', { reports });
    const waits: unknown[] = [];
    for (let bot = 1; bot <= 12; bot += 1) {
      const reply = await say(`bot-${bot}`, { asks: [[0, 4, all]] });
      waits.push(reply.waits[0]);
    }
    expect(waits).toEqual([501, 501, 501, 521, 541, 561, 581, 601, 621, 641, 501, 501]);
    // Whoever comes takes what is there, told of it or not.
    at += 521;
    expect((await say('bot-13', { asks: [[0, 9, all]] })).given).toEqual([4]);
  });
});

describe('how often a process is heard', () => {
  test('the more there are, the less often each, and the longer each may be silent', () => {
    expect([0, 1, 8, 16, 32, 1000].map(heartbeatMsOf)).toEqual([250, 250, 250, 500, 1000, 1000]);
    expect([1, 16, 100].map((processes) => new Heartbeat().silenceMs(0, processes))).toEqual([
      600, 1200, 2400,
    ]);
  });

  test('a process that is late announces longer silences for a while, never such that it would be forgotten', () => {
    const heartbeat = new Heartbeat();
    for (const sentAt of [0, 250, 1050, 1300]) heartbeat.sent(sentAt);
    expect(heartbeat.silenceMs(1300, 1)).toBe(1600);
    expect(heartbeat.silenceMs(31_300, 1)).toBe(600);
    heartbeat.sent(61_300);
    expect(heartbeat.silenceMs(61_300, 1)).toBeLessThanOrEqual(deadMs / 2);
  });

  test('the own slice opens only after the longest silence that Redis may have heard of', () => {
    const timing = new SliceTiming(300, 0);
    timing.assigned(0, false);
    timing.sharing(1000, 2400);
    timing.sharing(1250, 600);
    expect(timing.ownFromAt(1000, 500)).toBe(1000 + 300 + 2400 + 500 + 1000);
  });
});
