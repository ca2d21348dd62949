// What OKX v5 refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';

const own = '/api/v5/trade/';

/** "Place order", "Place multiple orders": what is required of both. */
const placing = ['order', 'batch-orders'].flatMap((name): ParamRule[] => {
  const match = { method: 'POST', path: own + name };
  return [
    { match, param: 'instId' },
    { match, param: 'tdMode', oneOf: ['cross', 'isolated', 'cash', 'spot_isolated'] },
    { match, param: 'side', oneOf: ['buy', 'sell'] },
    {
      match,
      param: 'ordType',
      oneOf: [
        'market',
        'limit',
        'post_only',
        'fok',
        'ioc',
        'optimal_limit_ioc',
        'mmp',
        'mmp_and_post_only',
        'op_fok',
        'elp',
      ],
    },
    { match, param: 'sz' },
    {
      match: {
        ...match,
        params: { ordType: ['limit', 'post_only', 'fok', 'ioc', 'mmp', 'mmp_and_post_only'] },
      },
      param: ['px', 'pxUsd', 'pxVol'],
    },
  ];
});

const named = [
  { method: 'POST', path: `${own}cancel-order` },
  { method: 'POST', path: `${own}amend-order` },
  { method: 'GET', path: `${own}order` },
].flatMap((match): ParamRule[] => [
  { match, param: 'instId' },
  { match, param: ['ordId', 'clOrdId'], missing: '51003' },
]);

/** The status of most stands beside the code in the table. */
export const refusals: Refusals = {
  codes: {
    throttle: '50011',
    timestamp: { code: '50102', status: 401 },
    // `expTime` of a request that is taken up later.
    expired: '50037',
    'missing-timestamp': { code: '50107', status: 401 },
    'api-key': '50111',
    signature: '50113',
    funds: '51008',
    duplicate: '51016',
    'order-not-found': '51603',
    'unknown-order': '51400',
    'invalid-order': '51000',
    'invalid-client-order-id': { code: '51000', text: 'Parameter clOrdId error' },
    'batch-size': '51111',
    'cancel-size': '51406',
    symbol: '51001',
    price: { code: '51000', text: 'Parameter px error' },
    'missing-parameter': { code: '50014', status: 400 },
    'wrong-parameter': '51000',
    'content-type': { code: '50006', status: 400 },
    server: { code: '50001', status: 503 },
  },
  byRoute: [{ match: { path: `${own}amend-order` }, codes: { 'unknown-order': '51503' } }],
  // "All operations failed", and of the order why: `sCode`.
  inItems: ['funds', 'duplicate', 'unknown-order', 'order-closed', 'expired', 'price'],
  reads: ['json'],
  params: [...placing, ...named],
};
