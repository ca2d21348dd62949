// What HTX spot refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';

const own = '/v1/order/';
const limitTypes = ['limit', 'ioc', 'limit-maker', 'limit-fok'].flatMap((type) => [
  `buy-${type}`,
  `sell-${type}`,
]);
const types = [
  ...limitTypes,
  ...['market', 'stop-limit', 'stop-limit-fok'].flatMap((type) => [`buy-${type}`, `sell-${type}`]),
];

/** "Place a New Order", "Place a Batch of Orders". */
const placing = ['orders/place', 'batch-orders'].flatMap((name): ParamRule[] => {
  const match = { method: 'POST', path: own + name };
  return [
    { match, param: 'account-id' },
    { match, param: 'symbol' },
    { match, param: 'type', oneOf: types },
    { match, param: 'amount' },
    { match: { ...match, params: { type: limitTypes } }, param: 'price' },
  ];
});

/** Key, signature and time have one code. All but the limit come under HTTP 200. */
export const refusals: Refusals = {
  codes: {
    throttle: { code: 'rate-too-many-requests', status: 429 },
    timestamp: 'api-signature-not-valid',
    'missing-timestamp': 'api-signature-not-valid',
    'api-key': 'api-signature-not-valid',
    signature: 'api-signature-not-valid',
    funds: 'account-frozen-balance-insufficient-error',
    duplicate: 'invalid-client-order-id',
    'order-not-found': 'base-record-invalid',
    'unknown-order': 'base-not-found',
    'order-closed': 'order-orderstate-error',
    'invalid-order': 'order-limitorder-amount-min-error',
    symbol: 'base-symbol-error',
    price: 'order-invalid-price',
    'missing-parameter': 'validation-constraints-required',
    'wrong-parameter': 'order-type-invalid',
  },
  status: 200,
  reads: ['json'],
  params: [
    ...placing,
    { match: { method: 'POST', path: `${own}orders/submitCancelClientOrder` }, param: 'client-order-id' },
    { match: { method: 'GET', path: `${own}orders/getClientOrder` }, param: 'clientOrderId' },
  ],
};
