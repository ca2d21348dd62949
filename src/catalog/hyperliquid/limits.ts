// What Hyperliquid counts: weight of an address of the network, and orders of an address of the chain.
import type { CostRow, Limit } from '../limit.ts';

const minute = 60_000;

/** "1 + floor(batch_length / 40)". */
const perForty = Array.from({ length: 26 }, (_, at) => [40 * (at + 1) - 1, at + 1] as const);
const batchOf = (param: string, types: readonly string[]): CostRow => ({
  match: { path: '/exchange', params: { 'action.type': types } },
  param,
  steps: perForty,
  units: 1,
});

/**
 * "Rate limits and user limits": 1200 a minute over REST. Lists cost 1 more for each 20 items that they return, which is not in
 * the request.
 */
const weight: Limit = {
  name: 'weight',
  scope: 'ip',
  capacity: 1200,
  windowMs: minute,
  match: { transport: 'rest' },
  weight: [
    batchOf('orders', ['order']),
    batchOf('cancels', ['cancel', 'cancelByCloid']),
    batchOf('modifies', ['batchModify']),
    { match: { path: '/exchange' }, units: 1 },
    {
      match: {
        path: '/info',
        params: {
          type: [
            'l2Book',
            'allMids',
            'clearinghouseState',
            'orderStatus',
            'spotClearinghouseState',
            'exchangeStatus',
          ],
        },
      },
      units: 2,
    },
    { match: { path: '/info', params: { type: 'userRole' } }, units: 60 },
    { units: 20 },
  ],
};

/**
 * "Address-based limits": 10 000 requests to begin with, one more for each USDC traded since, and one in 10 s when they are used up.
 * No request tells what was traded, and to hold an active trader to the first 10 000 would be worse than a refusal, after
 * which orders wait for 10 s: so its capacity here is that of `weight`, which is used up first. Cancels have an allowance of
 * their own, and do not wait with orders.
 */
const address: Limit = {
  name: 'address',
  scope: 'account',
  capacity: 1200,
  windowMs: minute,
  match: { path: '/exchange', kind: 'order' },
  reserve: 0,
};

/**
 * "Maximum of 2000 messages sent to Hyperliquid per minute across all websocket connections", "100 simultaneous inflight post
 * messages": posts count there in place of the weight.
 */
const sockets: readonly Limit[] = [
  { name: 'messages', scope: 'ip', capacity: 2000, windowMs: minute, match: { transport: 'ws' } },
  {
    name: 'posts',
    scope: 'ip',
    capacity: 100,
    inFlight: true,
    match: (route) => route.transport === 'ws' && ['/exchange', '/info'].includes(route.path),
  },
];

export const limits: readonly Limit[] = [weight, address, ...sockets];
