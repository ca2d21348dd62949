// Binance USD-M futures, by their documents.
import { bad, cancelsAt, draft, found, oidOf, one, paramsOf, record, refuse, transfers } from './binance.ts';
import { binanceSpot } from './binance-spot.ts';
import {
  type Book,
  type Draft,
  type Fields,
  type Form,
  isOpen,
  listOf,
  type Placed,
  type Reply,
  type Req,
  text,
} from './book.ts';
import { form, query } from './samples.ts';

const single = one('/fapi/v1/');
const algoParams = (o: Draft): Fields => ({
  algoType: 'CONDITIONAL',
  symbol: o.market,
  side: o.side,
  type: 'STOP_MARKET',
  quantity: o.qty,
  triggerPrice: o.price,
  clientAlgoId: o.cid,
});
const algoStates = { open: 'NEW', partial: 'NEW', filled: 'FINISHED', cancelled: 'CANCELED' } as const;
const algoRecord = (o: Placed): Fields => ({
  algoId: Number(oidOf(o)),
  clientAlgoId: o.cid,
  algoType: 'CONDITIONAL',
  orderType: 'STOP_MARKET',
  symbol: o.market,
  side: o.side,
  quantity: o.qty,
  triggerPrice: `${o.price}.00`,
  algoStatus: algoStates[o.state],
  createTime: o.bornMs,
  updateTime: o.updatedMs,
});

/** Conditional orders, which have a book of their own. */
const algo = (book: Book, { method, fields }: Req): Reply => {
  const { clientAlgoId, algoId: orderId, symbol, side, quantity, triggerPrice } = fields;
  const ids = orderId === undefined ? { origClientOrderId: clientAlgoId } : { orderId };
  if (method === 'POST') {
    const [cid, market, qty, price] = [clientAlgoId, symbol, quantity, triggerPrice].map(text);
    const order = book.place({
      cid: cid ?? '',
      market: market ?? '',
      side: text(side),
      qty: qty ?? '',
      price: price ?? '',
      book: 'algo',
    });
    return order ? [200, algoRecord(order)] : binanceUsdm.refuse.duplicate(noRequest);
  }
  if (method === 'DELETE') {
    const order = book.cancel(found(book, ids));
    if (!order) return binanceUsdm.refuse.gone(noRequest);
    return [200, { algoId: Number(oidOf(order)), clientAlgoId: order.cid, code: '200', msg: 'success' }];
  }
  const order = found(book, ids, true);
  return order ? [200, algoRecord(order)] : binanceUsdm.refuse.missing(noRequest);
};
const noRequest = {} as Req;

const listIn = (f: Fields, name: string): readonly unknown[] => JSON.parse(text(f[name]) || '[]');

const place = (book: Book, { fields }: Req): Reply => [
  200,
  listOf(listIn(fields, 'batchOrders')).map((f) => {
    const order = book.place(draft(f));
    return order
      ? { ...record(order), updateTime: order.bornMs }
      : { code: -4116, msg: 'ClientOrderId is duplicated.' };
  }),
];

const cancel = (book: Book, { fields }: Req): Reply => {
  const orders = [
    ...listIn(fields, 'origClientOrderIdList').map((id) => found(book, { origClientOrderId: id })),
    ...listIn(fields, 'orderIdList').map((orderId) => found(book, { orderId })),
  ];
  const done = orders.map((order) => book.cancel(order));
  return [
    200,
    done.map((o) =>
      o ? { ...record(o), updateTime: o.updatedMs } : { code: -2011, msg: 'Unknown order sent.' },
    ),
  ];
};

const amend = (book: Book, req: Req): Reply => {
  const { fields } = req;
  const order = found(book, fields);
  if (!order || !isOpen(order)) return binanceUsdm.refuse.gone(req);
  const next = book.change(order, { qty: text(fields['quantity']), price: text(fields['price']) });
  return [200, { ...record(next), updateTime: next.updatedMs }];
};

export const binanceUsdm: Form = {
  ...binanceSpot,
  id: 'binance-usdm',
  orders: (o) => [
    form('POST', '/fapi/v1/order', paramsOf(o)),
    query('POST', '/fapi/v1/order', paramsOf(o)),
    query('POST', '/fapi/v1/algoOrder', algoParams(o)),
  ],
  cancels: (o) =>
    o.book === 'algo'
      ? [
          query('DELETE', '/fapi/v1/algoOrder', { clientAlgoId: o.cid }),
          query('DELETE', '/fapi/v1/algoOrder', { algoId: oidOf(o) }),
        ]
      : cancelsAt('/fapi/v1/order')(o),
  amends: (o, price) =>
    o.book === 'algo'
      ? []
      : [
          query('PUT', '/fapi/v1/order', {
            symbol: o.market,
            side: o.side,
            origClientOrderId: o.cid,
            quantity: o.qty,
            price,
          }),
          query('PUT', '/fapi/v1/order', {
            symbol: o.market,
            side: o.side,
            orderId: oidOf(o),
            quantity: o.qty,
            price,
          }),
        ],
  batches: (orders) => [
    form('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(orders.map(paramsOf)) }),
    query('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(orders.map(paramsOf)) }),
  ],
  cancelBatches: (orders) => [
    query('DELETE', '/fapi/v1/batchOrders', {
      symbol: 'BTCUSDT',
      origClientOrderIdList: JSON.stringify(orders.map(({ cid }) => cid)),
    }),
    query('DELETE', '/fapi/v1/batchOrders', { symbol: 'BTCUSDT', orderIdList: `[${orders.map(oidOf)}]` }),
  ],
  once: [
    ...transfers,
    query('POST', '/fapi/v1/positionMargin', { symbol: 'BTCUSDT', amount: '1', type: '1' }),
  ],
  answer: (book, req) => {
    if (req.path === '/fapi/v1/algoOrder') return algo(book, req);
    if (req.path === '/fapi/v1/batchOrders')
      return req.method === 'POST' ? place(book, req) : cancel(book, req);
    const isAmend = req.path === '/fapi/v1/order' && req.method === 'PUT';
    return isAmend ? amend(book, req) : single(book, req, binanceUsdm);
  },
  refuse: refuse(bad(-4116, 'ClientOrderId is duplicated.')),
};
