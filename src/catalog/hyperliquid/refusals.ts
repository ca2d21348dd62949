// What Hyperliquid refuses beside its limits and order rules.
import type { Refusals } from '../refusals.ts';

/** There are no codes: a text stands for one, of an order among the statuses of all. Reads are refused by a status alone. */
export const refusals: Refusals = {
  codes: {
    funds: 'Insufficient margin to place order.',
    'order-not-found': 'unknownOid',
    'unknown-order': 'Order was never placed, already canceled, or filled.',
    'invalid-order': 'Order has zero size.',
    price: 'Price must be divisible by tick size.',
    throttle: {
      code: 'Too many cumulative requests sent',
      text: 'Too many cumulative requests sent (97460 > 97456) for cumulative volume traded $2854574.59. Place taker orders to free up 1 request per USDC traded.',
    },
    signature: 'Unable to recover signer.',
    replay: 'Invalid nonce: duplicate nonce',
  },
  inItems: ['funds', 'unknown-order', 'order-closed', 'invalid-order', 'price'],
  status: 200,
  reads: ['json'],
};
