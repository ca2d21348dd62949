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
