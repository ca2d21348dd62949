// HTX spot, by its documents.
import {
  type Book,
  type Draft,
  type Fields,
  type Form,
  listOf,
  type Placed,
  type Reply,
  type Req,
  text,
} from './book.ts';
import { json } from './samples.ts';

const none = {} as Req;

const ht = (data: unknown): Reply => [200, { status: 'ok', data }];
const htBad = (code: string, message: string, status = 200): Reply => [
  status,
  { status: 'error', 'err-code': code, 'err-msg': message, data: null },
];
const htParams = (o: Draft): Fields => ({
  'account-id': '1000001',
  symbol: o.market,
  type: 'buy-limit',
  amount: o.qty,
  price: o.price,
  'client-order-id': o.cid,
});
const htDraft = (f: Fields): Draft => ({
  cid: text(f['client-order-id']),
  market: text(f['symbol']),
  side: 'buy',
  qty: text(f['amount']),
  price: text(f['price']),
});
const htState = {
  open: 'submitted',
  partial: 'partial-filled',
  filled: 'filled',
  cancelled: 'canceled',
} as const;
const shown = (o: Placed | undefined): Reply => {
  if (!o) return htx.refuse.missing(none);
  return ht({
    id: o.oid,
    symbol: o.market,
    'account-id': 1,
    'client-order-id': o.cid,
    amount: o.qty,
    price: o.price,
    'created-at': o.bornMs,
    type: 'buy-limit',
    state: htState[o.state],
    'field-amount': '0.0',
    'canceled-at': 0,
    source: 'spot-api',
  });
};

const cancelList = (book: Book, ids: readonly unknown[], name: 'order-id' | 'client-order-id'): Reply => {
  const done = ids.map((id) => {
    const order = book.find(name === 'order-id' ? { oid: id } : { cid: id });
    return { id, order, isDone: book.cancel(order) !== undefined };
  });
  return ht({
    success: done.filter(({ isDone }) => isDone).map(({ id }) => id),
    failed: done
      .filter(({ isDone }) => !isDone)
      .map(({ id, order }) => ({
        'err-msg': 'Incorrect order state',
        'order-state': order?.state === 'filled' ? 6 : 7,
        'order-id': '',
        'err-code': 'order-orderstate-error',
        'client-order-id': '',
        [name]: id,
      })),
  });
};

const listAt = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const named: Readonly<Record<string, (book: Book, fields: Fields, body: unknown) => Reply>> = {
  place: (book, fields) => {
    const order = book.place(htDraft(fields));
    return order ? ht(order.oid) : htx.refuse.duplicate(none);
  },
  'batch-orders': (book, _, body) =>
    ht(
      listOf(body).map((item) => {
        const order = book.place(htDraft(item));
        if (order) return { 'order-id': Number(order.oid.slice(-9)), 'client-order-id': order.cid };
        const id = text(item['client-order-id']);
        return { 'client-order-id': id, 'err-code': 'invalid-client-order-id', 'err-msg': 'it is used' };
      }),
    ),
  submitCancelClientOrder: (book, fields) => {
    const order = book.find({ cid: fields['client-order-id'] });
    if (!order) return ht(0);
    return ht(book.cancel(order) ? 10 : order.state === 'filled' ? 6 : 7);
  },
  batchcancel: (book, fields) =>
    fields['order-ids'] === undefined
      ? cancelList(book, listAt(fields['client-order-ids']), 'client-order-id')
      : cancelList(book, listAt(fields['order-ids']), 'order-id'),
  getClientOrder: (book, fields) => shown(book.shown({ cid: fields['clientOrderId'] })),
};

export const htx: Form = {
  id: 'htx',
  copies: 'refused',
  market: 'btcusdt',
  orders: (o) => [json('POST', '/v1/order/orders/place', htParams(o))],
  cancels: (o) => [
    json('POST', '/v1/order/orders/submitCancelClientOrder', { 'client-order-id': o.cid }),
    json('POST', `/v1/order/orders/${o.oid}/submitcancel`, {}),
    json('POST', '/v1/order/orders/batchcancel', { 'client-order-ids': [o.cid] }),
    json('POST', '/v1/order/orders/batchcancel', { 'order-ids': [o.oid] }),
  ],
  batches: (orders) => [json('POST', '/v1/order/batch-orders', orders.map(htParams))],
  cancelBatches: (orders) => [
    json('POST', '/v1/order/orders/batchcancel', { 'client-order-ids': orders.map(({ cid }) => cid) }),
    json('POST', '/v1/order/orders/batchcancel', { 'order-ids': orders.map(({ oid }) => oid) }),
  ],
  once: [
    json('POST', '/v1/dw/withdraw/api/create', { address: 'x', amount: '1', currency: 'usdt' }),
    json('POST', '/v1/account/transfer', { 'from-user': 1, amount: '1' }),
    json('POST', '/v2/algo-orders', { accountId: 1, symbol: 'btcusdt', clientOrderId: 'a1', stopPrice: '1' }),
    json('POST', '/v2/account/transfer', { from: 'spot', to: 'linear-swap', currency: 'usdt', amount: '1' }),
  ],
  onceReply: [200, { status: 'ok', code: 200, data: 1_000_001 }],
  answer: (book, { path, fields, json: body }) => {
    const [, rest] = /^\/v1\/order\/(?:orders\/)?(.+)$/.exec(path) ?? [];
    if (rest === undefined) return undefined;
    const own = named[rest];
    if (own) return own(book, fields, body);
    const [oid, what] = rest.split('/');
    if (what === 'submitcancel') return book.cancel(book.find({ oid })) ? ht(oid) : htx.refuse.gone(none);
    return shown(book.shown({ oid }));
  },
  refuse: {
    missing: () => htBad('base-record-invalid', 'record invalid'),
    gone: () => htBad('order-orderstate-error', 'Incorrect order state'),
    duplicate: () => htBad('invalid-client-order-id', 'client order id is used'),
    funds: () => htBad('account-frozen-balance-insufficient-error', 'trade account balance is not enough'),
    rate: () => htBad('api-request-too-many', 'exceeded rate limit', 429),
    auth: () => htBad('api-signature-not-valid', 'Signature not valid: Incorrect Access key'),
    time: () => htBad('api-signature-not-valid', 'Verification failure'),
  },
  doubts: [
    htBad('gateway-internal-error', 'Internal error'),
    htBad('base-timeout-error', 'timed out'),
    htBad('order-unknown-to-any-table', 'no table has it'),
  ],
  hollow: [ht(null), [200, { status: 'ok' }], [200, {}], ht('')],
  until: (_, sentMs) => sentMs + 300_000,
};
