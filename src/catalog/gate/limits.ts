// The limits of Gate.
import type { Limit, LimitKey, RouteMatch } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';

const second = 1000;

function limit(
  name: string,
  capacity: number,
  windowMs: number,
  match: RouteMatch,
  per: LimitKey = 'all',
): Limit {
  return { name, scope: match.signed === false ? 'ip' : 'account', capacity, windowMs, per, match };
}

/**
 * "Rate limit" of the documents (mirror of 2026-07): by user and sub-account, public routes by address. Of the kind of
 * window nothing is published. Assumed: windows slide, so that fixed ones are kept as well. Futures have more, up to 400 a second, by the ratio of fills:
 * headers tell. Who sends a day's worth of requests without fills is held to 10 in 10 s, which no header announces.
 */
export const limits: readonly Limit[] = [
  limit('public', 200, 10 * second, { signed: false }, 'route'),
  // Placed and changed, alone or in batches.
  limit('spot-orders', 10, second, { kind: 'order', path: '/api/v4/spot/**' }, ['currency_pair']),
  limit('spot-cancels', 200, second, { kind: 'cancel', path: '/api/v4/spot/**' }),
  limit('futures-orders', 100, second, { kind: 'order', path: '/api/v4/futures/**' }),
  limit('futures-cancels', 200, second, { kind: 'cancel', path: '/api/v4/futures/**' }),
  limit('options-orders', 200, second, { kind: 'order', path: '/api/v4/options/**' }),
  limit('options-cancels', 200, second, { kind: 'cancel', path: '/api/v4/options/**' }),
  limit('delivery-orders', 500, 10 * second, { kind: 'order', path: '/api/v4/delivery/**' }),
  limit('delivery-cancels', 500, 10 * second, { kind: 'cancel', path: '/api/v4/delivery/**' }),
  limit('wallet', 80, 10 * second, { signed: true, path: '/api/v4/wallet/**' }, 'route'),
  limit('withdrawals', 1, 3 * second, { method: 'POST', path: '/api/v4/withdrawals' }),
  limit('loans', 15, 10 * second, { method: 'POST', path: '/api/v4/unified/loans' }),
  ...['spot', 'futures', 'margin', 'unified', 'account', 'sub_accounts', 'options', 'delivery'].map((name) =>
    limit(
      `${name}-reads`,
      200,
      10 * second,
      { kind: 'read', signed: true, path: `/api/v4/${name}/**` },
      'route',
    ),
  ),
];

/** What 429 and the headers are about, whichever of them the call counted on. */
export const limitNames: readonly string[] = limits.map(({ name }) => name);

/** The header with the instant is not read here: where nothing is wrong it is the present. */
export const usage: readonly LimitHeaders[] = [
  {
    limit: limitNames,
    left: 'x-gate-ratelimit-requests-remain',
    capacity: 'x-gate-ratelimit-limit',
  },
];
