// KuCoin: spot, margin and futures, by its documents.
import {
  type Book,
  type Draft,
  type Fields,
  type Form,
  isOpen,
  listOf,
  type Placed,
  type Reply,
  type Req,
  text,
} from './book.ts';
import { json, query } from './samples.ts';

const ku = (data: unknown, code = '200000', msg?: string, status = 200): Reply => [
  status,
  { code, ...(msg === undefined ? { data } : { msg }) },
];
const kuParams = (o: Draft): Fields => ({
  symbol: o.market,
  side: o.side.toLowerCase(),
  type: 'limit',
  size: o.qty,
  price: o.price,
  clientOid: o.cid,
});
const kuDraft = (f: Fields): Draft => ({
  cid: text(f['clientOid']),
  market: text(f['symbol']),
  side: text(f['side']),
  qty: text(f['size']),
  price: text(f['price']),
});
const kuShown = (o: Placed): Fields => ({
  id: o.oid,
  clientOid: o.cid,
  symbol: o.market,
  side: o.side.toLowerCase(),
  type: 'limit',
  size: o.qty,
  price: o.price,
  active: isOpen(o),
  isActive: isOpen(o),
  status: isOpen(o) ? 'open' : 'done',
  cancelExist: o.state === 'cancelled',
  createdAt: o.bornMs,
  lastUpdatedAt: o.updatedMs,
  inOrderBook: isOpen(o),
  dealSize: '0',
});
const bases = /^\/api\/(?:v1\/hf\/orders|v3\/hf\/margin\/orders?|v1\/orders)/;

const placed = (book: Book, fields: Fields): Reply => {
  const order = book.place(kuDraft(fields));
  return ku({ orderId: order?.oid, clientOid: order?.cid });
};

/** Spot says of each that it was added, futures a code. */
const several = (book: Book, { json: body, fields }: Req): Reply => {
  const isFutures = Array.isArray(body);
  return ku(
    listOf(isFutures ? body : fields['orderList']).map((item) => {
      const order = book.place(kuDraft(item));
      const good = isFutures ? { symbol: order?.market, code: '200000', msg: 'success' } : { success: true };
      return { orderId: order?.oid, clientOid: order?.cid, ...good };
    }),
  );
};

const cancelSeveral = (book: Book, { orderIdsList, clientOidsList }: Fields): Reply => {
  const own: readonly unknown[] = Array.isArray(orderIdsList) ? orderIdsList : [];
  const ids = [
    ...own.map((oid) => ({ oid })),
    ...listOf(clientOidsList).map(({ clientOid }) => ({ cid: clientOid })),
  ];
  return ku(
    ids.map((one) => {
      const isDone = book.cancel(book.find(one)) !== undefined;
      const why = isDone
        ? { code: '200', msg: 'success' }
        : { code: '100004', msg: 'The order cannot be canceled.' };
      return {
        orderId: null,
        clientOid: null,
        ...('oid' in one ? { orderId: one.oid } : { clientOid: one.cid }),
        ...why,
      };
    }),
  );
};

interface Cancel {
  readonly isOwn: boolean;
  readonly isFutures: boolean;
  readonly rest: string;
}

const cancelled = (order: Placed | undefined, { isOwn, isFutures, rest }: Cancel): Reply => {
  if (!order)
    return isFutures ? ku(null, '100004', 'The order cannot be canceled.') : kucoin.refuse.gone(none);
  const { oid, cid, qty } = order;
  if (rest.includes('sync'))
    return ku({
      clientOid: cid,
      originSize: qty,
      dealSize: '0',
      remainSize: qty,
      canceledSize: qty,
      status: 'done',
    });
  if (!isOwn) return ku({ clientOid: cid });
  return ku(isFutures ? { cancelledOrderIds: [oid] } : { orderId: oid });
};

const none = {} as Req;

