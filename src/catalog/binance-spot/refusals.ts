// What Binance spot refuses beside its limits and order rules.
import { orderParams, sharedRefusals } from '../binance-refusals.ts';
import type { Refusals } from '../refusals.ts';

/** "Filters" and "Error codes" of the documents; the texts of -1013, -2010 and -2011 are what tells their cases apart. */
export const refusals: Refusals = {
  codes: {
    ...sharedRefusals,
    funds: { code: '-2010', text: 'Account has insufficient balance for requested action.' },
    duplicate: { code: '-2010', text: 'Duplicate order sent.' },
    'invalid-order': { code: '-1013', text: 'Filter failure: LOT_SIZE' },
    price: { code: '-1013', text: 'Filter failure: PRICE_FILTER' },
  },
  ...orderParams({
    path: '/api/v3/order',
    types: [
      'LIMIT',
      'MARKET',
      'STOP_LOSS',
      'STOP_LOSS_LIMIT',
      'TAKE_PROFIT',
      'TAKE_PROFIT_LIMIT',
      'LIMIT_MAKER',
    ],
    timesInForce: ['GTC', 'IOC', 'FOK'],
    amount: ['quantity', 'quoteOrderQty'],
    price: ['pegPriceType'],
    others: [
      'strategyId',
      'strategyType',
      'stopPrice',
      'trailingDelta',
      'icebergQty',
      'pegOffsetValue',
      'pegOffsetType',
    ],
  }),
  // "timestamp < serverTime + 1 second"
  aheadMs: 1000,
};
