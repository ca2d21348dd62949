import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Decision,
  extendExchange,
  type GatewayOptions,
  mexcContract,
  type Sign,
  UnknownOutcomeError,
} from '../../src/index.ts';
import { answered, good, inTurn, lost, never, open, orderPath, type Reply, status } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const signing: Sign = () => ({ headers: { signature: 'made' } });
/** Its window is longer than a call's deadline: on real time, where some tests run, a second call is refused and never waits. */
const oneAtATime = [{ name: 'l', scope: 'account', capacity: 1, windowMs: 120_000, reserve: 0 }] as const;

describe('a policy of the caller that', () => {
  const fault = new RangeError('mine');
  const garbage: readonly (readonly [string, () => unknown, object])[] = [
    [
      'throws',
      () => {
        throw fault;
      },
      { name: 'RangeError', message: 'mine' },
    ],
    [
      'returns nothing',
      () => undefined,
      { name: 'TypeError', message: expect.stringContaining('undefined') },
    ],
    ['returns a word', () => 'fail', { name: 'TypeError' }],
    ['returns an unknown action', () => ({ action: 'again' }), { name: 'TypeError' }],
    ['returns a promise', () => Promise.reject(new Error('late')), { name: 'TypeError' }],
    ['leaves the delay out', () => ({ action: 'retry' }), { name: 'TypeError' }],
    ['waits NaN', () => ({ action: 'retry', delayMs: Number.NaN }), { name: 'TypeError' }],
    ['waits for ever', () => ({ action: 'retry', delayMs: Number.POSITIVE_INFINITY }), { name: 'TypeError' }],
    ['waits backwards', () => ({ action: 'retry', delayMs: -1 }), { name: 'TypeError' }],
    ['bears no such clock', () => ({ action: 'refresh-clock', offByMs: -1 }), { name: 'TypeError' }],
    ['pauses by a word', () => ({ action: 'retry', delayMs: 1, pause: 'yes' }), { name: 'TypeError' }],
  ];

  it.each(garbage)('%s leaves what is known of an order that was sent', async (_, policy, cause) => {
    const policies = { network: policy as () => Decision };
    const bot = open(lost, { policies });
    const error = await bot.order();
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ outcome: 'unknown', clientOrderId: 'o-1', cause });
    expect(bot.seen).toEqual([`POST ${orderPath}`]);
    await bot.gateway.close();
  });

  it.each(garbage)('%s makes a read fail with it as cause, once', async (_, policy, cause) => {
    const policies = { network: policy as () => Decision };
    const bot = open(lost, { policies });
    expect(await bot.read()).toMatchObject({ name: 'ExchangeError', category: 'network', cause });
    expect(bot.seen).toHaveLength(1);
    await bot.gateway.close();
  });

  it('changes what it was shown changes nothing', async () => {
    const policy = (context: { replaySafe: boolean; outcome: string }): Decision => {
      context.replaySafe = true;
      context.outcome = 'rejected';
      return { action: 'retry', delayMs: 0 };
    };
    const bot = open(lost, { policies: { network: policy as () => Decision } });
    expect(await bot.order()).toBeInstanceOf(UnknownOutcomeError);
    expect(bot.seen).toHaveLength(1);
    await bot.gateway.close();
  });
});

