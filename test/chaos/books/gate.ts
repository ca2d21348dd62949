// Gate: spot and futures, by its documents.
import {
  type Book,
  type Draft,
  type Fields,
  type Form,
  isOpen,
  listOf,
  type Placed,
  type Reply,
  text,
} from './book.ts';
import { json, query } from './samples.ts';

const gt = (label: string, message: string, status = 400): Reply => [status, { label, message }];
const gtParams = (o: Draft): Fields => ({
  text: o.cid,
  currency_pair: o.market,
  type: 'limit',
  side: o.side.toLowerCase(),
  amount: o.qty,
  price: o.price,
});
const gtDraft = (f: Fields): Draft => ({
  cid: text(f['text']),
  market: text(f['currency_pair']) || text(f['contract']),
  side: text(f['side']) || 'buy',
  qty: text(f['amount']) || text(f['size']),
  price: text(f['price']),
});
const gtRow = (o: Placed, futures = false): Fields =>
  futures
    ? {
        id: o.oid,
        text: o.cid,
        contract: o.market,
        size: Number(o.qty),
        price: o.price,
        status: isOpen(o) ? 'open' : 'finished',
        finish_as: o.state === 'filled' ? 'filled' : 'cancelled',
        create_time: o.bornMs / 1000,
        left: 1,
      }
    : {
        id: o.oid,
        text: o.cid,
        currency_pair: o.market,
        side: o.side.toLowerCase(),
        amount: o.qty,
        price: o.price,
        status: o.state === 'filled' ? 'closed' : o.state === 'cancelled' ? 'cancelled' : 'open',
        finish_as: isOpen(o) ? 'open' : o.state,
        create_time: String(Math.trunc(o.bornMs / 1000)),
        create_time_ms: o.bornMs,
        update_time_ms: o.updatedMs,
        type: 'limit',
        left: o.qty,
        succeeded: undefined,
      };
const gtIds = (name: unknown) => (text(name).startsWith('t-') ? { cid: text(name) } : { oid: text(name) });
const notFound = gt('ORDER_NOT_FOUND', 'Order not found', 404);

type Ids = { readonly cid?: string; readonly oid?: string };

/** The order that a request for one places, shows, cancels or changes. */
const singles: Readonly<Record<string, (book: Book, ids: Ids, fields: Fields) => Placed | undefined>> = {
  POST: (book, _, fields) => book.place(gtDraft(fields)),
  GET: (book, ids) => book.shown(ids),
  DELETE: (book, ids) => book.cancel(book.find(ids)),
  PATCH: (book, ids, fields) => change(book, ids, fields),
  PUT: (book, ids, fields) => change(book, ids, fields),
};

function change(book: Book, ids: Ids, { price }: Fields): Placed | undefined {
  const order = book.find(ids);
  return order && isOpen(order) ? book.change(order, { price: text(price) }) : undefined;
}

const cancelled = (book: Book, id: unknown): boolean => book.cancel(book.find(gtIds(id))) !== undefined;

const lists: Readonly<Record<string, (book: Book, items: readonly unknown[], isFutures: boolean) => Reply>> =
  {
    batch_orders: (book, items, isFutures) => [
      200,
      listOf(items).map((item) => {
        const order = book.place(gtDraft(item));
        return order && { succeeded: true, label: '', message: '', ...gtRow(order, isFutures) };
      }),
    ],
    cancel_batch_orders: (book, items) => [
      200,
      listOf(items).map(({ currency_pair, id }) => {
        const succeeded = cancelled(book, id);
        const why = succeeded
          ? { label: '', message: '' }
          : { label: 'ORDER_NOT_FOUND', message: 'Order not found' };
        return { currency_pair, id, succeeded, ...why };
      }),
    ],
    batch_cancel_orders: (book, items) => [
      200,
      items.map((id) => {
        const succeeded = cancelled(book, id);
        return { user_id: 1, id, succeeded, message: succeeded ? '' : 'ORDER_NOT_FOUND' };
      }),
    ],
  };

