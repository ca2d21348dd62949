// Binance spot, by its documents.
import type { Sample } from '../../../tools/samples.ts';
import {
  bad,
  cancelsAt,
  doubts,
  found,
  oidOf,
  one,
  paramsOf,
  record,
  refuse,
  transfers,
  until,
} from './binance.ts';
import {
  type Book,
  type Draft,
  type Fields,
  type Form,
  isOpen,
  type Placed,
  type Reply,
  type Req,
  text,
} from './book.ts';
import { form, query } from './samples.ts';

const both = (o: Draft): Sample => {
  const { symbol, side, ...rest } = paramsOf(o);
  const query = new URLSearchParams({ symbol: String(symbol), side: String(side) });
  return form('POST', `/api/v3/order?${query}`, rest);
};
/** Of its quantity, which alone it takes. */
const amend = (book: Book, req: Req): Reply => {
  const order = found(book, req.fields);
  if (!order || !isOpen(order)) return binanceSpot.refuse.gone(req);
  const next = book.change(order, { qty: text(req.fields['newQty']) });
  const amendedOrder = { ...record(next), qty: next.qty };
  return [200, { transactTime: next.updatedMs, executionId: 75, amendedOrder }];
};

const listParams = (o: Draft): Record<string, string> => ({
  symbol: o.market,
  side: o.side,
  quantity: o.qty,
  aboveType: 'LIMIT_MAKER',
  abovePrice: o.price,
  belowType: 'STOP_LOSS',
  belowStopPrice: '1',
  listClientOrderId: o.cid,
});

const listRecord = (o: Placed): Fields => ({
  orderListId: Number(oidOf(o)),
  contingencyType: 'OCO',
  listStatusType: isOpen(o) ? 'EXEC_STARTED' : 'ALL_DONE',
  listOrderStatus: isOpen(o) ? 'EXECUTING' : 'ALL_DONE',
  listClientOrderId: o.cid,
  transactionTime: o.bornMs,
  symbol: o.market,
  orders: [],
});

/** One cancels the other: a pair of orders under a name of its own. */
const lists = (book: Book, req: Req): Reply => {
  const { method, fields } = req;
  if (method === 'POST') {
    const { listClientOrderId: cid, abovePrice: price, quantity: qty, symbol: market, side } = fields;
    const told = {
      cid: text(cid),
      market: text(market),
      side: text(side),
      qty: text(qty),
      price: text(price),
    };
    const order = book.place({ ...told, book: 'list' });
    return order ? [200, { ...listRecord(order), orderReports: [] }] : binanceSpot.refuse.duplicate(req);
  }
  const { orderListId: orderId, listClientOrderId, origClientOrderId = listClientOrderId } = fields;
  const ids = orderId === undefined ? { origClientOrderId } : { orderId };
  if (method === 'GET') {
    const order = found(book, ids, true);
    return order ? [200, listRecord(order)] : binanceSpot.refuse.missing(req);
  }
  const order = book.cancel(found(book, ids));
  return order ? [200, { ...listRecord(order), orderReports: [] }] : binanceSpot.refuse.gone(req);
};

const single = one('/api/v3/');

export const binanceSpot: Form = {
  id: 'binance-spot',
  copies: 'refused-while-open',
  market: 'BTCUSDT',
  orders: (o) => [
    form('POST', '/api/v3/order', paramsOf(o)),
    query('POST', '/api/v3/order', paramsOf(o)),
    both(o),
    query('POST', '/api/v3/orderList/oco', listParams(o)),
  ],
  cancels: (o) =>
    o.book === 'list'
      ? [
          query('DELETE', '/api/v3/orderList', { symbol: o.market, listClientOrderId: o.cid }),
          query('DELETE', '/api/v3/orderList', { symbol: o.market, orderListId: oidOf(o) }),
        ]
      : cancelsAt('/api/v3/order')(o),
  amends: (o) =>
    o.book === 'list'
      ? []
      : [
          query('PUT', '/api/v3/order/amend/keepPriority', {
            symbol: o.market,
            orderId: oidOf(o),
            newQty: '3',
          }),
        ],
  once: [
    ...transfers,
    query('POST', '/sapi/v1/margin/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' }),
  ],
  onceReply: [200, { id: '7213fea8e94b4a5593d507237e5a555b' }],
  answer: (book, req) => {
    if (req.path.startsWith('/api/v3/orderList')) return lists(book, req);
    return req.path.endsWith('/keepPriority') ? amend(book, req) : single(book, req, binanceSpot);
  },
  refuse: refuse(bad(-2010, 'Duplicate order sent.')),
  doubts,
  hollow: [
    [200, {}],
    [200, ''],
    [200, []],
  ],
  until,
};
