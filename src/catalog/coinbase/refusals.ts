// What Coinbase Advanced Trade refuses beside its limits and order rules.
import type { Refusals } from '../refusals.ts';

const own = '/api/v3/brokerage/orders';
const match = { method: 'POST', path: own };

/** Orders are refused under HTTP 200; what the gateway in front of them refuses has a status. */
export const refusals: Refusals = {
  codes: {
    throttle: { code: 'RATE_LIMIT_EXCEEDED', status: 429 },
    timestamp: { code: 'UNAUTHENTICATED', status: 401 },
    'missing-timestamp': { code: 'UNAUTHENTICATED', status: 401 },
    'api-key': { code: 'UNAUTHENTICATED', status: 401 },
    signature: { code: 'UNAUTHENTICATED', status: 401 },
    funds: 'INSUFFICIENT_FUND',
    'order-not-found': { code: 'NOT_FOUND', status: 404 },
    'unknown-order': 'UNKNOWN_CANCEL_ORDER',
    'invalid-order': 'UNSUPPORTED_ORDER_CONFIGURATION',
    symbol: 'INVALID_PRODUCT_ID',
    price: 'INVALID_LIMIT_PRICE',
    'missing-parameter': { code: 'INVALID_ARGUMENT', status: 400 },
    server: { code: 'INTERNAL', status: 500 },
  },
  status: 200,
  reads: ['json'],
  params: [
    { match, param: 'client_order_id' },
    { match, param: 'product_id', missing: 'INVALID_PRODUCT_ID' },
    { match, param: 'side', oneOf: ['BUY', 'SELL'], missing: 'INVALID_SIDE', wrong: 'INVALID_SIDE' },
  ],
};
