// What Deribit counts: credits, and requests to the matching engine.
import type { CostRow, Limit, LimitChanges, RouteMatch } from '../limit.ts';
import { otherEngine } from './methods.ts';

const second = 1000;
/** "Default Settings for Non-Matching Engine Requests": a request costs 500, and 20 of them a second are sustained. */
const bucket = { capacity: 50_000, refill: { units: 10_000, everyMs: second }, reserve: 0 };

const rest = '/api/v2/**';
const engine: readonly RouteMatch[] = [
  { kind: 'order' },
  { kind: 'cancel' },
  ...otherEngine.flatMap((name): RouteMatch[] => [
    { path: `/api/v2/private/${name}` },
    { path: `/private/${name}` },
  ]),
  { path: rest, params: { method: otherEngine.map((name) => `private/${name}`) } },
];
const cost = (matches: readonly RouteMatch[], units: number): readonly CostRow[] =>
  matches.map((match) => ({ match, units }));

/** "Matching Engine Requests": of a sub-account, by its volume in seven days, over all instruments and interfaces. */
const matching: Limit = {
  name: 'matching',
  scope: 'account',
  capacity: 20,
  refill: { units: 5, everyMs: second },
  match: { signed: true },
  weight: [...cost(engine, 1), { units: 0 }],
};

/** A leaky bucket of a sub-account, "Rate Limits": what is no business of the matching engine. */
const credits: Limit = {
  name: 'credits',
  scope: 'account',
  ...bucket,
  match: { signed: true },
  weight: [...cost(engine, 0), { units: 500 }],
};

/**
 * What is not authorized counts by address, and how much that may be is not published. Assumed: requests without
 * authorization may cost as much as those of an account; a figure on that page would settle it. A list of instruments costs 10 000.
 */
const publicCalls: Limit = {
  name: 'public',
  scope: 'ip',
  ...bucket,
  match: { signed: false },
  weight: [
    { match: { path: '/*/subscribe' }, units: 0 },
    { match: { path: '/api/v2/public/get_instruments' }, units: 10_000 },
    { match: { path: '/public/get_instruments' }, units: 10_000 },
    { match: { path: rest, params: { method: 'public/get_instruments' } }, units: 10_000 },
    { units: 500 },
  ],
};

/** "Subscribe methods": 3000 of 30 000 credits each. */
const subscriptions: Limit = {
  name: 'subscriptions',
  scope: 'account',
  capacity: 30_000,
  refill: { units: 10_000, everyMs: second },
  match: { transport: 'ws', path: '/*/subscribe' },
  weight: 3000,
};

/** Not here: quotes, which have limits of their own, and connections of an address. */
export const limits: readonly Limit[] = [matching, credits, publicCalls, subscriptions];

const tier = (capacity: number, units: number): LimitChanges => ({
  matching: { capacity, refill: { units, everyMs: second } },
});

/** By volume in seven days, over USD 25, 5 and 1 million; without one the lowest is meant. */
export const tiers: Readonly<Record<string, LimitChanges>> = {
  'tier-1': tier(100, 30),
  'tier-2': tier(50, 20),
  'tier-3': tier(30, 10),
  'tier-4': tier(20, 5),
};
