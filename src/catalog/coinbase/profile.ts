// The definition of Coinbase Advanced Trade.
import type { ExchangeSpec, Route } from '../exchange.ts';
import type { Limit } from '../limit.ts';
import { routeList } from '../route-list.ts';
import { suspectClock } from '../suspect-clock.ts';
import { answers } from './answers.ts';
import { lookups } from './orders.ts';
import { refusals } from './refusals.ts';

const own = '/api/v3/brokerage/';

const routes: readonly Route[] = [
  { method: 'POST', path: `${own}orders`, kind: 'order' },
  // Its good answer names no order.
  { method: 'POST', path: `${own}orders/edit`, kind: 'write', amends: true },
  ...routeList('cancel', 'POST', own, ['orders/batch_cancel']),
  ...routeList('read', 'POST', own, ['orders/preview', 'orders/edit_preview']),
  // Of closing a position nothing is said about the id: it is a write like any other.
];

/**
 * Thirty private requests in a second of a user, ten public ones of an address: third parties say so (rate-limits.apis.io; elsewhere
 * fifteen), the reference does not. Assumed: windows of a second slide. The headers of each answer tell what is left.
 */
const limits: readonly Limit[] = [
  { name: 'private', scope: 'account', capacity: 30, windowMs: 1000, match: { signed: true } },
  { name: 'public', scope: 'ip', capacity: 10, windowMs: 1000, match: { signed: false, transport: 'rest' } },
];

/** Advanced Trade alone: Coinbase Exchange (`api.exchange.coinbase.com`) is another product. */
export const spec: ExchangeSpec = {
  id: 'coinbase',
  name: 'Coinbase',
  docs: [
    'https://docs.cdp.coinbase.com/coinbase-business/advanced-trade-apis/overview',
    'https://github.com/coinbase/coinbase-advanced-py',
  ],
  hosts: [
    'api.coinbase.com',
    'api-sandbox.coinbase.com',
    'advanced-trade-ws.coinbase.com',
    'advanced-trade-ws-user.coinbase.com',
  ],
  ...answers,
  limits,
  routes,
  signedPaths: [
    'accounts/**',
    'orders/**',
    'products/**',
    'best_bid_ask',
    'portfolios/**',
    'transaction_summary',
    'convert/**',
    'payment_methods/**',
    'cfm/**',
    'intx/**',
    'key_permissions',
  ].map((name) => own + name),
  clientOrderId: {
    fields: ['client_order_id'],
    market: ['product_id'],
    // No form is published: a UUID is what clients send.
    pattern: /^[A-Za-z0-9_-]{1,36}$/,
    // "If the ID provided is not unique, the order will not be created and the order corresponding with that ID will be returned
    // instead." For how long ids are kept is not published: no copy goes out later than the deadline of its call.
    deduplicated: 'returned',
  },
  lookup: lookups,
  refusals,
  batches: [{ method: 'POST', path: `${own}orders/batch_cancel`, list: 'order_ids', most: 100 }],
  // Of the token that the signer makes.
  validity: { forMs: 120_000 },
  // A token of another time is refused as one of another key is: "Unauthorized", without a code.
  policies: { auth: suspectClock(1000) },
};
