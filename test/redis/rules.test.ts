import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { toRedisClient } from '../../src/redis/client.ts';
import { Company } from '../../src/redis/company.ts';
import { Facts } from '../../src/redis/facts.ts';
import type { Lane, Unit } from '../../src/redis/lane.ts';
import { resolveRedis } from '../../src/redis/options.ts';
import { turnScript } from '../../src/redis/script.ts';
import { decodeReply, encodeTurn } from '../../src/redis/turn.ts';

const lane: Lane = {
  id: 'x',
  shares: [
    { key: 'all', capacity: 10, windowMs: 1000, weight: 2, upTo: 9 },
    { key: 'orders', capacity: 5, windowMs: 500, weight: 1, upTo: 5 },
  ],
  ready: [],
  flying: [],
  wanted: 0,
  askAt: 0,
  usedAt: 0,
};
const unit = (token: string, known = false): Unit => ({ token, lane, known, leasedAt: 0 });

describe('how many share the limits', () => {
  test('four while nobody was seen, two at least while young, then those who were seen', () => {
    const company = new Company(undefined);
    expect(company.share(0)).toBe(1 / 4);
    company.saw(1, 0);
    expect(company.share(9999)).toBe(1 / 2);
    expect(company.share(10_000)).toBe(1);
  });

  test('the most of the last minute', () => {
    const company = new Company(undefined);
    company.saw(2, 0);
    company.saw(5, 1000);
    company.saw(3, 20_000);
    expect(company.share(20_000)).toBe(1 / 5);
    company.saw(3, 61_001);
    expect(company.share(61_001)).toBe(1 / 3);
  });

  test('a configured share is believed', () => {
    expect(new Company(0.4).share(0)).toBe(0.4);
  });
});

describe('what is to be told', () => {
  test('the last word about a unit replaces the one before; what Redis never knew of need not be freed', () => {
    const facts = new Facts(10_000);
    const [first, second] = [unit('1'), unit('2')];
    facts.tell('held', first, 5);
    facts.tell('answered', first, 9);
    facts.tell('held', second, 9);
    facts.tell('freed', second, 10);
    expect(facts.next(10)).toEqual([{ kind: 'answered', unit: first, at: 9 }]);
  });

  test('nothing is kept that matters no more, and nothing is forgotten that was said meanwhile', () => {
    const facts = new Facts(10_000);
    const [first, second] = [unit('1'), unit('2', true)];
    facts.tell('answered', first, 0);
    facts.tell('answered', second, 0);
    expect(facts.next(1001).map(({ unit: { token } }) => token)).toEqual(['2']);
    expect(facts.next(11_001)).toEqual([]);
    facts.tell('held', first, 20_000);
    const told = facts.next(20_000);
    facts.tell('answered', first, 20_001);
    facts.told(told);
    expect(facts.size).toBe(1);
    expect(facts.since).toBe(20_001);
  });

  test('500 at a time', () => {
    const facts = new Facts(10_000);
    for (let at = 0; at < 700; at += 1) facts.tell('held', unit(String(at)), 0);
    expect(facts.next(0).length).toBe(500);
  });
});

describe('a turn', () => {
  test('keeps all keys in one slot and names each limit once', () => {
    const { keys, args, limits } = encodeTurn(
      { prefix: 'bot', id: 'me', share: 0.5, leaseMs: 10_000 },
      {
        facts: [{ kind: 'answered', unit: unit('me.1'), at: 90.5 }],
        asks: [{ lane, first: 2, count: 3 }],
        pauses: [],
        join: false,
        bye: false,
        epoch: 1,
        at: 100,
      },
      42,
    );
    expect(limits).toEqual(['all', 'orders']);
    expect(keys.every((key) => key.startsWith('{bot}:'))).toBe(true);
    expect(keys.length).toBe(7);
    const shares = [
      [1, 2, 9],
      [2, 1, 5],
    ];
    expect(JSON.parse(args[0] ?? '')).toMatchObject({
      me: 'me|0.5',
      by: 42,
      limits: [
        [10, 1000, 'all'],
        [5, 500, 'orders'],
      ],
      facts: [['a', 'me.1', 9, shares]],
      asks: [[2, 3, shares]],
    });
  });

  test('an answer of something else is none', () => {
    expect(() => decodeReply('OK', [])).toThrow();
    expect(() => decodeReply('{}', [])).toThrow('not an answer');
    expect(decodeReply('{"late":true,"now":5}', [])).toEqual({ late: true, now: 5 });
  });
});

describe('clients', () => {
  const sha = createHash('sha1').update(turnScript).digest('hex');

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
        if (first === turnScript) known = true;
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
    expect(await io.eval(turnScript, ['k'], ['a'])).toBe('done');
    await new Promise((resolve) => setTimeout(resolve, 0));
    log.length = 0;
    await io.eval(turnScript, ['k'], ['a']);
    forget();
    await io.eval(turnScript, ['k'], ['a']);
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
    await node.eval(turnScript, ['k'], ['a']);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await expect(node.eval(turnScript, ['k'], ['a'])).rejects.toThrow('gone');
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
        if (script !== turnScript) throw new Error('not allowed');
        whole += 1;
      },
      evalsha: async () => undefined,
    });
    for (let turn = 0; turn < 2; turn += 1) {
      await client.eval(turnScript, [], []);
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
    [{ client, share: 0 }, '`redis.share` takes a number above 0'],
    [{ client, timeoutMs: 1 }, '`redis.timeoutMs` takes'],
    [{ client, batch: 0.5 }, '`redis.batch` takes a whole number'],
    [{ client, leaseMs: 1 }, '`redis.leaseMs` takes'],
  ])('%j is named', (options, message) => {
    expect(() => resolveRedis(options as never, 'ktx')).toThrow(message);
  });
});
