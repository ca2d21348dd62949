import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { syncScript } from '../../src/redis/script.ts';
import { parts } from '../../src/redis/slice.ts';
import { hasRedis, RedisServer } from '../../tools/redis-server.ts';

const leaseMs = 10_000;
const me = { id: 'me' };
const other = { id: 'other' };
/** Place of the limit in the turn, weight, and how full it may get. */
type Part = [limit: number, weight: number, upTo: number];
const one: Part[] = [[1, 1, 3]];

interface Answer {
  late?: boolean;
  now: number;
  epoch: number;
  lostMs: number;
  groups: [processes: number, from: number, to: number][];
  flightMs: number;
  lifts: number[];
  given: number[];
  waits: number[];
  pauses: [group: number, key: string, leftMs: number][];
  differs: [number, number, number][];
}

const none = [0, 0];
const groups = ['ip', 'account:main'];
/** Limits are the account's unless it is said. */
const withGroup = ([capacity, windowMs, key, group = 2]: unknown[]): unknown[] => [
  capacity,
  windowMs,
  group,
  key,
];

let server: RedisServer;
let redis: Redis;

/** One turn about limits of 3 and 2 per 300 ms. */
async function turn(what: object = {}, limits: unknown[][] = [[3, 300, 'a']]): Promise<Answer> {
  const said = {
    ...{ ...me, by: 0, away: false, bye: false, epoch: 0, pauses: [], leaseMs, silentMs: 1000, deadMs: 5000 },
    ...{
      missed: false,
      share: -1,
      groups,
      slices: [none, none],
      lifts: [-1, -1],
      resume: false,
      flightMs: 500,
    },
    ...{ freshMs: 1000, longestPauseMs: 604_800_000 },
    ...{ closedMs: 60_000, limits: limits.map(withGroup), reports: [], asks: [], ...what },
  };
  const keys = ['{t}:epoch'];
  for (const group of said.groups) keys.push(`{t}:${group}:processes`, `{t}:${group}:pauses`);
  for (const [, , group, key] of said.limits) {
    const name = `{t}:${said.groups[Number(group) - 1]}`;
    keys.push(`${name}:units:${key}`, `${name}:limit:${key}`);
  }
  return JSON.parse(String(await redis.eval(syncScript, keys.length, ...keys, JSON.stringify(said))));
}

const widthIn = ({ groups }: Answer): number => Number(groups[0]?.[2]) - Number(groups[0]?.[1]);
const later = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
const ask = (count: number, shares: Part[] = one, first = 0): unknown[] => [first, count, shares];

if (!hasRedis && !process.env['CI']) console.warn('redis-server is not installed: the script is not tested.');