describe('a signer', () => {
  const wrong: readonly (readonly [string, unknown])[] = [
    ['a word', 'sig-5f0e9a1c'],
    ['nothing', undefined],
    ['null', null],
    ['a list', [{ headers: {} }]],
    ['another name', { header: { key: 'k' } }],
    ['headers in a Map', { headers: new Map([['key', 'k']]) }],
    ['a Headers object', { headers: new Headers({ key: 'k' }) }],
    ['a promise of headers', { headers: Promise.resolve({ key: 'k' }) }],
    ['a header that is a number', { headers: { key: 12345678 } }],
    ['a header whose name is none', { headers: { 'api key': '12345678' } }],
    ['a header without a name', { headers: { '': '12345678' } }],
    ['a header of two lines', { headers: { key: '12345678\n5f0e9a1c' } }],
    ['a header that holds what no header holds', { headers: { key: '12345678€' } }],
    ['a query that is an object', { query: new URLSearchParams('a=1') }],
    ['a body that is an object', { body: { a: 1 } }],
  ];

  it.each(wrong)('that returns %s: TypeError, nothing is sent, its value is not told', async (_, made) => {
    for (const sign of [() => made, async () => made]) {
      const bot = open(answered, { sign: sign as Sign, limits: oneAtATime });
      const error = await bot.order();
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain('`sign` returns');
      expect(String(error)).not.toMatch(/5f0e9a1c|12345678/);
      expect([bot.seen, bot.gateway.headroom()[0]?.free]).toEqual([[], 1]);
      await bot.gateway.close();
    }
  });

  it('that throws before anything was sent: its own error, the units given back', async () => {
    const mine = new Error('the key store is away');
    const bot = open(answered, { sign: () => Promise.reject(mine), limits: oneAtATime });
    expect(await bot.order()).toBe(mine);
    expect([bot.seen, bot.gateway.headroom()[0]?.free]).toEqual([[], 1]);
    await bot.gateway.close();
  });

  it('that throws for a repeat: what is known of the copy that was refused stays', async () => {
    let count = 0;
    const sign: Sign = () => {
      count += 1;
      if (count > 1) throw new RangeError('the key store is away');
      return {};
    };
    const bot = open(status(429), { sign });
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await told).toMatchObject({
      name: 'ExchangeError',
      category: 'rate-limit',
      outcome: 'rejected',
      attempts: 1,
      cause: { name: 'RangeError' },
    });
    await bot.gateway.close();
  });

  const hanging: Partial<GatewayOptions> = { sign: () => new Promise(() => undefined), limits: oneAtATime };

  it('that hangs is bounded by the deadline, and gives the units back', async () => {
    const bot = open(answered, hanging);
    const told = bot.order({ exchange: { deadlineMs: 300 } });
    await vi.advanceTimersByTimeAsync(300);
    expect(await told).toMatchObject({ reason: 'deadline', outcome: 'rejected', attempts: 0 });
    expect([bot.seen, bot.gateway.headroom()[0]?.free]).toEqual([[], 1]);
    await bot.gateway.close();
  });

  it('that hangs is bounded by an abort', async () => {
    const bot = open(answered, hanging);
    const caller = new AbortController();
    const told = bot.order({ signal: caller.signal });
    await vi.advanceTimersByTimeAsync(10);
    const reason = new Error('mine');
    caller.abort(reason);
    expect(await told).toBe(reason);
    expect(bot.gateway.headroom()[0]?.free).toBe(1);
    await bot.gateway.close();
  });

  it('that hangs does not hold close()', async () => {
    const bot = open(answered, hanging);
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(10);
    await bot.gateway.close();
    expect(await told).toMatchObject({ reason: 'closed', outcome: 'rejected' });
  });
});

describe('a client that', () => {
  it('never answers and does not heed the abort ends its call all the same, and its units come back', async () => {
    const limits = [{ name: 'l', scope: 'account', capacity: 1, windowMs: 1000, reserve: 0 }] as const;
    const bot = open(never, { limits });
    const reading = bot.read({ exchange: { deadlineMs: 300 } });
    await vi.advanceTimersByTimeAsync(300);
    expect(await reading).toMatchObject({ reason: 'deadline', category: 'timeout' });
    await vi.advanceTimersByTimeAsync(1001);
    expect(bot.gateway.headroom()[0]?.free).toBe(1);
    const ordering = bot.order({ exchange: { deadlineMs: 300 } });
    await vi.advanceTimersByTimeAsync(800);
    expect(await ordering).toMatchObject({ reason: 'deadline', outcome: 'unknown' });
    await bot.gateway.close();
  });

  it('rejects with what cannot be read ends its call at once', async () => {
    const broken: unknown = Object.create(DOMException.prototype);
    const bot = open(() => Promise.reject(broken));
    expect(await bot.order()).toBeInstanceOf(UnknownOutcomeError);
    await bot.gateway.close();
  });
});

