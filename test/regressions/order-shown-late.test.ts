// An exchange shows an order later than the order can be carried out: what it does not show yet may have filled, and a second
// one with the id of a filled order is taken.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { binanceSpot } from '../../src/catalog/binance-spot/index.ts';
import { binanceUsdm } from '../../src/catalog/binance-usdm/index.ts';
import { mexcSpot } from '../../src/catalog/mexc-spot/index.ts';
import { open, settle, startMs } from '../catalog/big/stage.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([
  [binanceSpot, '/api/v3/order', 25_000],
  [binanceUsdm, '/fapi/v1/order', 25_000],
  [mexcSpot, '/api/v3/order', 8000],
] as const)('$id: an order that is shown late goes once', async (exchange, path, lateMs) => {
  const sign = exchange.signer({ apiKey: 'key', apiSecret: 'secret' });
  const filled = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', status: 'FILLED', orderId: '7' };
  let sent = 0;
  const stage = open(exchange, { sign }, {}, (method, asked) => {
    if (method === 'POST') {
      sent += 1;
      return new Response('<html>', { status: 502 });
    }
    if (asked !== path) return undefined;
    return Date.now() < startMs + lateMs
      ? Response.json({ code: -2013, msg: 'Order does not exist.' }, { status: 400 })
      : Response.json({ ...filled, clientOrderId: 'a', time: startMs + 5, origQty: '1', executedQty: '1' });
  });
  const query = 'symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&newClientOrderId=a';
  expect(await settle(stage.call('POST', `${path}?${query}`))).toMatchObject({ orderId: '7' });
  expect(sent).toBe(1);
  // What shows up on the way is seen within two seconds.
  expect(Number.parseInt(stage.seen.at(-1) ?? '', 10) - lateMs).toBeLessThanOrEqual(2000);
  await stage.gateway.close();
});

/** A cancel whose answer is lost, at an exchange that shows the order as it was a while ago. */
async function cancel(
  shown: (elapsedMs: number) => Response,
  again: () => Response,
): Promise<{ readonly end: unknown; readonly sentAt: readonly number[] }> {
  const sign = binanceSpot.signer({ apiKey: 'key', apiSecret: 'secret' });
  const sentAt: number[] = [];
  const stage = open(binanceSpot, { sign }, {}, (method, path) => {
    if (path !== '/api/v3/order') return undefined;
    const elapsedMs = Date.now() - startMs;
    if (method === 'GET') return shown(elapsedMs);
    sentAt.push(elapsedMs);
    return sentAt.length === 1 ? new Response('<html>', { status: 502 }) : again();
  });
  const end = await settle(stage.call('DELETE', '/api/v3/order?symbol=BTCUSDT&origClientOrderId=a'));
  await stage.gateway.close();
  return { end, sentAt };
}

const shownAs = (status: string): Response =>
  Response.json({ symbol: 'BTCUSDT', clientOrderId: 'a', orderId: 7, status, time: startMs - 60_000 });
const notFound = (code: number): Response => Response.json({ code, msg: 'no such order' }, { status: 400 });

it('a cancel that the exchange no longer knows is not repeated because the order is still shown as open', async () => {
  const { end, sentAt } = await cancel(
    (elapsedMs) => shownAs(elapsedMs < 3000 ? 'NEW' : 'CANCELED'),
    () => notFound(-2011),
  );
  expect(end).toMatchObject({ status: 'CANCELED' });
  expect(sentAt).toHaveLength(2);
});

it('a cancel does not wait for as long as an order until it goes again', async () => {
  const { end, sentAt } = await cancel(
    () => notFound(-2013),
    () => shownAs('CANCELED'),
  );
  expect(end).toMatchObject({ status: 'CANCELED' });
  expect(sentAt[1]).toBeLessThanOrEqual(2100);
});
