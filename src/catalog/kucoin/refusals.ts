// What KuCoin refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';

/** "Add Order", "Batch Add Orders" of spot. */
const placing = ['orders', 'orders/multi'].flatMap((name): ParamRule[] => {
  const match = { method: 'POST', path: `/api/v1/hf/${name}` };
  return [
    { match, param: 'symbol' },
    { match, param: 'type', oneOf: ['limit', 'market'] },
    { match, param: 'side', oneOf: ['buy', 'sell'] },
    { match: { ...match, params: { type: 'limit' } }, param: 'price' },
    { match: { ...match, params: { type: 'limit' } }, param: 'size' },
    { match: { ...match, params: { type: 'market' } }, param: ['size', 'funds'] },
  ];
});

/** The codes of spot. */
export const refusals: Refusals = {
  codes: {
    throttle: { code: '429000', status: 429 },
    timestamp: '400002',
    'missing-timestamp': '400001',
    'api-key': { code: '400003', status: 401 },
    signature: { code: '400005', status: 401 },
    funds: '200004',
    duplicate: '102426',
    'order-not-found': 'order_not_exist',
    'invalid-order': '300000',
    symbol: '900001',
    'missing-parameter': '400100',
    'content-type': { code: '415000', status: 415 },
    'no-route': { code: '404000', status: 404 },
  },
  status: 400,
  reads: ['json'],
  params: placing,
};
