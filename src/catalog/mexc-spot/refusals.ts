// What MEXC spot refuses beside its limits and order rules.
import type { Refusals } from '../refusals.ts';

const path = '/api/v3/order';
const placing = { method: 'POST', path };
const limit = { ...placing, params: { type: 'LIMIT' } };
const ofOne = ['GET', 'DELETE'].map((method) => ({ method, path }));

/** "New order", "Query order", "Cancel order". Parameters of all are in the query. */
export const refusals: Refusals = {
  codes: {
    throttle: { code: '429', status: 429 },
    timestamp: '700003',
    'missing-timestamp': '700004',
    'api-key': '10072',
    signature: { code: '700002', status: 400 },
    funds: '30004',
    'order-not-found': '-2013',
    'unknown-order': '-2011',
    'invalid-order': '30002',
    'invalid-client-order-id': '700008',
    'batch-size': '33333',
    symbol: { code: '-1121', text: 'Invalid symbol.' },
    price: '30010',
    'missing-parameter': '700004',
    'wrong-parameter': '700008',
  },
  reads: ['query'],
  params: [
    { match: placing, param: 'symbol' },
    { match: placing, param: 'side', oneOf: ['BUY', 'SELL'] },
    {
      match: placing,
      param: 'type',
      oneOf: ['LIMIT', 'MARKET', 'LIMIT_MAKER', 'IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL'],
    },
    { match: limit, param: 'quantity' },
    { match: limit, param: 'price' },
    { match: { ...placing, params: { type: 'MARKET' } }, param: ['quantity', 'quoteOrderQty'] },
    ...ofOne.flatMap((match) => [
      { match, param: 'symbol' },
      { match, param: ['orderId', 'origClientOrderId'] },
    ]),
  ],
  // time < server time + 1000
  aheadMs: 1000,
};