describe.skipIf(!hasRedis && !process.env['CI'])('the script', () => {
  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis({ port: server.port, host: '127.0.0.1' });
  });

  beforeEach(() => redis.flushall());

  afterAll(async () => {
    redis.disconnect();
    await server.kill();
  });

  test('grants what fits, and says when the next could: a window from now while all is in flight', async () => {
    expect(await turn({ asks: [ask(5)] })).toMatchObject({
      given: [3],
      waits: [301],
      lostMs: -1,
      groups: [
        [1, 0, parts],
        [1, 0, parts],
      ],
    });
  });

  test('gives units back one window after the answer, told late or twice', async () => {
    await turn({ asks: [ask(3)] });
    const reports = [
      ['a', 'me.0', 100, [[1, 1]]],
      ['f', 'me.1', 0, [[1, 1]]],
    ];
    const { given, waits } = await turn({ reports, asks: [ask(5, one, 10)] });
    expect(given).toEqual([1]);
    expect(waits[0]).toBe(201);
    expect((await turn({ reports, asks: [ask(1, one, 20)] })).given).toEqual([0]);
    await later(205);
    expect((await turn({ asks: [ask(5, one, 30)] })).given).toEqual([1]);
  });

  test('takes all linked limits or none, and who asks first keeps its place', async () => {
    const limits = [
      [3, 300, 'a'],
      [1, 300, 'b'],
    ];
    const both: Part[] = [
      [1, 1, 3],
      [2, 1, 1],
    ];
    const asks = [ask(2, both), ask(1, [[2, 1, 1]], 10), ask(5, [[1, 1, 3]], 20)];
    expect((await turn({ asks }, limits)).given).toEqual([1, 0, 2]);
  });

  test('counts weights, fractions too, and keeps a reserve', async () => {
    expect((await turn({ asks: [ask(9, [[1, 0.4, 2]])] })).given).toEqual([5]);
    expect((await turn({ asks: [ask(9, one, 10)] })).given).toEqual([1]);
    expect((await turn({ asks: [ask(1, [[1, 5, 3]], 20)] })).waits).toEqual([250]);
  });

  test('counts what was taken alone, though it does not fit', async () => {
    const reports = [0, 1, 2, 3].map((n) => ['h', `alone.${n}`, 0, [[1, 1]]]);
    await turn({ reports });
    const freed = [['f', 'alone.0', 0, [[1, 1]]]];
    expect((await turn({ reports: freed, asks: [ask(1)] })).given).toEqual([0]);
  });

  test('does nothing of a turn that its process gave up', async () => {
    const { now } = await turn();
    expect(await turn({ by: now - 1, asks: [ask(3)] })).toMatchObject({ late: true });
    expect((await turn({ asks: [ask(3)] })).given).toEqual([3]);
  });

  test('pauses all or one limit, and never shortens a pause', async () => {
    await turn({ pauses: [[2, 'a', 400]] });
    const limits = [
      [3, 300, 'a'],
      [3, 300, 'b'],
    ];
    const { given, waits, pauses } = await turn(
      { pauses: [[2, 'a', 10]], asks: [ask(1), ask(1, [[2, 1, 3]], 5)] },
      limits,
    );
    expect(given).toEqual([0, 1]);
    expect(waits[0]).toBeGreaterThan(350);
    expect(pauses[0]?.slice(0, 2)).toEqual([2, 'a']);
    await turn({ pauses: [[2, '', 200]] });
    expect((await turn({ asks: [ask(1, [[2, 1, 3]], 9)] }, limits)).given).toEqual([0]);
    await later(420);
    expect((await turn({ asks: [ask(1)] })).pauses).toEqual({});
  });

  test('notices different settings and lets the stricter ones count', async () => {
    await turn({ asks: [ask(1)] }, [[3, 300, 'a']]);
    const strict = await turn({ ...other, asks: [ask(3, [[1, 1, 2]])] }, [[2, 600, 'a']]);
    expect(strict).toMatchObject({ differs: [[1, 3, 300]], given: [1] });
    const loose = await turn({ asks: [ask(3, one, 5)] }, [[3, 300, 'a']]);
    expect(loose).toMatchObject({ differs: [[1, 2, 600]], given: [0], waits: [601] });
  });

  test('keeps the share of a process that fell silent, until it is forgotten or signs off', async () => {
    await turn({ ...other, share: 0.5 });
    await later(60);
    expect((await turn({ silentMs: 50, asks: [ask(3)] })).given).toEqual([1]);
    expect((await turn({ ...other, bye: true })).groups.map(([count]) => count)).toEqual([1, 1]);
    expect((await turn({ silentMs: 50, asks: [ask(3, one, 5)] })).given).toEqual([2]);
  });

  test('a killed process’s units come back by themselves', async () => {
    await turn({ leaseMs: 50, asks: [ask(3)] });
    await later(355);
    expect((await turn({ ...other, asks: [ask(3)] })).given).toEqual([3]);
  });

  test('a ledger that somebody remembers and that is empty stays closed for a window and a second', async () => {
    const { epoch } = await turn();
    // Epochs are instants: another millisecond, another epoch.
    await later(2);
    await redis.flushall();
    const found = await turn({ epoch, asks: [ask(1)] });
    expect(found).toMatchObject({ lostMs: 0, given: [0], waits: [1300] });
    expect(found.epoch).not.toBe(epoch);
    // The same if somebody new was there before.
    await redis.flushall();
    expect((await turn(other)).lostMs).toBe(-1);
    expect((await turn({ epoch })).lostMs).toBe(0);
  });

  test('a Redis that restarted from a snapshot has lost it too', async () => {
    await turn({ away: true });
    await redis.hset('{t}:epoch', 'run', 'another');
    expect((await turn()).lostMs).toBe(-1);
    expect((await turn({ away: true })).lostMs).toBe(0);
  });

  test('a clock that was set back does not keep units for ever, and a lost sum is made up again', async () => {
    await turn({ asks: [ask(3)] });
    for (const n of [0, 1, 2]) await redis.zadd('{t}:account:main:units:a', String(9e15), `me.${n}:1`);
    await redis.del('{t}:account:main:limit:a');
    expect((await turn({ asks: [ask(1, one, 5)] })).waits).toEqual([301]);
    await later(305);
    expect((await turn({ asks: [ask(3, one, 9)] })).given).toEqual([3]);
  });

  test('every key expires', async () => {
    await turn({ pauses: [[2, '', 100]], asks: [ask(1)] });
    for (const key of await redis.keys('*')) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  describe('hands out slices', () => {
    const half = [0, parts / 2];
    const slicesOf = ({ groups }: Answer): number[][] => groups.map(([, from, to]) => [from, to]);

    test('of the whole to who is alone, and to nobody what another holds, until its owner confirms a smaller one', async () => {
      expect(slicesOf(await turn({ away: true }))).toEqual([
        [0, parts],
        [0, parts],
      ]);
      const all = {
        slices: [
          [0, parts],
          [0, parts],
        ],
      };
      expect(widthIn(await turn({ ...other, away: true }))).toBe(0);
      expect(slicesOf(await turn(all))[0]).toEqual(half);
      // It may not have heard of it.
      expect(widthIn(await turn(other))).toBe(0);
      await turn({ slices: [half, half] });
      expect(slicesOf(await turn(other))[0]).toEqual([parts / 2, parts]);
    });

    test('apart for the IP and for each account', async () => {
      const first = { groups: ['ip', 'account:first'] };
      const second = { ...other, groups: ['ip', 'account:second'] };
      await turn(first);
      await turn({
        ...first,
        slices: [
          [0, parts],
          [0, parts],
        ],
      });
      await turn(second);
      await turn({ ...first, slices: [half, [0, parts]] });
      expect(slicesOf(await turn(second))).toEqual([
        [parts / 2, parts],
        [0, parts],
      ]);
    });

    test('never twice, though somebody was forgotten: what he claims then is what nobody else got', async () => {
      await turn({
        ...other,
        slices: [
          [0, parts],
          [0, parts],
        ],
      });
      expect(widthIn(await turn({ slices: [half, half] }))).toBe(0);
    });

    test('no larger ones for 5 s after a loss, in which everybody says what he holds', async () => {
      const { epoch } = await turn();
      await later(2);
      await redis.flushall();
      const quarter = [0, parts / 4];
      const found = await turn({ away: true, epoch, slices: [quarter, quarter] });
      expect([found.lostMs, slicesOf(found)[0]]).toEqual([0, quarter]);
      expect(slicesOf(await turn({ epoch: found.epoch, slices: [quarter, quarter] }))[0]).toEqual(quarter);
    });

    test('and holds back those of who is on his own, whole units of them', async () => {
      await turn({ away: true, slices: [half, half] });
      expect((await turn({ ...other, asks: [ask(3)] })).given).toEqual([1]);
      await turn({ slices: [half, half] });
      expect((await turn({ ...other, asks: [ask(3, one, 5)] })).given).toEqual([2]);
    });

    test('by the shares that users set, and the rest to the rest', async () => {
      await turn({ share: 0.25 });
      await turn({ ...other, share: -1 });
      expect(
        slicesOf(
          await turn({
            share: 0.25,
            slices: [
              [0, parts / 4],
              [0, parts / 4],
            ],
          }),
        )[0],
      ).toEqual([0, parts / 4]);
      expect(slicesOf(await turn(other))[0]).toEqual([parts / 4, parts]);
    });
  });

  test('limits of the IP are shared by all accounts, those of an account are its own', async () => {
    const limits = [
      [3, 300, 'a', 1],
      [2, 300, 'b', 2],
    ];
    const asks = [ask(2), ask(9, [[2, 1, 2]], 5)];
    const as = (account: string, who: object): object => ({
      ...who,
      groups: ['ip', `account:${account}`],
      asks,
    });
    expect((await turn(as('first', me), limits)).given).toEqual([2, 2]);
    expect((await turn(as('second', other), limits)).given).toEqual([1, 2]);
    expect((await turn(as('first', { id: 'third' }), limits)).given).toEqual([0, 0]);
  });

  test('a pause of an account is its own, one of the IP everybody’s', async () => {
    const first = { groups: ['ip', 'account:first'] };
    const second = { ...other, groups: ['ip', 'account:second'] };
    const pauses = [
      [1, 'a', 400],
      [2, '', 400],
    ];
    expect((await turn({ ...first, pauses })).pauses.length).toBe(2);
    const heard = await turn({ ...second, asks: [ask(1)] });
    expect([heard.pauses.map(([group, key]) => `${group} ${key}`), heard.given]).toEqual([['1 a'], [1]]);
    expect((await turn({ ...second, asks: [ask(1)] }, [[3, 300, 'a', 1]])).given).toEqual([0]);
  });

  test('a pause that nobody can have asked for is ignored, repaired, and expires', async () => {
    for (const [key, garbage] of Object.entries({
      '': '1.7640972017956351e+21',
      a: 'inf',
      b: 'nan',
      c: 'x',
    })) {
      await redis.hset('{t}:account:main:pauses', key, garbage);
    }
    const { pauses, given } = await turn({ pauses: [[2, 'a', 1e300]], asks: [ask(1, [[1, 1, 3]])] }, [
      [3, 300, 'z'],
    ]);
    expect([pauses, given]).toEqual([[[2, 'a', 604_800_000]], [1]]);
    expect(await redis.hkeys('{t}:account:main:pauses')).toEqual(['a']);
    expect(await redis.hget('{t}:account:main:pauses', 'a')).toMatch(/^\d{13}$/);
    expect(await redis.pttl('{t}:account:main:pauses')).toBeGreaterThan(604_000_000);
  });

  test('pauses are lifted for all; who has not heard of it cannot renew what was before', async () => {
    await turn({ pauses: [[2, '', 5000]], lifts: [0, 0] });
    const lifted = await turn({ ...other, resume: true, lifts: [0, 0] });
    expect([lifted.pauses, lifted.lifts]).toEqual([{}, [1, 1]]);
    const late = await turn({ pauses: [[2, '', 5000]], lifts: [0, 0], asks: [ask(1)] });
    expect([late.pauses, late.lifts, late.given]).toEqual([{}, [1, 1], [1]]);
    expect((await turn({ pauses: [[2, '', 5000]], lifts: [1, 1] })).pauses).not.toEqual({});
  });

  test('who missed Redis and finds a fresh one grants nothing until those who remember could call', async () => {
    const found = await turn({ away: true, missed: true, asks: [ask(1)] });
    expect([found.given, found.waits, widthIn(found)]).toEqual([[0], [1000], 0]);
    expect((await turn({ asks: [ask(1)] })).given).toEqual([0]);
  });

  test('a ledger that heard nobody for long is closed: all may be on their own', async () => {
    const { epoch } = await turn({ deadMs: 1100 });
    await later(105);
    expect((await turn({ deadMs: 1100, epoch })).lostMs).toBe(0);
    // A first message asks nothing of the past.
    await redis.flushall();
    await turn({ deadMs: 1100 });
    await later(105);
    expect((await turn({ deadMs: 1100, asks: [ask(1)] })).given).toEqual([1]);
  });
});
