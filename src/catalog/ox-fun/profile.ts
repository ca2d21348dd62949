// The definition of OX.FUN.
import type { Envelope } from '../envelope.ts';
import type { ExchangeSpec, Route } from '../exchange.ts';
import { integersUpTo, maxInt64 } from '../integers.ts';
import type { Limit } from '../limit.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { table } from './codes.ts';
import { lookups } from './lookups.ts';
import { socket } from './socket.ts';

const envelope: Envelope = {
  code: ['code'],
  codeType: 'string',
  message: ['message'],
  ok: [],
  // Commands answer with `submitted`, log-in and subscriptions with `success`; version 2 of REST had the words as strings.
  flags: ['submitted', 'success'],
  // Leading zeros are part of the code.
  shape: /^\d+$/,
  // Version 2 of REST and pushes over WebSocket have no mark.
  bare: true,
};

const ids = ['clientOrderId', 'orderId'];

// An order that was refused stands under HTTP 200 and `success: true`.
const rest: Envelope = {
  ...envelope,
  accepted: ['data', 'orderId'],
  items: [
    {
      at: 'data',
      code: ['code'],
      message: ['message'],
      flags: ['submitted', 'success'],
      // In the documented sample the refused one comes first: whether that is the order of the request is not said.
      id: ids,
    },
  ],
};

// The replies to one batch, as `interceptSocket` puts them together.
const ws: Envelope = {
  ...envelope,
  items: [{ at: 'replies', code: ['code'], message: ['message'], flags: ['submitted', 'success'] }],
};

const second = 1000;
const minute = 60 * second;

/**
 * REST documents of versions 2 and 3, read 2023-03-31 and later: all per IP. The WebSocket counts apart: 50 orders a second
 * and account. Candles and below are from later pages.
 */
const limits: readonly Limit[] = [
  { name: 'requests', scope: 'ip', capacity: 100, windowMs: second, match: { transport: 'rest' } },
  { name: 'requests-5m', scope: 'ip', capacity: 2500, windowMs: 5 * minute, match: { transport: 'rest' } },
  {
    name: 'socket-orders',
    scope: 'account',
    capacity: 50,
    windowMs: second,
    counts: 'items',
    match: { transport: 'ws', kind: 'order' },
  },
  {
    name: 'orders',
    scope: 'ip',
    capacity: 20,
    windowMs: second,
    match: { method: 'POST', path: '/v3/orders/**' },
  },
  { name: 'candles', scope: 'ip', capacity: 100, windowMs: minute, match: { path: '/v3/candles' } },
  { name: 'markets', scope: 'ip', capacity: 250, windowMs: minute, match: { path: '/v3/markets' } },
  { name: 'tickers', scope: 'ip', capacity: 250, windowMs: 10 * minute, match: { path: '/v3/tickers' } },
  { name: 'funding', scope: 'ip', capacity: 20, windowMs: minute, match: { path: '/v3/funding/**' } },
  ...['withdrawal', 'transfer'].flatMap((name): Limit[] => [
    {
      name: `${name}-1s`,
      scope: 'ip',
      capacity: 1,
      windowMs: second,
      match: { method: 'POST', path: `/v3/${name}` },
    },
    {
      name: `${name}-10s`,
      scope: 'ip',
      capacity: 2,
      windowMs: 10 * second,
      match: { method: 'POST', path: `/v3/${name}` },
    },
  ]),
];

const routes: readonly Route[] = [
  ...routeList('order', 'POST', '/', ['v3/orders/place', 'v2/orders/place']),
  ...['v3/orders/modify', 'v2/orders/modify'].flatMap((path) =>
    ['PUT', 'POST'].map((method): Route => ({ method, path: `/${path}`, kind: 'write', amends: true })),
  ),
  ...routeList('cancel', 'DELETE', '/', ['v3/orders/cancel', 'v2/orders/cancel', 'v2/cancel/**']),
  ...cancelAllList('DELETE', '/', ['v3/orders/cancel-all']),
];

/** The exchange closed for good in 2026: of use as a format, and for exchanges that run its software. */
export const spec: ExchangeSpec = {
  id: 'ox-fun',
  name: 'OX.FUN',
  docs: [
    'https://docs.ox.fun/api/websocket/error-codes',
    'https://github.com/oxfun-github/oxfun-exchange-docs',
  ],
  hosts: ['api.ox.fun'],
  table,
  rest,
  ws,
  socket,
  wsSharesTable: true,
  limits,
  // There is no route for the time.
  time: { routes: [{ path: '/v2/ping' }], from: 'date' },
  routes,
  signedPaths: [
    '/v3/account/**',
    '/v3/wallet',
    '/v3/transfer',
    '/v3/balances',
    '/v3/positions/**',
    '/v3/funding',
    '/v3/deposit/**',
    '/v3/deposit-addresses',
    '/v3/withdrawal/**',
    '/v3/withdrawal-addresses',
    '/v3/withdrawal-fee',
    '/v3/orders/**',
    '/v3/trades',
    '/v2/accountinfo',
    '/v2/balances/**',
    '/v2/positions/**',
    '/v2/orders/**',
    '/v2/trades/**',
    '/v2/cancel/**',
  ],
  clientOrderId: {
    // REST takes a list of orders, WebSocket one.
    fields: ['clientOrderId', 'orders.0.clientOrderId'],
    byRoute: [
      { when: '/v3/', field: 'orders.0.clientOrderId' },
      { when: '/v2/', field: 'orders.0.clientOrderId' },
    ],
    market: ['marketCode'],
    // Greater than zero (20008), up to 9223372036854775807: a string, where the number would be rounded.
    pattern: /* @__PURE__ */ integersUpTo(maxInt64),
    // Not documented, and a sample of the documents has two orders with one id.
    deduplicated: false,
  },
  lookup: lookups,
  // Answers have the order of the request.
  batches: ['place', 'modify', 'cancel'].flatMap((action) =>
    ['v3', 'v2'].map((version) => ({ path: `/${version}/orders/${action}`, list: 'orders', id: ids })),
  ),
  // The engine refuses what arrives later (100015); without `timestamp` it does not ask.
  validity: { since: 'timestamp', forMs: 1000, param: 'recvWindow' },
};