describe('a profile of the caller', () => {
  it('that throws over an answer to an order leaves it unknown', async () => {
    const exchange = extendExchange(mexcContract, {
      rest: {
        ...mexcContract.rest,
        read: () => {
          throw new RangeError('cannot read');
        },
      },
    });
    const bot = open(answered, { exchange });
    expect(await bot.order()).toBeInstanceOf(UnknownOutcomeError);
    await bot.gateway.close();
  });

  it('whose usage header throws over a good answer changes nothing', async () => {
    const parse = (): never => {
      throw new Error('mine');
    };
    const exchange = extendExchange(mexcContract, { usage: [{ header: 'x-used', limit: '', parse }] });
    const reply = (): Response => Response.json({ success: true, code: 0 }, { headers: { 'x-used': '1' } });
    const bot = open(reply, { exchange, limits: oneAtATime });
    expect(await bot.order()).toEqual({ success: true, code: 0 });
    await bot.gateway.close();
  });
});

describe('code that is asked for an answer at once, and is async', () => {
  const late = (): never => Promise.reject(new Error('mine')) as never;
  const told = { 'x-used': '1' };
  const slow: Reply = () => Response.json({}, { status: 429, headers: told });
  const done: Reply = () => Response.json({ success: true, code: 0 }, { headers: told });
  const usage = [{ header: 'x-used', limit: '', parse: late }];

  async function unseen(work: () => Promise<unknown>): Promise<readonly unknown[]> {
    const seen: unknown[] = [];
    const listener = (reason: unknown): void => void seen.push(reason);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', listener);
    try {
      await work();
      await new Promise((resolve) => setImmediate(resolve));
      return seen;
    } finally {
      process.off('unhandledRejection', listener);
      for (const other of others) process.on('unhandledRejection', other);
    }
  }

  beforeEach(() => {
    vi.useRealTimers();
  });

  it.each<[string, Partial<GatewayOptions>, object]>([
    ['`usage`', { exchange: extendExchange(mexcContract, { usage }), limits: oneAtATime }, good],
    ['`retryAfter`', { exchange: extendExchange(mexcContract, { retryAfter: late }) }, good],
    ['`match`', { limits: [{ ...oneAtATime[0], match: late }] }, { name: 'TypeError' }],
    ['`weight`', { limits: [{ ...oneAtATime[0], weight: late }] }, { name: 'TypeError' }],
    ['`describe`', { describe: late }, { name: 'TypeError' }],
  ])('%s leaves no rejection that nobody sees', async (_, options, end) => {
    const bot = open(inTurn(done, slow), { ...options, maxAttempts: 1 });
    const { data: __, ...expected } = { data: 0, ...end };
    const rejections = await unseen(async () => {
      expect(await bot.order()).toMatchObject(expected);
      await bot.read();
    });
    expect(rejections).toEqual([]);
    await bot.gateway.close({ timeoutMs: 0 });
  });
});

it('a trace that rejects harms nothing', async () => {
  const bot = open(answered);
  const trace = (): Promise<never> => Promise.reject(new Error('mine'));
  expect(await bot.order({ exchange: { trace } })).toMatchObject({ data: 7 });
  await bot.gateway.close();
});

it.each<[string, () => unknown]>([
  ['a number beyond JSON', () => ({ id: 1n })],
  ['a promise that nobody waited for', () => Promise.resolve({ id: '1' })],
])('a hook that finds %s leaves the order unknown', async (_, response) => {
  const bot = open(inTurn(lost, answered), {
    sign: signing,
    deadlineMs: 1000,
    reconcile: () => ({ found: true, response: response() }),
  });
  const told = bot.order();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await told).toBeInstanceOf(UnknownOutcomeError);
  expect(bot.seen).toHaveLength(1);
  await bot.gateway.close();
});

it.each(['throws', 'rejects'] as const)(
  'a hook that %s is named by the order that stays unknown',
  async (how) => {
    const fault = new RangeError('mine');
    const reconcile = (): Promise<never> => {
      if (how === 'throws') throw fault;
      return Promise.reject(fault);
    };
    const bot = open(lost, { sign: signing, deadlineMs: 1000, reconcile });
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(1000);
    const error = await told;
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ category: 'network', cause: { name: 'RangeError', message: 'mine' } });
    expect(String(error)).toContain('`reconcile` threw: mine.');
    expect(bot.seen).toHaveLength(1);
    await bot.gateway.close();
  },
);
