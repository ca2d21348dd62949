// Binance USD-M futures, by their documents.
import { bad, cancelsAt, draft, found, oidOf, one, paramsOf, record, refuse, transfers } from './binance.ts';
import { binanceSpot } from './binance-spot.ts';
import { type Book, type Fields, type Form, isOpen, listOf, type Reply, type Req, text } from './book.ts';
import { form, query } from './samples.ts';

const single = one('/fapi/v1/');
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
  orders: (o) => [form('POST', '/fapi/v1/order', paramsOf(o)), query('POST', '/fapi/v1/order', paramsOf(o))],
  cancels: cancelsAt('/fapi/v1/order'),
  amends: (o, price) => [
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
    if (req.path === '/fapi/v1/batchOrders')
      return req.method === 'POST' ? place(book, req) : cancel(book, req);
    const isAmend = req.path === '/fapi/v1/order' && req.method === 'PUT';
    return isAmend ? amend(book, req) : single(book, req, binanceUsdm);
  },
  refuse: refuse(bad(-4116, 'ClientOrderId is duplicated.')),
};
