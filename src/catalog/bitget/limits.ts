// The limits of Bitget.
import type { Limit, LimitChanges } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';
import { limitsPerRoute } from '../limits-per-route.ts';
import { marketLimits } from './market-limits.ts';

const second = 1000;
const user = { base: '/api/', scope: 'account', windowMs: second } as const;

/** Every route of a folder has as much for itself. */
function folder(name: string, capacity: number, path: string): Limit {
  return { name, scope: 'account', capacity, windowMs: second, per: 'route', match: { path, signed: true } };
}

const spot: readonly Limit[] = [
  folder('spot/trade', 20, '/api/v2/spot/trade/*'),
  ...limitsPerRoute(user, 10, 'POST', 'v2/spot/trade/', [
    'place-order',
    'cancel-order',
    'batch-cancel-order',
  ]),
  ...limitsPerRoute(user, 5, 'POST', 'v2/spot/trade/', [
    'batch-orders',
    'cancel-symbol-order',
    'cancel-replace-order',
    'batch-cancel-replace-order',
    'batch-cancel-plan-order',
  ]),
  ...limitsPerRoute(user, 10, 'GET', 'v2/spot/trade/', ['fills']),
  ...limitsPerRoute(user, 1, 'GET', 'v2/spot/account/', ['info']),
  ...limitsPerRoute(user, 10, 'GET', 'v2/spot/', [
    'account/assets',
    'account/bills',
    'account/subaccount-assets',
    'wallet/deposit-address',
    'wallet/deposit-records',
    'wallet/withdrawal-records',
    'wallet/transfer-coin-info',
  ]),
  ...limitsPerRoute(user, 10, 'POST', 'v2/spot/wallet/', [
    'transfer',
    'subaccount-transfer',
    'cancel-withdrawal',
  ]),
  ...limitsPerRoute(user, 5, 'POST', 'v2/spot/wallet/', ['withdrawal']),
];

const futures: readonly Limit[] = [
  folder('mix/order', 10, '/api/v2/mix/order/*'),
  ...limitsPerRoute(user, 10, 'POST', 'v2/mix/order/', ['place-order']),
  ...limitsPerRoute(user, 5, 'POST', 'v2/mix/order/', ['batch-place-order']),
  ...limitsPerRoute(user, 1, 'POST', 'v2/mix/order/', ['close-positions']),
  ...limitsPerRoute(user, 10, 'GET', 'v2/mix/account/', [
    'account',
    'accounts',
    'bill',
    'isolated-symbols',
    'open-count',
  ]),
  ...limitsPerRoute(user, 20, 'GET', 'v2/mix/account/', ['liq-price', 'max-open']),
  ...limitsPerRoute(user, 5, 'GET', 'v2/mix/account/', ['interest-history']),
  ...limitsPerRoute(user, 1, 'GET', 'v2/mix/account/', ['union-config', 'transfer-limits']),
  ...limitsPerRoute(user, 5, 'POST', 'v2/mix/account/', [
    'set-leverage',
    'set-all-leverage',
    'set-margin',
    'set-margin-mode',
    'set-position-mode',
    'set-auto-margin',
  ]),
  ...limitsPerRoute(user, 2, 'POST', 'v2/mix/account/', ['set-asset-mode']),
  ...limitsPerRoute(user, 10, 'GET', 'v2/mix/position/', ['single-position']),
  ...limitsPerRoute(user, 5, 'GET', 'v2/mix/position/', ['all-position']),
];

const unified: readonly Limit[] = [
  folder('v3/trade', 20, '/api/v3/trade/*'),
  ...limitsPerRoute(user, 10, 'POST', 'v3/trade/', [
    'place-order',
    'cancel-order',
    'modify-order',
    'batch-modify-order',
  ]),
  ...limitsPerRoute(user, 5, 'POST', 'v3/trade/', [
    'place-batch',
    'cancel-batch',
    'cancel-symbol-order',
    'close-positions',
  ]),
  ...limitsPerRoute(user, 1, 'POST', 'v3/trade/', ['countdown-cancel-all']),
  folder('v3/position', 20, '/api/v3/position/*'),
  ...limitsPerRoute(user, 20, 'GET', 'v3/account/', [
    'assets',
    'settings',
    'financial-records',
    'funding-assets',
  ]),
  ...limitsPerRoute(user, 3, 'GET', 'v3/account/', ['fee-rate', 'max-transferable']),
  ...limitsPerRoute(user, 10, 'POST', 'v3/account/', ['set-hold-mode', 'set-leverage']),
  ...limitsPerRoute(user, 5, 'POST', 'v3/account/', [
    'transfer',
    'sub-transfer',
    'max-open-available',
    'repay',
  ]),
  ...limitsPerRoute(user, 1, 'POST', 'v3/account/', ['withdrawal', 'switch']),
];

const routes: readonly Limit[] = [
  ...spot,
  ...futures,
  ...unified,
  folder('margin/crossed', 10, '/api/v2/margin/crossed/**'),
  folder('margin/isolated', 10, '/api/v2/margin/isolated/**'),
  ...marketLimits,
];

/** What 429 is about, whichever of them the refused call counted on. */
export const routeLimits: readonly string[] = routes.map(({ name }) => name);

const orderCancels = ['/api/v2/spot/trade/cancel-order', '/api/v2/mix/order/cancel-order'];
const perOrder = { scope: 'account', capacity: 1, windowMs: second, per: ['orderId', 'clientOid'] } as const;

/**
 * Printed at each route of the documents (copy of 2025-12-05). Of the kind of window nothing is published.
 * Assumed: windows slide, so that fixed ones are kept as well. A batch counts as one request. Routes that are not here have no allowance that is
 * known; requests of the address count all the same.
 */
export const limits: readonly Limit[] = [
  // Over all routes; what breaks it is refused for five minutes.
  { name: 'ip', scope: 'ip', capacity: 6000, windowMs: 60 * second, match: { transport: 'rest' } },
  // "The Websocket server accepts up to 10 messages per second", on each connection, which it ends otherwise.
  { name: 'messages', scope: 'account', capacity: 10, windowMs: second, match: { transport: 'ws' } },
  ...routes,
  // One order is cancelled once a second.
  ...orderCancels.map(
    (path): Limit => ({
      name: `one order by ${path}`,
      ...perOrder,
      match: { method: 'POST', path },
    }),
  ),
];

/** What 45129 is about. */
export const cancelLimits: readonly string[] = orderCancels.map((path) => `one order by ${path}`);

/** Those whose positions others copy. */
export const tiers: Readonly<Record<string, LimitChanges>> = {
  'copy-trader': Object.fromEntries(
    [
      'v2/spot/trade/place-order',
      'v2/spot/trade/batch-orders',
      'v2/mix/order/place-order',
      'v2/mix/order/batch-place-order',
    ].map((path) => [`POST ${path}`, 1]),
  ),
};

/** What is left of the route's own second: the name says the opposite. */
export const usage: readonly LimitHeaders[] = [{ limit: routeLimits, left: 'x-mbx-used-remain-limit' }];
