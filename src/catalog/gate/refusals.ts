// What Gate refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';

/** "Create an order", "Create a batch of orders" of spot. */
const placing = ['orders', 'batch_orders'].flatMap((name): ParamRule[] => {
  const match = { method: 'POST', path: `/api/v4/spot/${name}` };
  return [
    { match, param: 'currency_pair' },
    { match, param: 'side', oneOf: ['buy', 'sell'] },
    { match, param: 'type', optional: true, oneOf: ['limit', 'market'] },
    { match, param: 'amount' },
    { match: { ...match, params: { type: 'limit' } }, param: 'price' },
  ];
});

/** The labels of spot; futures have CONTRACT_NOT_FOUND and others of their own. Statuses as clients saw them. */
export const refusals: Refusals = {
  codes: {
    throttle: { code: 'TOO_MANY_REQUESTS', status: 429 },
    timestamp: { code: 'REQUEST_EXPIRED', status: 403 },
    'missing-timestamp': 'MISSING_REQUIRED_HEADER',
    'api-key': { code: 'INVALID_KEY', status: 401 },
    signature: { code: 'INVALID_SIGNATURE', status: 401 },
    funds: 'BALANCE_NOT_ENOUGH',
    'order-not-found': { code: 'ORDER_NOT_FOUND', status: 404 },
    'order-closed': 'ORDER_CLOSED',
    'invalid-order': 'INVALID_PARAM_VALUE',
    'invalid-client-order-id': 'INVALID_CLIENT_ORDER_ID',
    symbol: 'INVALID_CURRENCY_PAIR',
    'missing-parameter': 'MISSING_REQUIRED_PARAM',
    'wrong-parameter': 'INVALID_PARAM_VALUE',
    'content-type': 'INVALID_CONTENT_TYPE',
    'no-route': { code: 'NOT_FOUND', status: 404 },
  },
  status: 400,
  reads: ['query', 'json'],
  params: placing,
};
