// What Kraken spot counts: calls of a key, orders of a pair, and nonces.
import type { Limit, LimitChanges } from '../limit.ts';

const second = 1000;
const own = '/0/private/';

/**
 * "Spot REST Rate Limits": a counter for each key, which calls raise and time lowers. Assumed: batches and amends do not
 * raise the counter of requests, as AddOrder and CancelOrder do not, which the page names; a counter printed beside each of them would settle it.
 */
const calls: Limit = {
  name: 'calls',
  scope: 'account',
  capacity: 15,
  refill: { units: 0.33, everyMs: second },
  match: { signed: true, transport: 'rest' },
  weight: [
    ...['AddOrder', 'AddOrderBatch', 'AmendOrder', 'CancelOrder', 'CancelOrderBatch'].map((name) => ({
      match: { path: own + name },
      units: 0,
    })),
    ...['Ledgers', 'QueryLedgers', 'TradesHistory', 'QueryTrades'].map((name) => ({
      match: { path: own + name },
      units: 2,
    })),
  ],
};

/**
 * "Spot Trading Limits": a counter for each account and pair, over REST and sockets alike. What depends on the age of the order
 * that is changed or cancelled is not in the request. Assumed: an order that is changed is younger than 5 s, the worst case, 1 + 3
 * for an amend and 1 + 6 for an edit. Assumed: a cancel is free, though it costs 8 below 5 s, 6 below 10, 5 below 15, 4 below 45, 2
 * below 90 and 1 below 300, for it names no pair, so that its cost would hold back cancels and guard no counter. An order after
 * many cancels of young ones may so be refused (EOrder:Rate limit exceeded), and goes again; that a cancel was refused would
 * settle whether cancels have to wait as well.
 * A pair counts under each of its spellings (`XBTUSD`, `XXBTZUSD`, `BTC/USD`), and an amend under the pair that it names.
 * Batches have a pair of their own for all of their orders, each of which costs one half.
 */
const orders: Limit = {
  name: 'orders',
  scope: 'account',
  capacity: 60,
  refill: { units: 1, everyMs: second },
  per: ['pair', 'symbol'],
  match: { kind: 'order' },
  weight: [
    { match: { path: `${own}AddOrderBatch` }, units: 0.5, counts: 'items' },
    { match: { path: `${own}AmendOrder` }, units: 4 },
    { match: { path: `${own}EditOrder` }, units: 7 },
  ],
};

/**
 * "Spot REST Authentication": the nonce of a key has to rise from request to request as they arrive. One at a time is the
 * only way to have them arrive as they were signed.
 */
const nonce: Limit = {
  name: 'nonce',
  scope: 'account',
  capacity: 1,
  inFlight: true,
  always: true,
  match: { signed: true, transport: 'rest' },
};

/**
 * Not here, for their sizes are not published: public calls of an address (EGeneral:Too many requests), calls at once
 * (EService:Throttled, which says until when), and orders of a master account with its subaccounts. Open orders of a pair, 60, 80
 * or 225 by tier, are no rate: waiting does not lower them.
 */
export const limits: readonly Limit[] = [calls, orders, nonce];

/** By level of verification; without one the lowest is meant. */
export const tiers: Readonly<Record<string, LimitChanges>> = {
  starter: {
    calls: { capacity: 15, refill: { units: 0.33, everyMs: second } },
    orders: { capacity: 60, refill: { units: 1, everyMs: second } },
  },
  intermediate: {
    calls: { capacity: 20, refill: { units: 0.5, everyMs: second } },
    orders: { capacity: 125, refill: { units: 2.34, everyMs: second } },
  },
  pro: {
    calls: { capacity: 20, refill: { units: 1, everyMs: second } },
    orders: { capacity: 180, refill: { units: 3.75, everyMs: second } },
  },
};