export const kucoin: Form = {
  id: 'kucoin',
  copies: 'taken',
  market: 'BTC-USDT',
  orders: (o) => [
    json('POST', '/api/v1/hf/orders', kuParams(o)),
    json('POST', '/api/v1/hf/orders/sync', kuParams(o)),
    json('POST', '/api/v1/orders', { ...kuParams(o), leverage: '1' }),
    json('POST', '/api/v3/hf/margin/order', kuParams(o)),
  ],
  cancels: (o) => [
    query('DELETE', `/api/v1/hf/orders/client-order/${o.cid}`, { symbol: o.market }),
    query('DELETE', `/api/v1/hf/orders/${o.oid}`, { symbol: o.market }),
    query('DELETE', `/api/v1/orders/client-order/${o.cid}`, { symbol: o.market }),
    query('DELETE', `/api/v1/orders/${o.oid}`),
    query('DELETE', `/api/v1/hf/orders/sync/client-order/${o.cid}`, { symbol: o.market }),
  ],
  batches: (orders) => [
    json('POST', '/api/v1/hf/orders/multi', { orderList: orders.map(kuParams) }),
    json(
      'POST',
      '/api/v1/orders/multi',
      orders.map((o) => ({ ...kuParams(o), leverage: '1' })),
    ),
  ],
  cancelBatches: (orders) => [
    json('DELETE', '/api/v1/orders/multi-cancel', { orderIdsList: orders.map(({ oid }) => oid) }),
    json('DELETE', '/api/v1/orders/multi-cancel', {
      clientOidsList: orders.map((o) => ({ symbol: o.market, clientOid: o.cid })),
    }),
  ],
  once: [
    json('POST', '/api/v3/withdrawals', {
      currency: 'USDT',
      toAddress: 'x',
      amount: '1',
      withdrawType: 'ADDRESS',
    }),
    json('POST', '/api/v3/accounts/universal-transfer', {
      clientOid: 't',
      type: 'INTERNAL',
      currency: 'USDT',
      amount: '1',
    }),
    json('POST', '/api/v1/stop-order', { clientOid: 's', symbol: 'BTC-USDT', side: 'buy', stopPrice: '1' }),
    json('POST', '/api/v3/oco/order', { clientOid: 'o', symbol: 'BTC-USDT' }),
  ],
  onceReply: ku({ orderId: '6705f7248c6954000733ecac' }),
  answer: (book, req) => {
    const { method, path, fields } = req;
    const [base] = bases.exec(path) ?? [];
    if (base === undefined) return undefined;
    const rest = path.slice(base.length);
    const isFutures = base === '/api/v1/orders';
    if (method === 'POST') return rest.startsWith('/multi') ? several(book, req) : placed(book, fields);
    if (rest === '/multi-cancel') return cancelSeveral(book, fields);
    const name = rest.split('/').at(-1) ?? '';
    const isOwn = !rest.includes('client-order') && name !== 'byClientOid';
    const ids = isOwn ? { oid: name } : { cid: name === 'byClientOid' ? fields['clientOid'] : name };
    if (method === 'DELETE') return cancelled(book.cancel(book.find(ids)), { isOwn, isFutures, rest });
    const order = book.shown(ids);
    if (order) return ku(kuShown(order));
    return isFutures ? ku(null, '100001', 'error.getOrder.orderNotExist') : kucoin.refuse.missing(none);
  },
  refuse: {
    missing: () => ku(null, '400100', 'The order does not exist.'),
    gone: () => ku(null, '400100', 'order_not_exist_or_not_allow_to_cancel'),
    duplicate: () => ku(null, '126044', 'clientOid duplicate'),
    funds: () => ku(null, '200004', 'Balance insufficient!'),
    rate: () => ku(null, '429000', 'Too many requests', 429),
    auth: () => ku(null, '400003', 'KC-API-KEY not exists', 401),
    time: () => ku(null, '400002', 'Invalid KC-API-TIMESTAMP', 400),
  },
  doubts: [
    ku(null, '500000', 'Internal Server Error', 500),
    ku(null, '500000', 'Internal Server Error'),
    ku(null, '987654', 'no table has it'),
    ku(null, '230005', 'System error'),
  ],
  hollow: [ku(null), ku({}), [200, {}], [200, { code: '200000' }]],
  until: ({ headers }) => Number(headers['kc-api-timestamp']) + 5000,
};
