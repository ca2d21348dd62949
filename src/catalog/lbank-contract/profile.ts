// The definition of LBank contract.
import type { Envelope } from '../envelope.ts';
import type { ExchangeSpec, Route } from '../exchange.ts';
import type { Limit } from '../limit.ts';
import type { LookupRoute } from '../order-rules.ts';
import { routeList } from '../route-list.ts';
import { table } from './codes.ts';

const rest: Envelope = {
  code: ['error_code'],
  message: ['msg'],
  ok: ['0'],
  // `result` is the string "true" or "false" or empty; `success` is sometimes absent.
  flags: ['success', 'result'],
  // Market data comes as a bare list or object, too.
  bare: 'reads',
};

/**
 * Nothing is published for contracts. Assumed: 20 requests a second, which is what ccxt allows itself and what LBank's
 * spot documents come to (200 in 10 s).
 */
const limits: readonly Limit[] = [{ name: 'requests', scope: 'ip', capacity: 20, windowMs: 1000 }];

// Private routes are known from clients only; the public documents do not show them.
const base = '/cfd/openApi/v1/prv/';
const routes: readonly Route[] = [
  ...routeList('order', 'POST', base, ['placeOrder', 'order']),
  ...routeList('cancel', 'POST', base, ['cancelOrder']),
  ...routeList('read', '*', base, ['account', 'position', 'orderCache']),
];

const lookup: LookupRoute = {
  method: 'GET',
  path: `${base}orderCache`,
  covers: ['placeOrder', 'order', 'cancelOrder'].map((name) => base + name),
  order: 'data',
  record: {
    id: 'clientOrderId',
    same: { symbol: 'symbol', side: 'side', volume: 'volume' },
    born: { field: 'createTime' },
    // Assumed: states of orders are numbered as in the engine that it shares with Deepcoin.
    state: { field: 'orderStatus', open: ['2', '4'], filled: ['1'], cancelled: ['3', '5', '6'] },
  },
};

export const spec: ExchangeSpec = {
  id: 'lbank-contract',
  name: 'LBank contract',
  docs: ['https://www.lbank.com/docs/contract.html', 'https://www.lbank.com/support/articles/21534653247385'],
  hosts: ['lbkperp.lbank.com'],
  table,
  rest,
  // The protocol is not documented: a push has no code.
  ws: { ...rest, telling: /^/, bare: true },
  limits,
  time: { routes: [{ path: '/cfd/openApi/v1/pub/getTime' }], from: ['data'] },
  routes,
  signedPaths: ['/cfd/openApi/v1/prv/**'],
  clientOrderId: {
    fields: ['clientOrderId'],
    market: ['symbol'],
    // Assumed: a client order id has up to 32 letters, digits, `_` and `-`, for no document says what it may look like.
    pattern: /^[\w-]{1,32}$/,
    // 22 and 192 suggest that it does; nothing says so.
    deduplicated: false,
  },
  lookup: [
    { ...lookup, query: { clientOrderId: '{clientOrderId}' } },
    { ...lookup, by: 'orderId', query: { orderId: '{orderId}' } },
  ],
  // How soon a new order shows up is not known either.
  settle: { settleMs: 3000, asks: 3 },
};
