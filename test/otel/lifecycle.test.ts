import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  backoff,
  createGateway,
  type EventName,
  type Gateway,
  type GatewayOptions,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';
import { settle } from '../support/time.ts';
import { answer, good, orderPath, orderUrl, origin, type Reply, silence, startMs } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
});

const body = '{"symbol":"BTC_USDT","externalOid":"my-order-1"}';
const named = { method: 'POST', path: orderPath, clientOrderId: 'my-order-1' };
const none = { status: undefined, code: undefined, category: undefined, outcome: undefined };
const limited = { code: '510', category: 'rate-limit', outcome: 'rejected' };

function open(replies: readonly Reply[], options: Partial<GatewayOptions> = {}) {
  const gateway = createGateway({ exchange: mexcContract, limits: false, ...options });
  const left = [...replies];
  const send = interceptFetch(gateway, (_input, init) => {
    const reply = left.length > 1 ? left.shift() : left[0];
    return reply ? reply(init?.signal ?? undefined) : Promise.reject(new Error('no reply'));
  });
  return { gateway, send };
}

function hear(gateway: Gateway, names: readonly EventName[]): unknown[] {
  const heard: unknown[] = [];
  for (const name of names) gateway.on(name, (event) => heard.push([name, event]));
  return heard;
}

const all = ['call', 'sent', 'attempt', 'settled'] as const;

describe('A call is heard from its first word to its last', () => {
  it('with every request that it makes', async () => {
    const steady = { 'rate-limit': backoff({ baseDelayMs: 100, jitter: 'none' }) };
    const { gateway, send } = open([answer({ success: false, code: 510 }), answer(good)], {
      policies: steady,
    });
    const heard = hear(gateway, all);
    const at = performance.now();
    await settle(send(`${orderUrl}?secret=1#part`, { method: 'POST', body }));
    const one = { call: 1, ...named };
    const facts = { url: orderUrl, route: orderPath, kind: 'order', transport: 'rest', lookUpFor: undefined };
    const answered = { phase: 'answered', status: 200, elapsedMs: 20 };
    expect(heard).toEqual([
      ['call', { ...one, ...facts, startedAt: at }],
      ['sent', { ...one, attempt: 1, sentAt: at }],
      ['attempt', { ...one, attempt: 1, ok: false, ...answered, ...limited, sentAt: at }],
      ['sent', { ...one, attempt: 2, sentAt: at + 120 }],
      ['attempt', { ...one, attempt: 2, ok: true, ...none, ...answered, sentAt: at + 120 }],
      [
        'settled',
        {
          ...one,
          ok: true,
          ...none,
          status: 200,
          attempts: 2,
          endedAt: at + 140,
          elapsedMs: 140,
          reason: undefined,
        },
      ],
    ]);
  });

  it('with what it failed by', async () => {
    const { gateway, send } = open([answer({ success: false, code: 2005 })]);
    const heard = hear(gateway, ['giveUp', 'settled']);
    await settle(send(orderUrl, { method: 'POST', body }));
    expect(heard.map((entry) => (Array.isArray(entry) ? entry[0] : entry))).toEqual(['giveUp', 'settled']);
    expect(heard[1]).toEqual([
      'settled',
      {
        call: 1,
        ...named,
        ok: false,
        attempts: 1,
        endedAt: performance.now(),
        elapsedMs: 20,
        status: 200,
        code: '2005',
        category: 'funds',
        outcome: 'rejected',
        reason: 'failed',
      },
    ]);
  });

  it.each(['fetch', 'order'])('though it is cut off: %s', async (kind) => {
    const { gateway, send } = open([silence]);
    const heard = hear(gateway, all);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    const init = kind === 'order' ? { method: 'POST', body } : {};
    await settle(send(orderUrl, { ...init, signal: stop.signal }));
    const names = heard.map((entry) => (Array.isArray(entry) ? entry[0] : entry));
    expect(names).toEqual(['call', 'sent', 'settled']);
    const isOrder = kind === 'order';
    expect(heard[2]).toMatchObject([
      'settled',
      {
        ok: false,
        attempts: 1,
        elapsedMs: isOrder ? 530 : 30,
        reason: 'aborted',
        outcome: isOrder ? 'unknown' : undefined,
        category: isOrder ? 'network' : undefined,
      },
    ]);
  });

  it('with what its last request met, though it is aborted while it waits for the next', async () => {
    const slow = { 'rate-limit': backoff({ baseDelayMs: 1000, jitter: 'none' }) };
    const { gateway, send } = open([answer({ success: false, code: 510 })], { policies: slow });
    const heard = hear(gateway, ['settled']);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await settle(send(`${origin}/api/v1/contract/ticker`, { signal: stop.signal }));
    expect(heard).toMatchObject([
      ['settled', { ok: false, attempts: 1, elapsedMs: 100, category: 'rate-limit', reason: 'aborted' }],
    ]);
  });

  it('though its signer throws, which is nobody else’s reason', async () => {
    const sign = (): never => {
      throw new Error('mine');
    };
    const { gateway, send } = open([answer(good)], { sign });
    const heard = hear(gateway, all);
    const { error } = await settle(send(orderUrl, { method: 'POST', body }));
    expect(error).toEqual(new Error('mine'));
    expect(heard.slice(1)).toEqual([
      [
        'settled',
        {
          call: 1,
          ...named,
          ok: false,
          attempts: 0,
          endedAt: performance.now(),
          elapsedMs: 0,
          ...none,
          reason: undefined,
        },
      ],
    ]);
  });

  it('though its address is none: it fails as it would unheard', async () => {
    const unheard = open([answer(good)]);
    const expected = await settle(unheard.send('/no-address', { method: 'POST', body }));
    const { gateway, send } = open([answer(good)]);
    const heard = hear(gateway, all);
    const { value, error } = await settle(send('/no-address', { method: 'POST', body }));
    expect([String(value), String(error)]).toEqual([String(expected.value), String(expected.error)]);
    expect(heard[0]).toMatchObject(['call', { path: '/no-address', url: undefined }]);
    expect(heard.at(-1)).toMatchObject(['settled', { path: '/no-address' }]);
  });

  it('by a listener that hears `settled` before the gateway is closed', async () => {
    const { gateway, send } = open([silence]);
    const heard = hear(gateway, ['settled']);
    const call = send(origin).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(5);
    await settle(gateway.close());
    expect(heard).toMatchObject([['settled', { reason: 'closed', attempts: 1 }]]);
    await call;
  });
});

it('`call` is heard before the function that was called returns', async () => {
  const { gateway, send } = open([answer(good)]);
  const heard = hear(gateway, ['call']);
  const call = send(orderUrl, { method: 'POST', body });
  expect(heard).toHaveLength(1);
  await settle(call);
});

it('an address without a host is told as none', async () => {
  const { gateway, send } = open([answer(good)]);
  const heard = hear(gateway, ['call']);
  await settle(send('local:/api/v1/contract/ticker'));
  expect(heard).toMatchObject([['call', { url: undefined, method: 'GET' }]]);
});

it('a user name and a password in the address are not told', async () => {
  const { gateway, send } = open([answer(good)]);
  const heard = hear(gateway, ['call']);
  await settle(send('https://user:word@contract.mexc.com:8443/api/v1/contract/ticker?a=1'));
  expect(heard).toMatchObject([['call', { url: 'https://contract.mexc.com:8443/api/v1/contract/ticker' }]]);
});
