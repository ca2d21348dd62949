// What Bybit v5 refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';

const own = '/v5/order/';
const categories = ['linear', 'inverse', 'spot', 'option'];

/** "Place Order", "Batch Place Order": what is required of both. */
const placing = ['create', 'create-batch'].flatMap((name): ParamRule[] => {
  const match = { method: 'POST', path: own + name };
  return [
    { match, param: 'category', oneOf: categories },
    { match, param: 'symbol' },
    { match, param: 'side', oneOf: ['Buy', 'Sell'] },
    { match, param: 'orderType', oneOf: ['Market', 'Limit'] },
    { match, param: 'qty' },
    { match: { ...match, params: { orderType: 'Limit' } }, param: 'price' },
    // "orderLinkId is required" of options.
    { match: { ...match, params: { category: 'option' } }, param: 'orderLinkId' },
  ];
});

const changing = ['amend', 'cancel'].flatMap((name): ParamRule[] => {
  const match = { method: 'POST', path: own + name };
  return [
    { match, param: 'category', oneOf: categories },
    { match, param: 'symbol' },
    { match, param: ['orderId', 'orderLinkId'] },
  ];
});

/** All come under HTTP 200; the numbers are those of derivatives, and spot has others of its own. */
export const refusals: Refusals = {
  codes: {
    throttle: '10006',
    timestamp: '10002',
    'missing-timestamp': '10001',
    'api-key': '10003',
    signature: '10004',
    funds: '110007',
    duplicate: '110072',
    'order-not-found': '110001',
    'order-closed': '110008',
    'invalid-order': '10001',
    price: '110003',
    'no-route': { code: '10017', status: 404 },
    server: '10016',
  },
  byRoute: [
    {
      match: { params: { category: 'spot' } },
      codes: {
        funds: '170131',
        duplicate: '170141',
        'order-not-found': '170213',
        'order-closed': '170142',
        symbol: '170121',
        price: '170133',
      },
    },
  ],
  status: 200,
  reads: ['json'],
  params: [
    ...placing,
    ...changing,
    { match: { method: 'GET', path: `${own}realtime` }, param: 'category', oneOf: categories },
    { match: { method: 'GET', path: `${own}history` }, param: 'category', oneOf: categories },
  ],
  emptyLookups: [`${own}realtime`, `${own}history`],
  // time of the request < server time + 1000
  aheadMs: 1000,
};