export const gate: Form = {
  id: 'gate',
  copies: 'taken',
  market: 'BTC_USDT',
  orders: (o) => [
    json('POST', '/api/v4/spot/orders', gtParams(o)),
    json('POST', '/api/v4/futures/usdt/orders', {
      contract: o.market,
      size: Number(o.qty),
      price: o.price,
      text: o.cid,
      tif: 'gtc',
    }),
  ],
  cancels: (o) => [
    query('DELETE', `/api/v4/spot/orders/${o.cid}`, { currency_pair: o.market }),
    query('DELETE', `/api/v4/spot/orders/${o.oid}`, { currency_pair: o.market }),
    query('DELETE', `/api/v4/futures/usdt/orders/${o.cid}`),
    json('POST', '/api/v4/spot/cancel_batch_orders', [{ currency_pair: o.market, id: o.oid }]),
    json('POST', '/api/v4/futures/usdt/batch_cancel_orders', [o.oid]),
  ],
  amends: (o, price) => [
    json('PATCH', `/api/v4/spot/orders/${o.cid}?currency_pair=${o.market}`, { price }),
    json('PATCH', `/api/v4/spot/orders/${o.oid}`, { currency_pair: o.market, price }),
    json('PUT', `/api/v4/futures/usdt/orders/${o.oid}`, { price }),
  ],
  batches: (orders) => [
    json('POST', '/api/v4/spot/batch_orders', orders.map(gtParams)),
    json(
      'POST',
      '/api/v4/futures/usdt/batch_orders',
      orders.map((o) => ({ contract: o.market, size: Number(o.qty), price: o.price, text: o.cid })),
    ),
  ],
  cancelBatches: (orders) => [
    json(
      'POST',
      '/api/v4/spot/cancel_batch_orders',
      orders.map((o) => ({ currency_pair: o.market, id: o.oid })),
    ),
    json(
      'POST',
      '/api/v4/futures/usdt/batch_cancel_orders',
      orders.map(({ oid }) => oid),
    ),
  ],
  once: [
    json('POST', '/api/v4/withdrawals', {
      withdraw_order_id: 'w',
      currency: 'USDT',
      address: 'x',
      amount: '1',
      chain: 'ETH',
    }),
    json('POST', '/api/v4/wallet/transfers', { currency: 'USDT', from: 'spot', to: 'futures', amount: '1' }),
    json('POST', '/api/v4/spot/price_orders', {
      market: 'BTC_USDT',
      trigger: { price: '1' },
      put: { text: 't-x', price: '1', amount: '1' },
    }),
    json('POST', '/api/v4/futures/usdt/price_orders', {
      initial: { contract: 'BTC_USDT', size: 1, price: '1', text: 't-y' },
      trigger: { price: '1' },
    }),
  ],
  onceReply: [201, { id: 1432329 }],
  answer: (book, { method, path, json: body, fields }) => {
    const [, rest] = /^\/api\/v4\/(?:spot|futures\/usdt)\/(.+)$/.exec(path) ?? [];
    if (rest === undefined) return undefined;
    const isFutures = path.includes('/futures/');
    const list = lists[rest];
    if (list) return list(book, Array.isArray(body) ? body : [], isFutures);
    const [head, id] = rest.split('/');
    if (head !== 'orders') return undefined;
    const order = singles[method]?.(book, gtIds(id), fields);
    return order ? [method === 'POST' ? 201 : 200, gtRow(order, isFutures)] : notFound;
  },
  refuse: {
    missing: () => gt('ORDER_NOT_FOUND', 'Order not found', 404),
    gone: () => gt('ORDER_NOT_FOUND', 'Order not found', 404),
    duplicate: () => gt('INVALID_PARAM_VALUE', 'text'),
    funds: () => gt('BALANCE_NOT_ENOUGH', 'Not enough balance'),
    rate: () => gt('TOO_MANY_REQUESTS', 'Request Rate limit Exceeded (211)', 429),
    auth: () => gt('INVALID_KEY', 'Invalid key provided', 401),
    time: () => gt('REQUEST_EXPIRED', 'gap between request Timestamp and server time exceeds 60', 403),
  },
  doubts: [
    gt('SERVER_ERROR', 'Internal server error', 500),
    gt('INTERNAL', 'internal', 500),
    gt('TOO_BUSY', 'System is too busy', 503),
    gt('NO_SUCH_LABEL_ANYWHERE', 'no table has it', 400),
  ],
  hollow: [
    [201, {}],
    [200, ''],
    [200, []],
    [200, { succeeded: true }],
  ],
  until: ({ headers, path, method }) =>
    Math.min(
      Number(headers['timestamp']) * 1000 + 60_000,
      method === 'POST' && path.endsWith('orders') && headers['x-gate-exptime']
        ? Number(headers['x-gate-exptime'])
        : Number.POSITIVE_INFINITY,
    ),
};
