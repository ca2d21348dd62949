import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { toRedisClient } from '../../src/redis/client.ts';
import { decodeReply, encodeMessage } from '../../src/redis/message-codec.ts';
import { resolveRedis } from '../../src/redis/options.ts';
import { Outbox } from '../../src/redis/outbox.ts';
import type { PermitClass, PooledPermit } from '../../src/redis/pooled-permit.ts';
import { syncScript } from '../../src/redis/script.ts';
import { noSlice } from '../../src/redis/slice.ts';

const permitClass: PermitClass = {
  id: 'x',
  charges: [
    { key: 'all', scope: 'ip', capacity: 10, windowMs: 1000, weight: 2, upTo: 9 },
    { key: 'orders', scope: 'account', capacity: 5, windowMs: 500, weight: 1, upTo: 5 },
  ],
  ready: [],
  inUse: [],
  wanted: 0,
  askAt: 0,
  usedAt: 0,
};
const permit = (token: string, known = false): PooledPermit => ({
  ...{ token, permitClass, known, leasedAt: 0, askedAt: 0, askedWallAt: 0, startsAt: 0 },
});

describe('what is to be told', () => {
  test('the last word about a unit replaces the one before; what Redis never knew of need not be freed', () => {
    const outbox = new Outbox(10_000);
    const [first, second] = [permit('1'), permit('2')];
    outbox.report('held', first, 5);
    outbox.report('answered', first, 9);
    outbox.report('held', second, 9);
    outbox.report('freed', second, 10);
    expect(outbox.next(10)).toEqual([{ kind: 'answered', permit: first, at: 9 }]);
  });

  test('nothing is kept that matters no more, and nothing is forgotten that was said meanwhile', () => {
    const outbox = new Outbox(10_000);
    const [first, second] = [permit('1'), permit('2', true)];
    outbox.report('answered', first, 0);
    outbox.report('answered', second, 0);
    expect(outbox.next(1001).map(({ permit: { token } }) => token)).toEqual(['2']);
    expect(outbox.next(11_001)).toEqual([]);
    outbox.report('held', first, 20_000);
    const told = outbox.next(20_000);
    outbox.report('answered', first, 20_001);
    outbox.confirm(told);
    expect(outbox.size).toBe(1);
    // A quarter of the shorter window later.
    expect(outbox.dueAt).toBe(20_001 + 125);
  });

  test('500 at a time', () => {
    const outbox = new Outbox(10_000);
    for (let at = 0; at < 700; at += 1) outbox.report('held', permit(String(at)), 0);
    expect(outbox.next(0).length).toBe(500);
  });
});

describe('a message', () => {
  test('keeps all keys in one slot, apart by scope and account, and names each limit once', () => {
    const { keys, args, limits } = encodeMessage(
      { prefix: 'bot', account: 'ab12', id: 'me', share: 0.5, leaseMs: 10_000 },
      {
        reports: [
          { kind: 'answered', permit: permit('me.1'), at: 90.5 },
          { kind: 'freed', permit: { ...permit('me.2'), startsAt: 107.5 }, at: 95 },
          { kind: 'freed', permit: { ...permit('me.3'), startsAt: 99 }, at: 95 },
        ],
        asks: [{ permitClass, first: 2, count: 3, place: 'due' }],
        pauses: [['ip', 'all', 5]],
        ...{ resume: false, lifts: { ip: -1, account: 3 }, away: false, bye: false, epoch: 1, missed: false },
        ...{
          slices: { ip: { from: 1, to: 2 }, account: noSlice },
          flightMs: 10.5,
          silenceMs: 600.5,
          aheadMs: 150.5,
          heardMs: -1,
          at: 100,
          wallAt: 100,
        },
      },
      42,
      41,
    );
    expect(limits).toEqual([
      ['ip', 'all'],
      ['account', 'orders'],
    ]);
    expect(keys).toEqual([
      '{bot}:epoch',
      '{bot}:ip:processes',
      '{bot}:ip:pauses',
      '{bot}:account:ab12:processes',
      '{bot}:account:ab12:pauses',
      '{bot}:ip:units:all',
      '{bot}:ip:limit:all',
      '{bot}:account:ab12:units:orders',
      '{bot}:account:ab12:limit:orders',
    ]);
    const shares = [
      [1, 2, 9],
      [2, 1, 5],
    ];
    expect(JSON.parse(args[0] ?? '')).toMatchObject({
      ...{
        id: 'me',
        share: 0.5,
        by: 42,
        leftAt: 41,
        flightMs: 11,
        silenceMs: 601,
        aheadMs: 150,
        heardMs: -1,
      },
      slices: [
        [1, 2],
        [0, 0],
      ],
      lifts: [-1, 3],
      pauses: [[1, 'all', 5]],
      limits: [
        [10, 1000, 1, 'all'],
        [5, 500, 2, 'orders'],
      ],
      reports: [
        ['a', 'me.1', 9, shares],
        ['f', 'me.2', 8, shares],
        ['f', 'me.3', 0, shares],
      ],
      asks: [[2, 3, shares, 'due']],
    });
  });

  test('an answer of something else is none', () => {
    expect(() => decodeReply('OK', [])).toThrow();
    expect(() => decodeReply('{}', [])).toThrow('Redis did not answer as the script does');
    expect(decodeReply('{"late":true,"now":5}', [])).toEqual({ late: true, now: 5 });
  });
});

