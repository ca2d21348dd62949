// The limits of HTX spot.
import type { Limit } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';
import { limitsPerRoute } from '../limits-per-route.ts';

const second = 1000;
const order = { base: '/v1/order/', scope: 'account', windowMs: 2 * second } as const;

/** "New version rate limit rule": of a user, over all of its keys, each route for itself. */
const routes: readonly Limit[] = [
  ...limitsPerRoute(order, 100, 'POST', '', [
    'orders/place',
    'orders/*/submitcancel',
    'orders/submitCancelClientOrder',
  ]),
  ...limitsPerRoute(order, 50, 'POST', '', [
    'batch-orders',
    'orders/batchcancel',
    'orders/batchCancelOpenOrders',
  ]),
  ...limitsPerRoute(order, 50, 'GET', '', ['openOrders', 'orders', 'orders/*']),
];

/** What a refusal and the headers are about, whichever of them the call counted on. */
export const routeLimits: readonly string[] = [...routes.map(({ name }) => name), 'requests', 'public'];

/**
 * Copies of the documents, in several languages. Of the kind of window nothing is published but its end, which headers
 * tell. Assumed: windows slide, so that fixed ones are kept as well.
 */
export const limits: readonly Limit[] = [
  ...routes,
  {
    // The old rule, of what has no number of its own.
    name: 'requests',
    scope: 'account',
    capacity: 10,
    windowMs: second,
    match: { signed: true },
    weight: [{ match: { path: '/v1/order/**' }, units: 0 }],
  },
  { name: 'public', scope: 'ip', capacity: 10, windowMs: second, match: { signed: false } },
];

export const usage: readonly LimitHeaders[] = [
  {
    limit: routeLimits,
    left: 'x-hb-ratelimit-requests-remain',
    reset: { header: 'x-hb-ratelimit-requests-expire', unit: 'instant' },
  },
];
