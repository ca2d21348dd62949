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
import { type Book, type Draft, type Form, isOpen, type Reply, type Req, text } from './book.ts';
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

const single = one('/api/v3/');

export const binanceSpot: Form = {
  id: 'binance-spot',
  copies: 'refused-while-open',
  market: 'BTCUSDT',
  orders: (o) => [
    form('POST', '/api/v3/order', paramsOf(o)),
    query('POST', '/api/v3/order', paramsOf(o)),
    both(o),
  ],
  cancels: cancelsAt('/api/v3/order'),
  amends: (o) => [
    query('PUT', '/api/v3/order/amend/keepPriority', { symbol: o.market, orderId: oidOf(o), newQty: '3' }),
  ],
  once: [
    ...transfers,
    query('POST', '/sapi/v1/margin/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' }),
  ],
  onceReply: [200, { id: '7213fea8e94b4a5593d507237e5a555b' }],
  answer: (book, req) =>
    req.path.endsWith('/keepPriority') ? amend(book, req) : single(book, req, binanceSpot),
  refuse: refuse(bad(-2010, 'Duplicate order sent.')),
  doubts,
  hollow: [
    [200, {}],
    [200, ''],
    [200, []],
  ],
  until,
};
