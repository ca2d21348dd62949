// What Binance USD-M futures refuse beside their limits and order rules.
import { orderParams, sharedRefusals } from '../binance-refusals.ts';
import type { Refusals } from '../refusals.ts';

export const refusals: Refusals = {
  codes: {
    ...sharedRefusals,
    funds: '-2019',
    duplicate: '-4116',
    'invalid-order': '-4003',
    price: '-4001',
    'invalid-client-order-id': '-4015',
    'batch-size': '-4082',
    'cancel-size': '-4032',
  },
  ...orderParams({
    path: '/fapi/v1/order',
    types: [
      'LIMIT',
      'MARKET',
      'STOP',
      'STOP_MARKET',
      'TAKE_PROFIT',
      'TAKE_PROFIT_MARKET',
      'TRAILING_STOP_MARKET',
    ],
    timesInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD', 'RPI'],
    amount: ['quantity', 'closePosition'],
    price: ['priceMatch'],
    others: [
      'positionSide',
      'reduceOnly',
      'stopPrice',
      'activationPrice',
      'callbackRate',
      'workingType',
      'priceProtect',
      'goodTillDate',
    ],
  }),
  aheadMs: 1000,
};
