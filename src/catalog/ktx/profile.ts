// The definition of KTX.
import type { Envelope } from '../envelope.ts';
import type { ExchangeSpec, Route } from '../exchange.ts';
import { integersUpTo, maxInt64 } from '../integers.ts';
import type { Limit } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';
import type { OrderRecord } from '../order-record.ts';
import type { LookupRoute } from '../order-rules.ts';
import { routeList } from '../route-list.ts';
import { table } from './codes.ts';
import { socket } from './socket.ts';

const rest: Envelope = {
  code: ['state'],
  message: ['msg'],
  ok: ['0'],
  flags: [],
  // Failures are negative. Other values of a member `state` are the payload's own.
  shape: /^(?:0|-\d+)$/,
  telling: /^-/,
  // Older routes answer with the bare payload, newer ones with `{state: 0, result}`.
  bare: true,
  accepted: ['orderId', 'id', 'result'],
};

/** Another envelope with another numbering: -1003 occurs here and is in no table. */
const ws: Envelope = {
  code: ['error'],
  message: ['message', 'msg'],
  ok: ['0'],
  flags: [],
  telling: /^/,
  bare: true,
};

/**
 * "Traffic restriction" of KTX-private/api-en, read 2025-05-14: per IP, 10,000 requests and 10,000 points of CPU time in
 * 10 s. Assumed: streams count on neither, since nothing is said of them; a request costs 1 point, for the points of a route are not
 * published; `Ktx-Usage` says what was really spent.
 */
const limits: readonly Limit[] = [
  { name: 'requests', scope: 'ip', capacity: 10_000, windowMs: 10_000, match: { transport: 'rest' } },
  { name: 'usage', scope: 'ip', capacity: 10_000, windowMs: 10_000, match: { transport: 'rest' } },
];

/**
 * `t1:t2:t3`: points of this request, used in the last 10 s, left in the last 10 s. The English page still has the header's
 * earlier name.
 */
const usage: readonly LimitHeaders[] = ['ktx-usage', 'madex-usage'].map((header) => ({
  limit: 'usage',
  used: { header, pattern: /^\s*\d+\s*:\s*(\d+)\s*:\s*\d+\s*$/ },
  left: { header, pattern: /^\s*\d+\s*:\s*\d+\s*:\s*(\d+)\s*$/ },
}));

/** Private routes moved from /api to /papi; the older pages and clients have the former. */
const bases = ['/papi/v1/', '/api/v1/'] as const;
const routes: readonly Route[] = bases.flatMap((base) => [
  ...routeList('order', 'POST', base, ['order']),
  ...routeList('cancel', 'POST', base, ['order/delete', 'orders/delete']),
  ...routeList('read', 'POST', base, ['depositAddr']),
]);

/** "Get an order", read 2025-05-14. Some samples spell the status with a capital. */
const record: OrderRecord = {
  id: 'clientOrderId',
  same: { symbol: 'product', side: 'side', quantity: 'quantity' },
  born: { field: 'createTime' },
  state: {
    field: 'status',
    open: ['accepted', 'partial-filled', 'partially-filled'],
    filled: ['filled'],
    cancelled: ['cancelled', 'partially-cancelled'],
    refused: ['rejected'],
  },
};

export const spec: ExchangeSpec = {
  id: 'ktx',
  name: 'KTX',
  docs: ['https://github.com/KTX-private/api-en', 'https://github.com/KTX-private/api-zh'],
  hosts: ['api.ktx.com', 'm-stream.ktx.com', 'u-stream.ktx.com'],
  table,
  rest,
  ws,
  socket,
  limits,
  usage,
  time: { routes: [{ path: '/api/v1/time' }], from: ['time', 'result.time'] },
  routes,
  signedPaths: [
    '/papi/**',
    '/api/v1/order',
    '/api/v1/order/delete',
    '/api/v1/orders',
    '/api/v1/orders/delete',
    '/api/v1/fills',
    '/api/v1/accounts',
    '/api/v1/positions',
    '/api/v1/withdraw',
    '/api/v1/depositAddr',
    '/api/v1/main/**',
    '/api/v1/trade/**',
    '/api/v1/history/**',
    '/api/v1/pending/**',
    '/api/v1/change/**',
    '/api/v1/margin/**',
  ],
  clientOrderId: {
    fields: ['client_order_id'],
    // A cancel names the order by `id`, where "c:" stands before a client's own.
    byRoute: bases.map((base) => ({ when: `${base}order/delete`, field: 'id', prefix: 'c:' })),
    market: ['symbol'],
    // A string that holds an int64; the documents recommend a Unix time.
    pattern: /* @__PURE__ */ integersUpTo(maxInt64),
    // -21212. For how long an id is remembered is not documented.
    deduplicated: true,
  },
  lookup: bases.flatMap((base): readonly LookupRoute[] => {
    const route = { method: 'GET', path: `${base}order`, order: ['result', ''], record } as const;
    return [
      { ...route, covers: [`${base}order`, `${base}order/delete`], query: { id: 'c:{clientOrderId}' } },
      { ...route, by: 'id', covers: [`${base}order/delete`], query: { id: '{id}' } },
    ];
  }),
  // The header holds the instant up to which a request is heard.
  validity: { header: 'api-expire-time', unit: 'until' },
};
