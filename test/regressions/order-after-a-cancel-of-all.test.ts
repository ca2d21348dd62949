import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { binanceSpot } from '../../src/catalog/binance-spot/index.ts';
import { binanceUsdm } from '../../src/catalog/binance-usdm/index.ts';
import { bitget } from '../../src/catalog/bitget/index.ts';
import { bybit } from '../../src/catalog/bybit/index.ts';
import { deribit } from '../../src/catalog/deribit/index.ts';
import { gate } from '../../src/catalog/gate/index.ts';
import { htx } from '../../src/catalog/htx/index.ts';
import { kraken } from '../../src/catalog/kraken/index.ts';
import { kucoin } from '../../src/catalog/kucoin/index.ts';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { mexcSpot } from '../../src/catalog/mexc-spot/index.ts';
import { oxFun } from '../../src/catalog/ox-fun/index.ts';
import { createGateway, type Exchange, interceptFetch, isExchangeError } from '../../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}
const post = (path: string, body: object): Sent => ({ method: 'POST', path, body });
const remove = (path: string): Sent => ({ method: 'DELETE', path });

/** When the cancel comes: while the order is looked for, or before it is placed. */
type Cancelled = 'after' | 'before';

/** An order of which the first copy is lost, and is looked for in vain. @returns what was sent, and how both ended */
async function play(exchange: Exchange, order: Sent, cancel: Sent, when: Cancelled = 'after') {
  const gateway = createGateway({
    exchange,
    limits: false,
    reconcile: { ask: async () => ({ found: false }), settleMs: 1000, asks: 2 },
  });
  const seen: string[] = [];
  const send = interceptFetch(gateway, async (_, init) => {
    const what = (init?.headers as Record<string, string> | undefined)?.['x-what'] ?? '';
    seen.push(what);
    if (what === 'order' && seen.filter((one) => one === 'order').length === 1)
      throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    // What it says does not matter: that it left does.
    return Response.json({});
  });
  const ended = async (what: string, { method, path, body }: Sent): Promise<string> =>
    send(`http://127.0.0.1${path}`, {
      method,
      headers: { 'x-what': what, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }).then(
      () => 'done',
      (error: unknown) => (isExchangeError(error) ? `${error.reason}, ${error.outcome}` : String(error)),
    );
  const first = when === 'before' ? ended('cancel', cancel) : ended('order', order);
  await vi.advanceTimersByTimeAsync(when === 'before' ? 0 : 200);
  const second = when === 'before' ? ended('order', order) : ended('cancel', cancel);
  await vi.advanceTimersByTimeAsync(70_000);
  const [end] = await Promise.all(when === 'before' ? [second, first] : [first, second]);
  await gateway.close();
  return `${seen.filter((one) => one === 'order').length} ${end}`;
}

const mexcOrder = post('/api/v1/private/order/submit', { symbol: 'BTC_USDT', externalOid: 'a', side: 1 });
const bybitOrder = post('/v5/order/create', { category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'a' });
const binanceOrder = (path: string): Sent => post(`${path}?symbol=BTCUSDT&side=BUY&newClientOrderId=a`, {});
const rows: readonly (readonly [Exchange, order: Sent, cancel: Sent])[] = [
  [mexcContract, mexcOrder, post('/api/v1/private/order/cancel_all', { symbol: 'BTC_USDT' })],
  [mexcContract, mexcOrder, post('/api/v1/private/order/cancel_all', {})],
  [mexcSpot, binanceOrder('/api/v3/order'), remove('/api/v3/openOrders?symbol=BTCUSDT')],
  [binanceSpot, binanceOrder('/api/v3/order'), remove('/api/v3/openOrders?symbol=BTCUSDT')],
  [binanceSpot, binanceOrder('/api/v3/sor/order'), remove('/api/v3/openOrders?symbol=BTCUSDT')],
  [binanceUsdm, binanceOrder('/fapi/v1/order'), remove('/fapi/v1/allOpenOrders?symbol=BTCUSDT')],
  [bybit, bybitOrder, post('/v5/order/cancel-all', { category: 'linear', symbol: 'BTCUSDT' })],
  [bybit, bybitOrder, post('/v5/order/cancel-all', { category: 'linear', symbol: null })],
  [
    bitget,
    post('/api/v2/spot/trade/place-order', { symbol: 'BTCUSDT', clientOid: 'a' }),
    post('/api/v2/spot/trade/cancel-symbol-order', { symbol: 'BTCUSDT' }),
  ],
  [
    bitget,
    post('/api/v2/mix/order/place-order', { symbol: 'BTCUSDT', productType: 'USDT-FUTURES', clientOid: 'a' }),
    post('/api/v2/mix/order/cancel-all-orders', { productType: 'USDT-FUTURES' }),
  ],
  [
    deribit,
    { method: 'GET', path: '/api/v2/private/buy?instrument_name=BTC-PERPETUAL&label=a' },
    { method: 'GET', path: '/api/v2/private/cancel_all_by_instrument?instrument_name=BTC-PERPETUAL' },
  ],
  [
    gate,
    post('/api/v4/spot/orders', { text: 't-a', currency_pair: 'BTC_USDT', side: 'buy' }),
    remove('/api/v4/spot/orders?currency_pair=BTC_USDT&side=buy'),
  ],
  [
    gate,
    post('/api/v4/futures/usdt/orders', { text: 't-a', contract: 'BTC_USDT' }),
    remove('/api/v4/futures/usdt/orders?contract=BTC_USDT'),
  ],
  [
    htx,
    post('/v1/order/orders/place', { 'account-id': '1', symbol: 'btcusdt', 'client-order-id': 'a' }),
    post('/v1/order/orders/batchCancelOpenOrders', { 'account-id': 1, symbol: 'btcusdt' }),
  ],
  [kraken, post('/0/private/AddOrder', { pair: 'XBTUSD', cl_ord_id: 'a' }), post('/0/private/CancelAll', {})],
  [
    kucoin,
    post('/api/v1/hf/orders', { symbol: 'BTC-USDT', clientOid: 'a' }),
    remove('/api/v1/hf/orders?symbol=BTC-USDT'),
  ],
  [
    kucoin,
    post('/api/v1/hf/orders/sync', { symbol: 'BTC-USDT', clientOid: 'a' }),
    remove('/api/v1/hf/orders/cancelAll'),
  ],
  [
    oxFun,
    post('/v3/orders/place', { orders: [{ marketCode: 'BTC-USD-SWAP-LIN', clientOrderId: '1' }] }),
    { ...remove('/v3/orders/cancel-all'), body: { marketCode: 'BTC-USD-SWAP-LIN' } },
  ],
];

it('an order in doubt does not go again after a cancel of all that would have taken it', async () => {
  const wrong: string[] = [];
  for (const [exchange, order, cancel] of rows) {
    const found = await play(exchange, order, cancel);
    if (found !== '1 annihilated, rejected') wrong.push(`${exchange.id} ${cancel.path}: ${found}`);
  }
  expect(wrong).toEqual([]);
});

it('goes again where the cancel came first, chooses others, or may', async () => {
  const wrong: string[] = [];
  const others: readonly (readonly [Exchange, order: Sent, cancel: Sent])[] = [
    [mexcContract, mexcOrder, post('/api/v1/private/order/cancel_all', { symbol: 'ETH_USDT' })],
    [mexcContract, mexcOrder, post('/api/v1/private/planorder/cancel_all', { symbol: 'BTC_USDT' })],
    [bybit, bybitOrder, post('/v5/order/cancel-all', { category: 'spot' })],
    [bybit, bybitOrder, post('/v5/order/cancel-all', { category: 'linear', settleCoin: 'USDT' })],
    [bybit, bybitOrder, post('/v5/order/disconnected-cancel-all', { timeWindow: 40 })],
    [kraken, post('/0/private/AddOrder', { cl_ord_id: 'a' }), post('/0/private/CancelAllOrdersAfter', {})],
    [
      kucoin,
      post('/api/v1/orders', { symbol: 'XBTUSDTM', clientOid: 'a' }),
      remove('/api/v1/hf/orders/cancelAll'),
    ],
  ];
  for (const [exchange, order, cancel] of others) {
    const found = await play(exchange, order, cancel);
    if (found !== '5 attempts, rejected') wrong.push(`${exchange.id} ${cancel.path}: ${found}`);
  }
  for (const [exchange, order, cancel] of rows) {
    const found = await play(exchange, order, cancel, 'before');
    if (found !== '5 attempts, rejected') wrong.push(`${exchange.id} before ${cancel.path}: ${found}`);
  }
  expect(wrong).toEqual([]);
});
