// What Kraken spot refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';

const own = '/0/private/';

/** "Add Order", "Add Order Batch". The pair of a batch stands beside its orders. */
const placing = ['AddOrder', 'AddOrderBatch'].flatMap((name): ParamRule[] => {
  const match = { method: 'POST', path: own + name };
  return [
    { match, param: 'pair' },
    { match, param: 'type', oneOf: ['buy', 'sell'] },
    {
      match,
      param: 'ordertype',
      oneOf: [
        'market',
        'limit',
        'iceberg',
        'stop-loss',
        'take-profit',
        'stop-loss-limit',
        'take-profit-limit',
        'trailing-stop',
        'trailing-stop-limit',
        'settle-position',
      ],
    },
    { match, param: 'volume', missing: 'EGeneral:Invalid arguments:volume' },
    {
      match: { ...match, params: { ordertype: ['limit', 'iceberg'] } },
      param: 'price',
      missing: 'EGeneral:Invalid arguments:price',
    },
  ];
});

/** "200 for every API error". What answers a second client order id is not published. */
export const refusals: Refusals = {
  codes: {
    throttle: 'EAPI:Rate limit exceeded',
    timestamp: 'EAPI:Invalid nonce',
    'missing-timestamp': 'EAPI:Invalid nonce',
    replay: 'EAPI:Invalid nonce',
    expired: 'EService:Deadline elapsed',
    'api-key': 'EAPI:Invalid key',
    signature: 'EAPI:Invalid signature',
    funds: 'EOrder:Insufficient funds',
    duplicate: 'EGeneral:Invalid arguments',
    'order-not-found': 'EOrder:Unknown order',
    'invalid-order': 'EGeneral:Invalid arguments:volume',
    price: 'EGeneral:Invalid arguments:price',
    'batch-size': 'EGeneral:Invalid arguments',
    symbol: 'EQuery:Unknown asset pair',
    'missing-parameter': 'EGeneral:Invalid arguments',
    'no-route': 'EGeneral:Unknown method',
    server: 'EService:Unavailable',
  },
  status: 200,
  reads: ['form', 'json'],
  params: [
    ...placing,
    { match: { method: 'POST', path: `${own}CancelOrder` }, param: ['txid', 'cl_ord_id'] },
    { match: { method: 'POST', path: `${own}QueryOrders` }, param: 'txid' },
  ],
  emptyLookups: [`${own}OpenOrders`, `${own}ClosedOrders`],
};
