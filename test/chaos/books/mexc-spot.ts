// MEXC spot, by its documents.
import { bad, cancelsAt, draft, one, paramsOf, refuse } from './binance.ts';
import { binanceSpot } from './binance-spot.ts';
import { type Form, listOf, text } from './book.ts';
import { form, query } from './samples.ts';

const single = one('/api/v3/');
export const mexcSpot: Form = {
  ...binanceSpot,
  id: 'mexc-spot',
  copies: 'taken',
  orders: (o) => [query('POST', '/api/v3/order', paramsOf(o)), form('POST', '/api/v3/order', paramsOf(o))],
  cancels: (o) => cancelsAt('/api/v3/order')(o).slice(0, 2),
  amends: () => [],
  batches: (orders) => [
    query('POST', '/api/v3/batchOrders', { batchOrders: JSON.stringify(orders.map(paramsOf)) }),
  ],
  once: [
    query('POST', '/api/v3/capital/withdraw', { coin: 'USDT', address: 'a', amount: '1' }),
    query('POST', '/api/v3/capital/transfer', {
      fromAccountType: 'SPOT',
      toAccountType: 'FUTURES',
      asset: 'USDT',
      amount: '1',
    }),
  ],
  answer: (book, req) => {
    if (req.path === '/api/v3/batchOrders')
      return [
        200,
        listOf(JSON.parse(text(req.fields['batchOrders']))).map((f) => {
          const o = book.place(draft(f));
          return { symbol: o?.market, orderId: o?.oid, newClientOrderId: o?.cid, orderListId: -1 };
        }),
      ];
    return single(book, req, mexcSpot);
  },
  refuse: {
    ...refuse(bad(-1, '')),
    missing: () => bad(-2013, 'Order does not exist.'),
    funds: () => bad(30004, 'Insufficient position'),
    rate: () => bad(429, 'Too Many Requests', 429),
    auth: () => bad(10072, 'Api key info invalid'),
    time: () => bad(700003, 'Timestamp for this request is outside of the recvWindow.'),
  },
  doubts: [
    bad(500, 'internal server error', 500),
    bad(-98765, 'no table has it'),
    bad(504, 'Gateway Time-out', 504),
  ],
};
