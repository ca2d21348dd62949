// Bitget: spot, futures and the unified account, by its documents.
import { type Draft, type Fields, type Form, isOpen, listOf, type Placed, type Reply, text } from './book.ts';
import { json } from './samples.ts';

const ids = (o: Placed | undefined, oid: string, cid: string): Fields => ({ [oid]: o?.oid, [cid]: o?.cid });

const bg = (data: unknown, code = '00000', msg = 'success', status = 200): Reply => [
  status,
  { code, msg, requestTime: Date.now(), data },
];
const spot = '/api/v2/spot/trade/';
const bgParams = (o: Draft): Fields => ({
  side: o.side.toLowerCase(),
  orderType: 'limit',
  force: 'gtc',
  size: o.qty,
  price: o.price,
  clientOid: o.cid,
});
const bgDraft = (f: Fields, market: unknown): Draft => ({
  cid: text(f['clientOid']),
  market: text(f['symbol']) || text(market),
  side: text(f['side']),
  qty: text(f['size']) || text(f['qty']),
  price: text(f['price']),
});
const bgFind = (f: Fields) => ({ cid: f['clientOid'], oid: f['orderId'] });
const bgState = {
  open: 'live',
  partial: 'partially_filled',
  filled: 'filled',
  cancelled: 'cancelled',
} as const;
const bgOne = (o: Placed | undefined, none: Reply): Reply => (o ? bg(ids(o, 'orderId', 'clientOid')) : none);
export const bitget: Form = {
  id: 'bitget',
  copies: 'refused-while-open',
  market: 'BTCUSDT',
  orders: (o) => [
    json('POST', `${spot}place-order`, { symbol: o.market, ...bgParams(o) }),
    json('POST', '/api/v2/mix/order/place-order', {
      symbol: o.market,
      productType: 'USDT-FUTURES',
      marginMode: 'crossed',
      marginCoin: 'USDT',
      ...bgParams(o),
    }),
    json('POST', '/api/v3/trade/place-order', {
      category: 'SPOT',
      symbol: o.market,
      side: o.side.toLowerCase(),
      orderType: 'limit',
      qty: o.qty,
      price: o.price,
      clientOid: o.cid,
    }),
  ],
  cancels: (o) => [
    json('POST', `${spot}cancel-order`, { symbol: o.market, clientOid: o.cid }),
    json('POST', `${spot}cancel-order`, { symbol: o.market, orderId: o.oid }),
    json('POST', '/api/v2/mix/order/cancel-order', {
      symbol: o.market,
      productType: 'USDT-FUTURES',
      clientOid: o.cid,
    }),
    json('POST', '/api/v3/trade/cancel-order', { orderId: o.oid }),
  ],
  amends: (o, price) => [
    json('POST', '/api/v3/trade/modify-order', { clientOid: o.cid, price, symbol: o.market }),
  ],
  batches: (orders) => [
    json('POST', `${spot}batch-orders`, { symbol: 'BTCUSDT', orderList: orders.map(bgParams) }),
    json('POST', '/api/v2/mix/order/batch-place-order', {
      symbol: 'BTCUSDT',
      productType: 'USDT-FUTURES',
      marginMode: 'crossed',
      marginCoin: 'USDT',
      orderList: orders.map(bgParams),
    }),
  ],
  cancelBatches: (orders) => [
    json('POST', `${spot}batch-cancel-order`, {
      symbol: 'BTCUSDT',
      orderList: orders.map((o) => ({ clientOid: o.cid })),
    }),
    json('POST', '/api/v2/mix/order/batch-cancel-orders', {
      symbol: 'BTCUSDT',
      productType: 'USDT-FUTURES',
      orderIdList: orders.map((o) => ({ orderId: o.oid })),
    }),
  ],
  once: [
    json('POST', '/api/v2/spot/wallet/withdrawal', {
      coin: 'USDT',
      address: '0x',
      chain: 'trc20',
      size: '1',
      clientOid: 'w1',
    }),
    json('POST', '/api/v2/spot/wallet/transfer', {
      fromType: 'spot',
      toType: 'usdt_futures',
      amount: '1',
      coin: 'USDT',
      clientOid: 't1',
    }),
    json('POST', '/api/v2/spot/trade/place-plan-order', {
      symbol: 'BTCUSDT',
      side: 'buy',
      triggerPrice: '1',
      size: '1',
      clientOid: 'p1',
    }),
    json('POST', '/api/v2/mix/order/place-tpsl-order', { symbol: 'BTCUSDT', clientOid: 'p2' }),
  ],
  onceReply: bg({ orderId: '888291686266343424', clientOid: '123' }),
  answer: (book, { path, fields }) => {
    const list = listOf(fields['orderList'] ?? fields['orderIdList']);
    const split = (work: (f: Fields) => Placed | undefined, errorCode: string, errorMsg: string): Reply => {
      const done = list.map((f) => [f, work(f)] as const);
      return bg({
        successList: done.flatMap(([, o]) => (o ? [ids(o, 'orderId', 'clientOid')] : [])),
        failureList: done.flatMap(([f, o]) =>
          o ? [] : [{ orderId: text(f['orderId']), clientOid: text(f['clientOid']), errorMsg, errorCode }],
        ),
      });
    };
    const name = path.split('/').at(-1);
    switch (name) {
      case 'place-order':
        return bgOne(book.place(bgDraft(fields, '')), bitget.refuse.duplicate({} as never));
      case 'cancel-order':
        return bgOne(book.cancel(book.find(bgFind(fields))), bitget.refuse.gone({} as never));
      case 'modify-order': {
        const o = book.find(bgFind(fields));
        return bgOne(
          o && isOpen(o) ? book.change(o, { price: text(fields['price']) }) : undefined,
          bitget.refuse.gone({} as never),
        );
      }
      case 'batch-orders':
      case 'batch-place-order':
        return split((f) => book.place(bgDraft(f, fields['symbol'])), '43118', 'clientOrderId duplicate');
      case 'batch-cancel-order':
      case 'batch-cancel-orders':
        return split((f) => book.cancel(book.find(bgFind(f))), '43001', 'The order does not exist');
      case 'orderInfo':
      case 'detail':
      case 'order-info': {
        const o = book.shown(bgFind(fields));
        if (!o) return bitget.refuse.missing({ path } as never);
        const row = {
          symbol: o.market,
          orderId: o.oid,
          clientOid: o.cid,
          price: o.price,
          size: o.qty,
          qty: o.qty,
          side: o.side,
          orderType: 'limit',
          [name === 'orderInfo' ? 'status' : name === 'detail' ? 'state' : 'orderStatus']: bgState[o.state],
          cTime: String(o.bornMs),
          uTime: String(o.updatedMs),
          createdTime: String(o.bornMs),
        };
        return bg(name === 'orderInfo' ? [row] : row);
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: ({ path }) =>
      path.endsWith('orderInfo')
        ? bg([])
        : path.endsWith('detail')
          ? bg(null, '40109', 'The data of the order cannot be found, please confirm the order number', 400)
          : bg(null, '25204', 'Order does not exist', 400),
    gone: () => bg(null, '43001', 'The order does not exist', 400),
    duplicate: () => bg(null, '43118', 'clientOrderId duplicate', 400),
    funds: () => bg(null, '43012', 'Insufficient balance', 400),
    rate: () => bg(null, '429', 'Too Many Requests', 429),
    auth: () => bg(null, '40006', 'Invalid ACCESS_KEY', 400),
    time: () => bg(null, '40008', 'Request timestamp expired', 400),
  },
  doubts: [
    bg(null, '40010', 'Request timed out', 400),
    bg(null, '40725', 'service return an error', 400),
    bg(null, '40015', 'System is abnormal, please try again later', 400),
    bg(null, '45001', 'Unknown error', 400),
    bg(null, '98765', 'no table has it', 400),
    bg(null, '40200', 'Server upgrade, please try again later', 500),
  ],
  hollow: [bg(null), bg({}), [200, {}], bg([])],
  until: ({ headers }) => Number(headers['access-timestamp']) + 30_000,
};
