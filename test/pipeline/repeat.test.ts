import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createGateway,
  defineExchange,
  type ExchangeSpec,
  type GatewayOptions,
  interceptFetch,
  isExchangeError,
  type Sign,
} from '../../src/index.ts';

const spec: ExchangeSpec = {
  id: 'nonces',
  name: 'Nonces',
  hosts: ['127.0.0.1'],
  table: {
    source: 'here',
    rows: [
      ['0', 'success', 'ok', 'OK'],
      ['5', 'rate-limit', 'rejected', 'Slow down'],
      ['6', 'timestamp', 'rejected', 'Invalid nonce'],
      ['7', 'auth', 'rejected', 'No such key'],
    ],
  },
  rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
  routes: [{ method: 'POST', path: '/order', kind: 'order' }],
  signedPaths: ['/order'],
  time: { routes: [{ path: '/time' }], from: ['ts'] },
  clientOrderId: { fields: ['link'], pattern: /^\w+$/, deduplicated: 'always' },
};

/** Answers with the codes in turn, then 0. @returns how the order ended, and what the exchange saw of each copy */
async function place(
  changes: Partial<ExchangeSpec>,
  codes: readonly number[],
  options: Partial<GatewayOptions> = {},
) {
  const seen: string[] = [];
  let signatures = 0;
  const sign: Sign = ({ body }, { timestamp, attempt }) => {
    signatures += 1;
    return { headers: { nonce: String(signatures) }, body: `${body} ${timestamp} ${attempt}`.trim() };
  };
  const exchange = defineExchange({ ...spec, ...changes });
  const gateway = createGateway({ exchange, limits: false, sign, deadlineMs: 30_000, ...options });
  const send = interceptFetch(gateway, async (input, init) => {
    const { pathname } = new URL(String(input));
    if (pathname === '/time') {
      seen.push('time');
      return Response.json({ code: 0, ts: Date.now() });
    }
    const code = codes[seen.filter((one) => one !== 'time').length] ?? 0;
    seen.push(`${new Headers(init?.headers).get('nonce')} ${init?.body}`);
    return Response.json({ code });
  });
  const told = send('http://127.0.0.1/order', { method: 'POST', body: '{"link":"a"}' }).then(
    () => 'good',
    (error: unknown) => (isExchangeError(error) ? `${error.category} ${error.attempts}` : error),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  const end = await told;
  await gateway.close();
  return { end, seen };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_764_097_200_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('`repeat` of an exchange', () => {
  it('signs each attempt anew where nothing else is said', async () => {
    const { end, seen } = await place({}, [5, 5]);
    expect(end).toBe('good');
    expect(seen.map((one) => one.split(' ')[0])).toEqual(['1', '2', '3']);
    expect(new Set(seen).size).toBe(3);
  });

  it('same-bytes signs a call once, and sends the same bytes each time', async () => {
    const { end, seen } = await place({ repeat: 'same-bytes' }, [5, 5]);
    expect(end).toBe('good');
    expect(seen).toEqual(Array(3).fill('1 {"link":"a"} 1764097200000 1'));
  });

  it('same-bytes asks for no time, since the same bytes would be refused again', async () => {
    const { end, seen } = await place({ repeat: 'same-bytes' }, [6]);
    expect([end, seen]).toEqual(['timestamp 1', ['1 {"link":"a"} 1764097200000 1']]);
  });
});

describe('`policies` of an exchange', () => {
  const again = () => ({ action: 'retry', delayMs: 0 }) as const;
  const fail = () => ({ action: 'fail' }) as const;

  it('stand in place of the usual ones: a nonce is cured by signing again, no clock is read', async () => {
    const { end, seen } = await place({ policies: { '6': again } }, [6, 6]);
    expect([end, seen.length, seen.includes('time')]).toEqual(['good', 3, false]);
  });

  it('by category too, below those of the gateway, whatever its key', async () => {
    const policies = { timestamp: again, '7': again };
    expect((await place({ policies }, [6, 7, 6])).end).toBe('good');
    expect((await place({ policies }, [6], { policies: { timestamp: fail } })).end).toBe('timestamp 1');
    expect((await place({ policies }, [7], { policies: { auth: fail } })).end).toBe('auth 1');
  });

  it('are checked when they are defined', () => {
    const define = (policies: object) => () => defineExchange({ ...spec, policies: policies as never });
    expect(define({ rate_limit: again })).toThrow('Did you mean `rate-limit`?');
    expect(define({ funds: 'fail' })).toThrow(
      "defineExchange: nonces: `policies['funds']` takes a policy, such as `failFast()`; it got 'fail'.",
    );
    expect(define({ word: again })).toThrow("categories and codes of Nonces as keys; it got 'word'");
  });
});
