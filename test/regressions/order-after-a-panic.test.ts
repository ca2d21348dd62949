import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  type CallOptions,
  createGateway,
  interceptFetch,
  isExchangeError,
  mexcContract,
} from '../../src/index.ts';
import { standStill } from '../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

const own = '/api/v1/private/';
const good = (data: unknown = 7) => Response.json({ success: true, code: 0, data });
const refused = (code: number) => () => Response.json({ success: false, code });
const failing = (code: string) => (): never => {
  throw new TypeError('fetch failed', { cause: { code } });
};

interface Story {
  readonly path?: string;
  /** Of the first copy; further ones are good. */
  readonly fate: () => Response;
  readonly lookUp?: () => Response;
  /** At which the gateway panics; the answer comes at 100. @default 50 */
  readonly atMs?: number;
  readonly options?: CallOptions;
}

/** Sends a write that is out when the gateway panics. @returns how many copies were sent and questions asked, and how it ended */
async function panicDuring({
  path = 'order/submit',
  fate,
  lookUp = failing('ECONNRESET'),
  atMs = 50,
  options,
}: Story) {
  let copies = 0;
  let asked = 0;
  const gateway = createGateway({
    exchange: mexcContract,
    sign: () => ({ headers: {} }),
    hosts: ['exchange.test'],
    reconcile: byClientOrderId(),
    deadlineMs: 60_000,
  });
  const send = interceptFetch(gateway, async (input, init) => {
    const url = new URL(String(input));
    if (url.pathname.endsWith('/ping')) return good(Date.now());
    if (init?.method !== 'POST') asked += 1;
    if (init?.method !== 'POST') return lookUp();
    copies += 1;
    const isFirst = copies === 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return isFirst ? fate() : good();
  });
  const body = JSON.stringify({ symbol: 'BTC_USDT', externalOid: 'a', vol: 1 });
  const end = send(`https://exchange.test${own}${path}`, {
    method: 'POST',
    body,
    ...(options && { exchange: options }),
  }).then(
    () => 'done',
    (error: unknown) => (isExchangeError(error) ? `${error.reason}, ${error.outcome}` : String(error)),
  );
  await vi.advanceTimersByTimeAsync(atMs);
  expect(gateway.panic()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  await gateway.close();
  return [copies, asked > 0, await end];
}

it('does not go again, whatever became of the copy that was out, and is asked about all the same', async () => {
  const order = {
    externalOid: 'a',
    symbol: 'BTC_USDT',
    orderId: '7',
    vol: 1,
    state: 2,
  };
  const lost = failing('UND_ERR_SOCKET');
  const stories: Readonly<Record<string, readonly [Story, ...unknown[]]>> = {
    throttled: [{ fate: refused(510) }, 1, false, 'panic, rejected'],
    'refused for its time': [{ fate: refused(513) }, 1, false, 'panic, rejected'],
    'never sent': [{ fate: failing('ECONNREFUSED') }, 1, false, 'panic, rejected'],
    'lost and found': [
      { fate: lost, lookUp: () => good({ ...order, createTime: Date.now() }) },
      1,
      true,
      'done',
    ],
    'lost and absent': [{ fate: lost, lookUp: refused(2040) }, 1, true, 'panic, rejected'],
    'being asked about': [{ fate: lost, lookUp: refused(2040), atMs: 5000 }, 1, true, 'panic, rejected'],
    'may be repeated': [{ fate: lost, options: { replaySafe: true } }, 1, false, 'panic, unknown'],
    'a transfer': [{ path: 'account/transfer', fate: refused(510) }, 1, false, 'panic, rejected'],
    'a cancel': [{ path: 'order/cancel_all', fate: refused(510) }, 2, false, 'done'],
  };
  const wrong: unknown[] = [];
  for (const [name, [story, ...expected]] of Object.entries(stories)) {
    const found = await panicDuring(story);
    if (JSON.stringify(found) !== JSON.stringify(expected)) wrong.push([name, found]);
  }
  expect(wrong).toEqual([]);
});