describe('clients', () => {
  const sha = createHash('sha1').update(syncScript).digest('hex');

  /** Knows scripts as Redis does. */
  function memory(): {
    run: (how: string, first: string, rest: unknown) => Promise<unknown>;
    log: string[];
    forget(): void;
  } {
    const log: string[] = [];
    let known = false;
    return {
      log,
      forget: () => {
        known = false;
      },
      run: async (how, first, rest) => {
        log.push(`${how} ${JSON.stringify(rest)}`);
        if (first.startsWith('return redis.sha1hex')) return sha;
        if (first === syncScript) known = true;
        else if (first !== sha) throw new Error('an unknown script');
        else if (!known) throw new Error('NOSCRIPT No matching script');
        return 'done';
      },
    };
  }

  test('ioredis and node-redis get their own ways of calling, the hash from the second time on', async () => {
    const { run, log, forget } = memory();
    const io = toRedisClient({
      eval: (script: string, ...rest: unknown[]) => run('eval', script, rest),
      evalsha: (hash: string, ...rest: unknown[]) => run('evalsha', hash, rest),
    });
    expect(await io.eval(syncScript, ['k'], ['a'])).toBe('done');
    await new Promise((resolve) => setTimeout(resolve, 0));
    log.length = 0;
    await io.eval(syncScript, ['k'], ['a']);
    forget();
    await io.eval(syncScript, ['k'], ['a']);
    expect(log).toEqual(['evalsha [1,"k","a"]', 'evalsha [1,"k","a"]', 'eval [1,"k","a"]']);
  });

  test('node-redis is told by its shape; other errors are not hidden; an adapter is used as it is', async () => {
    const { run, log } = memory();
    const node = toRedisClient({
      eval: (script: string, rest: unknown) => run('eval', script, rest),
      evalSha: async () => {
        throw new Error('gone');
      },
    });
    await node.eval(syncScript, ['k'], ['a']);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await expect(node.eval(syncScript, ['k'], ['a'])).rejects.toThrow('gone');
    expect(log[0]).toBe('eval {"keys":["k"],"arguments":["a"]}');
    const own = { eval: async () => 'mine' };
    expect(toRedisClient(own)).toBe(own);
  });

  test('an error that nobody listens to does not end the process, and a listener of the user stays alone', () => {
    const lonely = Object.assign(new EventEmitter(), { eval: async () => undefined });
    toRedisClient(lonely);
    expect(lonely.emit('error', new Error('gone'))).toBe(true);
    lonely.removeAllListeners('error').on('error', () => undefined);
    toRedisClient(lonely);
    expect(lonely.listenerCount('error')).toBe(1);
  });

  test('a client that does not tell hashes gets the whole script again', async () => {
    let whole = 0;
    const client = toRedisClient({
      eval: async (script: string) => {
        if (script !== syncScript) throw new Error('not allowed');
        whole += 1;
      },
      evalsha: async () => undefined,
    });
    for (let turn = 0; turn < 2; turn += 1) {
      await client.eval(syncScript, [], []);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect(whole).toBe(2);
  });
});

describe('options', () => {
  const client = { eval: async () => undefined };
  test('have defaults', () => {
    const { prefix, timeoutMs, batch } = resolveRedis({ client }, 'ktx');
    expect([prefix, timeoutMs, batch]).toEqual(['exchange-interceptors:ktx', 300, 1]);
  });

  test.each([
    [{ client: {} }, '`redis.client` takes an ioredis'],
    [{ client, prefix: '{a}' }, '`redis.prefix` takes a text without braces'],
    [{ client, account: '' }, '`redis.account` takes a name of 1 to 200 characters'],
    [{ client, share: 0 }, '`redis.share` takes a number above 0'],
    [{ client, timeoutMs: 1 }, '`redis.timeoutMs` takes'],
    [{ client, batch: 0.5 }, '`redis.batch` takes a whole number'],
    [{ client, leaseMs: 1 }, '`redis.leaseMs` takes'],
  ])('%j is named', (options, message) => {
    expect(() => resolveRedis(options as never, 'ktx')).toThrow(message);
  });
});
