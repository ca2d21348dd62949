import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CallOptions,
  createGateway,
  interceptFetch,
  isExchangeError,
  mexcContract,
} from '../../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const routes = {
  submit: '/api/v1/private/order/submit',
  cancel: '/api/v1/private/order/cancel_with_external',
};
type Route = keyof typeof routes;
const lost = (): never => {
  throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
};
const throttled = () => Response.json({ success: false, code: 510 }, { headers: { 'retry-after': '1' } });
const good = () => Response.json({ success: true, code: 0, data: 7 });
const later = (answer: () => Response) => () =>
  new Promise((resolve) => {
    setTimeout(resolve, 300);
  }).then(answer);

/** An order, of which only the first copy meets its fate, and 200 ms later a cancel. @returns what was sent, and how both ended */
async function play(
  fate: () => Response | Promise<Response>,
  cancelled: Readonly<Record<string, string>>,
  options: CallOptions = {},
) {
  const seen: Route[] = [];
  const send = interceptFetch(gatewayThatFindsNone(), async (input) => {
    const path = new URL(String(input)).pathname;
    const route: Route = path === routes.submit ? 'submit' : 'cancel';
    seen.push(route);
    return route === 'submit' && seen.length === 1 ? fate() : good();
  });
  const ended = (route: Route, body: object) =>
    send(`http://127.0.0.1${routes[route]}`, {
      method: 'POST',
      body: JSON.stringify(body),
      exchange: route === 'submit' ? options : {},
    }).then(
      () => 'done',
      (error: unknown) => (isExchangeError(error) ? `${error.reason}, ${error.outcome}` : String(error)),
    );
  const order = ended('submit', { symbol: 'BTC_USDT', externalOid: 'a' });
  await vi.advanceTimersByTimeAsync(200);
  const cancel = ended('cancel', cancelled);
  await vi.advanceTimersByTimeAsync(20_000);
  return { seen, ends: await Promise.all([order, cancel]) };
}

const gatewayThatFindsNone = () =>
  createGateway({
    exchange: mexcContract,
    limits: false,
    reconcile: { ask: async () => ({ found: false }), settleMs: 1000, asks: 2 },
  });

const named = { symbol: 'BTC_USDT', externalOid: 'a' };

describe('an order whose cancel was sent while it was out', () => {
  it.each([
    ['was lost and is looked for', lost],
    ['is throttled after that', later(throttled)],
    ['is lost after that', later(lost)],
  ])('never goes again where it %s', async (_, fate) => {
    expect(await play(fate, named)).toEqual({
      seen: ['submit', 'cancel'],
      ends: ['annihilated, rejected', 'done'],
    });
  });

  it('goes again where the cancel was of another order or market, and where its caller said that it may', async () => {
    const both = { seen: ['submit', 'cancel', 'submit'], ends: ['done', 'done'] };
    expect(await play(lost, { ...named, externalOid: 'b' })).toEqual(both);
    expect(await play(lost, { ...named, symbol: 'ETH_USDT' })).toEqual(both);
    expect(await play(later(throttled), named, { replaySafe: true })).toEqual(both);
  });
});
