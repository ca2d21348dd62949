// The definition of ChainUp.
import type { Envelope } from '../envelope.ts';
import type { ExchangeSpec, Route } from '../exchange.ts';
import type { CostRow, Limit } from '../limit.ts';
import type { OrderRecord } from '../order-record.ts';
import { routeList } from '../route-list.ts';
import { table } from './codes.ts';

const rest: Envelope = {
  // A number in the documents, mostly a string in the wild.
  code: ['code'],
  message: ['msg'],
  // One tenant answers 200 with "succ".
  ok: ['0', '200'],
  // Some refusals have a flag and no code. In the answer of `batchCancel`, `success` is a list of ids and no flag.
  flags: ['succ', 'success'],
  // Nothing else in an answer is called `code` and negative.
  telling: /^-/,
  bare: true,
  accepted: ['', 'data.'].flatMap((at) =>
    ['orderId', 'orderIdString', 'ids', 'idsString', 'triggerIds'].map((name) => at + name),
  ),
  items: [
    { at: 'failed', failedIds: true, doneAt: 'success' },
    { at: 'data.failed', failedIds: true, doneAt: 'data.success' },
  ],
};

/** Printed beside the routes of the spot template; every other route costs 1. */
const weight: readonly CostRow[] = [
  // A look-up has the path of an order and costs 1.
  ...['order', 'margin/order'].map((name) => ({ match: { method: 'GET', path: `/*/*/${name}` }, units: 1 })),
  ...['batchOrders', 'batchCancel'].map((name) => ({ match: { path: `/*/*/${name}` }, units: 10 })),
  ...['order', 'cancel', 'depth', 'ticker', 'trades', 'margin/order', 'margin/cancel'].map((name) => ({
    match: { path: `/*/*/${name}` },
    units: 5,
  })),
];

const window = { windowMs: 2000, scope: 'account' } as const;

/**
 * The vendor's template (exhcange/OpenApi-en, read 2024): weights per IP for public routes and per user for private ones,
 * and figures printed on single routes. Windows are not described; what a tenant changed is `extendExchange`'s business.
 * Assumed: the weights of futures are those of spot.
 */
const limits: readonly Limit[] = [
  { name: 'ip', scope: 'ip', capacity: 12_000, windowMs: 60_000, match: { signed: false }, weight },
  { name: 'user', scope: 'account', capacity: 60_000, windowMs: 60_000, match: { signed: true }, weight },
  {
    ...window,
    name: 'spot-order',
    capacity: 100,
    match: { method: 'POST', path: '/sapi/*/order' },
    weight: 1,
  },
  { ...window, name: 'spot-cancel', capacity: 100, match: { path: '/sapi/*/cancel' }, weight: 1 },
  { ...window, name: 'spot-batch-orders', capacity: 50, match: { path: '/sapi/*/batchOrders' }, weight: 1 },
  { ...window, name: 'spot-batch-cancel', capacity: 50, match: { path: '/sapi/*/batchCancel' }, weight: 1 },
  { ...window, name: 'spot-query', capacity: 20, match: { method: 'GET', path: '/sapi/*/order' }, weight: 1 },
  { ...window, name: 'futures-cancel', capacity: 20, match: { path: '/fapi/*/cancel' }, weight: 1 },
];

// The first segment is the product (sapi, fapi, a tenant's dapi), the second the version.
const any = '/*/*/';
const routes: readonly Route[] = [
  ...routeList('read', '*', any, ['order/test', 'orderHistorical', 'profitHistorical']),
  ...routeList('order', 'POST', any, [
    'order',
    'order/conditionOrder',
    'conditionOrder',
    'batchOrders',
    'margin/order',
  ]),
  ...routeList('cancel', 'POST', any, ['cancel', 'batchCancel', 'margin/cancel']),
];

/** "Order details" of spot.md and contract.md, enum.md. Futures' records have no client order id: nothing is found there. */
const record: OrderRecord = {
  id: 'clientOrderId',
  same: { symbol: 'symbol', contractName: 'contractName', side: 'side', volume: 'origQty' },
  born: { field: 'transactTime' },
  state: {
    field: 'status',
    open: ['INIT', 'NEW', 'PARTIALLY_FILLED', 'PENDING_CANCEL'],
    filled: ['FILLED'],
    cancelled: ['CANCELED', 'CANCELLED', 'EXPIRED'],
    refused: ['REJECTED'],
  },
};

/** Some tenants put an envelope around it. */
const asked = { method: 'GET', order: ['data', ''], record } as const;

export const spec: ExchangeSpec = {
  id: 'chainup',
  name: 'ChainUp OpenAPI',
  docs: [
    'https://github.com/exhcange/OpenApi-en',
    'https://github.com/exhcange/gitbook-en-new',
    'https://docs.bitstan.trade',
  ],
  // Every tenant has its own: `extendExchange(chainUp, { hosts: [...] })`.
  hosts: [],
  table,
  rest,
  limits,
  time: {
    routes: [{ when: '/fapi/', path: '/fapi/v1/time' }, { path: '/sapi/v1/time' }],
    // One tenant's sample spells it with an underscore.
    from: ['serverTime', 'server_time', 'data.serverTime'],
  },
  routes,
  signedPaths: [
    'order/**',
    'conditionOrder',
    'batchOrders',
    'cancel',
    'batchCancel',
    'openOrders',
    'orderHistorical',
    'profitHistorical',
    'myTrades',
    'account/**',
    'margin/**',
    'withdraw/**',
    'asset/**',
    'sub_user/**',
  ].map((name) => any + name),
  clientOrderId: {
    fields: ['newClientOrderId', 'clientOrderId'],
    byRoute: [
      { when: '/sapi/', field: 'newClientOrderId' },
      { when: '/fapi/', field: 'clientOrderId' },
    ],
    market: ['symbol', 'contractName'],
    // Spot: up to 32 characters; futures: fewer than 32. This holds for both.
    pattern: /^[\w-]{1,31}$/,
    // Expressly not (bitstan/docs, question.md): a blind second order is a second order.
    deduplicated: false,
  },
  lookup: [
    {
      ...asked,
      covers: ['/fapi/*/order', '/fapi/*/cancel'],
      path: '/fapi/v1/order',
      query: { clientOrderId: '{clientOrderId}', contractName: '{contractName}' },
    },
    {
      ...asked,
      by: 'orderId',
      covers: ['/fapi/*/cancel'],
      path: '/fapi/v1/order',
      query: { orderId: '{orderId}', contractName: '{contractName}' },
    },
    {
      ...asked,
      by: 'orderId',
      covers: ['/sapi/*/cancel'],
      path: '/sapi/v1/order',
      query: { orderId: '{orderId}', symbol: '{symbol}' },
    },
    {
      ...asked,
      covers: ['/sapi/*/order', '/sapi/*/cancel'],
      path: '/sapi/v1/order',
      query: { newClientOrderId: '{clientOrderId}', symbol: '{symbol}' },
    },
  ],
  validity: { forMs: 5000, param: 'recvWindow' },
  // Longer than the default, since nothing else stands between a doubt and a second order.
  settle: { settleMs: 3000, asks: 3 },
};
