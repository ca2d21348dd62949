// The definition of Gate.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { answers } from './answers.ts';
import { limits, usage } from './limits.ts';
import { batches, clientOrderId, expiry, futures, lookups, spot } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const route = (kind: Route['kind'], method: string, path: string): Route => ({ kind, method, path });
const cancelAll = (path: string): Route => ({ ...route('cancel', 'DELETE', path), cancelsAll: true });
const amend = (method: string, path: string): Route => ({ ...route('order', method, path), amends: true });

/** Paths hold ids: those of reads are here so that limits count them as one. */
const routes: readonly Route[] = [
  route('order', 'POST', `${spot}orders`),
  route('order', 'POST', `${spot}batch_orders`),
  amend('PATCH', `${spot}orders/*`),
  amend('POST', `${spot}amend_batch_orders`),
  cancelAll(`${spot}orders`),
  route('cancel', 'DELETE', `${spot}orders/*`),
  route('cancel', 'POST', `${spot}cancel_batch_orders`),
  route('read', 'GET', `${spot}orders/*`),
  ...futures.flatMap((prefix) => [
    route('order', 'POST', `${prefix}orders`),
    route('order', 'POST', `${prefix}batch_orders`),
    amend('PUT', `${prefix}orders/*`),
    amend('POST', `${prefix}batch_amend_orders`),
    cancelAll(`${prefix}orders`),
    route('cancel', 'DELETE', `${prefix}orders/*`),
    route('cancel', 'POST', `${prefix}batch_cancel_orders`),
    route('read', 'GET', `${prefix}orders/*`),
  ]),
  ...[spot, ...['futures', 'delivery'].map((folder) => `/api/v4/${folder}/*/`)].flatMap((prefix) => [
    route('cancel', 'DELETE', `${prefix}price_orders`),
    route('cancel', 'DELETE', `${prefix}price_orders/*`),
  ]),
  ...[spot, '/api/v4/futures/*/', '/api/v4/options/'].map((prefix) =>
    route('cancel', 'POST', `${prefix}countdown_cancel_all`),
  ),
  // Of these no look-up by `text` is documented.
  ...['/api/v4/delivery/*/orders', '/api/v4/options/orders'].flatMap((path) => [
    route('order', 'POST', path),
    cancelAll(path),
    route('cancel', 'DELETE', `${path}/*`),
  ]),
];

/** Of the folders that hold both, what is private. */
const spotRoutes = [
  'accounts',
  'account_book',
  'fee',
  'batch_fee',
  'orders/**',
  'open_orders',
  'batch_orders',
  'amend_batch_orders',
  'cancel_batch_orders',
  'cross_liquidate_orders',
  'price_orders/**',
  'my_trades',
  'countdown_cancel_all',
];
const contractRoutes = [
  'accounts',
  'account_book',
  'fee',
  'positions/**',
  'dual_mode',
  'dual_comp/**',
  'set_position_mode',
  'orders/**',
  'orders_timerange',
  'batch_orders',
  'batch_cancel_orders',
  'batch_amend_orders',
  'price_orders/**',
  'my_trades',
  'my_trades_timerange',
  'position_close',
  'liquidates',
  'auto_deleverages',
  'countdown_cancel_all',
];
const optionRoutes = [
  'accounts',
  'account_book',
  'positions/**',
  'position_close',
  'orders/**',
  'countdown_cancel_all',
  'my_trades',
  'mmp/**',
];

/** www.gate.com/docs/developers/apiv4, mirrors of 2026. */
export const spec: ExchangeSpec = {
  id: 'gate',
  name: 'Gate',
  docs: ['https://www.gate.com/docs/developers/apiv4/en/'],
  hosts: ['api.gateio.ws', 'fx-api.gateio.ws', 'api-testnet.gateapi.io', 'fx-ws.gateio.ws'],
  ...answers,
  socket,
  limits,
  usage,
  routes,
  signedPaths: [
    ...spotRoutes.map((name) => spot + name),
    ...['futures', 'delivery'].flatMap((folder) =>
      contractRoutes.map((name) => `/api/v4/${folder}/*/${name}`),
    ),
    ...optionRoutes.map((name) => `/api/v4/options/${name}`),
    '/api/v4/wallet/**',
    '/api/v4/withdrawals/**',
    '/api/v4/sub_accounts/**',
    '/api/v4/account/**',
    '/api/v4/unified/**',
    '/api/v4/margin/accounts',
    '/api/v4/margin/account_book',
    '/api/v4/margin/funding_accounts',
    '/api/v4/margin/auto_repay',
    '/api/v4/margin/transferable',
    '/api/v4/margin/uni/loans',
    '/api/v4/margin/uni/loan_records',
    '/api/v4/margin/uni/interest_records',
    '/api/v4/margin/uni/borrowable',
    '/api/v4/flash_swap/orders/**',
    '/api/v4/rebate/**',
  ],
  clientOrderId,
  lookup: lookups,
  batches,
  // A time that is off by more than a minute is refused (REQUEST_EXPIRED).
  validity: { forMs: 60_000 },
  expiry,
  refusals,
};
