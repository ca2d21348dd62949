// What Bitget refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';
import { futures, spot, unified } from './orders.ts';

const sides = ['buy', 'sell'];
const types = ['limit', 'market'];

/** "Place Order" of each product; items of a batch have the same parameters. */
function placing(paths: readonly string[], names: readonly string[]): readonly ParamRule[] {
  return paths.flatMap((path): ParamRule[] => {
    const match = { method: 'POST', path };
    return [
      ...names.map((param) => ({ match, param })),
      { match, param: 'side', oneOf: sides },
      { match, param: 'orderType', oneOf: types },
      { match: { ...match, params: { orderType: 'limit' } }, param: 'price' },
    ];
  });
}

const cancelling: readonly ParamRule[] = [spot, futures, unified].map((prefix) => ({
  match: { method: 'POST', path: `${prefix}cancel-order` },
  param: ['orderId', 'clientOid'],
}));

/** "errors are mostly 400"; the numbers are those of the classic account, where the unified one has others of its own. */
export const refusals: Refusals = {
  codes: {
    throttle: { code: '429', status: 429 },
    timestamp: '40008',
    'missing-timestamp': '40005',
    'api-key': '40006',
    signature: '40009',
    funds: '43012',
    duplicate: '43118',
    'order-not-found': '43001',
    'invalid-order': '40020',
    'invalid-client-order-id': '40304',
    'batch-size': '40058',
    symbol: '40034',
    'missing-parameter': '40019',
    'wrong-parameter': '40017',
    'content-type': '40007',
  },
  status: 400,
  reads: ['json'],
  params: [
    ...placing([`${spot}place-order`], ['symbol', 'size']),
    ...placing([`${futures}place-order`], ['symbol', 'productType', 'marginMode', 'marginCoin', 'size']),
    ...placing([`${unified}place-order`], ['category', 'symbol', 'qty']),
    ...cancelling,
  ],
};
