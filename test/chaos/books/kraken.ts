// Kraken spot, by its documents.
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
import { form, json } from './samples.ts';

const none = {} as Req;

const kr = (result: unknown): Reply => [200, { error: [], result }];
const krBad = (error: string, status = 200): Reply => [status, { error: [error] }];
const krParams = (o: Draft): Record<string, string> => ({
  type: o.side.toLowerCase(),
  ordertype: 'limit',
  volume: o.qty,
  price: o.price,
  cl_ord_id: o.cid,
});
const krDraft = (f: Fields, pair: unknown): Draft => ({
  cid: text(f['cl_ord_id']),
  market: text(f['pair']) || text(pair),
  side: text(f['type']),
  qty: text(f['volume']),
  price: text(f['price']),
});
const krRow = (o: Placed): Fields => ({
  refid: null,
  userref: 0,
  cl_ord_id: o.cid,
  status: o.state === 'filled' ? 'closed' : o.state === 'cancelled' ? 'canceled' : 'open',
  opentm: o.bornMs / 1000,
  starttm: 0,
  expiretm: 0,
  descr: {
    pair: 'XBTUSD',
    type: o.side.toLowerCase(),
    ordertype: 'limit',
    price: o.price,
    order: `buy ${o.qty} XBTUSD @ limit ${o.price}`,
  },
  vol: `${o.qty}.00000000`,
  vol_exec: '0',
});
const krFind = (f: Fields) => ({ cid: f['cl_ord_id'], oid: f['txid'] });
const idsIn = (list: unknown, name: 'oid' | 'cid'): readonly object[] =>
  Array.isArray(list) ? list.map((id: unknown) => ({ [name]: id })) : [];

const methods: Readonly<Record<string, (book: Book, fields: Fields) => Reply>> = {
  AddOrder: (book, fields) => {
    const o = book.place(krDraft(fields, ''));
    if (!o) return kraken.refuse.duplicate(none);
    return kr({ descr: { order: `buy ${o.qty} XBTUSD @ limit ${o.price}` }, txid: [o.oid] });
  },
  AddOrderBatch: (book, { orders, pair }) =>
    kr({
      orders: listOf(orders).map((f) => {
        const o = book.place(krDraft(f, pair));
        return o ? { txid: o.oid, descr: { order: 'x' } } : { error: 'EOrder:Duplicate cl_ord_id' };
      }),
    }),
  CancelOrder: (book, fields) =>
    book.cancel(book.find(krFind(fields))) ? kr({ count: 1, pending: false }) : kraken.refuse.gone(none),
  CancelOrderBatch: (book, { orders, cl_ord_ids }) => {
    const all = [...idsIn(orders, 'oid'), ...idsIn(cl_ord_ids, 'cid')];
    return kr({ count: all.filter((ids) => book.cancel(book.find(ids))).length });
  },
  OpenOrders: (book, fields) => {
    const o = book.shown(krFind(fields));
    return kr({ open: o && isOpen(o) ? { [o.oid]: krRow(o) } : {} });
  },
  ClosedOrders: (book, fields) => {
    const o = book.shown(krFind(fields));
    const closed = o && !isOpen(o) ? { [o.oid]: krRow(o) } : {};
    return kr({ closed, count: Object.keys(closed).length });
  },
  QueryOrders: (book, { txid }) => {
    const o = book.shown({ oid: txid });
    return o ? kr({ [o.oid]: krRow(o) }) : kraken.refuse.missing(none);
  },
};

export const kraken: Form = {
  id: 'kraken',
  copies: 'refused-while-open',
  market: 'XBTUSD',
  orders: (o) => [
    form('POST', '/0/private/AddOrder', {
      pair: o.market,
      ...krParams(o),
      ordertype: 'stop-loss-limit',
      price2: '19',
    }),
    form('POST', '/0/private/AddOrder', { pair: o.market, ...krParams(o) }),
    json('POST', '/0/private/AddOrder', { pair: o.market, ...krParams(o) }),
  ],
  cancels: (o) => [
    form('POST', '/0/private/CancelOrder', { cl_ord_id: o.cid }),
    form('POST', '/0/private/CancelOrder', { txid: o.oid }),
    json('POST', '/0/private/CancelOrderBatch', { cl_ord_ids: [o.cid] }),
  ],
  batches: (orders) => [
    json('POST', '/0/private/AddOrderBatch', { pair: 'XBTUSD', orders: orders.map(krParams) }),
  ],
  cancelBatches: (orders) => [
    json('POST', '/0/private/CancelOrderBatch', { orders: orders.map(({ oid }) => oid) }),
    json('POST', '/0/private/CancelOrderBatch', { cl_ord_ids: orders.map(({ cid }) => cid) }),
  ],
  once: [
    form('POST', '/0/private/Withdraw', { asset: 'XBT', key: 'k', amount: '1' }),
    form('POST', '/0/private/WalletTransfer', {
      asset: 'XBT',
      from: 'Spot Wallet',
      to: 'Futures Wallet',
      amount: '1',
    }),
    form('POST', '/0/private/Earn/Allocate', { amount: '1', strategy_id: 's' }),
  ],
  onceReply: kr({ refid: 'AGBSO6T-UFMTTQ-I7KGS6' }),
  answer: (book, { path, fields }) => methods[path.replace('/0/private/', '')]?.(book, fields),
  refuse: {
    missing: () => krBad('EOrder:Invalid order'),
    gone: () => krBad('EOrder:Unknown order'),
    duplicate: () => krBad('EGeneral:Invalid arguments:cl_ord_id'),
    funds: () => krBad('EOrder:Insufficient funds'),
    rate: () => krBad('EAPI:Rate limit exceeded'),
    auth: () => krBad('EAPI:Invalid key'),
    time: () => krBad('EAPI:Invalid nonce'),
  },
  doubts: [
    krBad('EService:Unavailable'),
    krBad('EService:Timeout'),
    krBad('EGeneral:Internal error'),
    krBad('EService:Busy'),
    krBad('ENobody:Knows this'),
    krBad('EService:Unavailable', 503),
  ],
  hollow: [kr({}), kr(null), [200, { error: [] }], [200, {}], kr({ descr: {} }), kr({ txid: [] })],
  until: ({ fields }) => (text(fields['deadline']) === '' ? undefined : Date.parse(text(fields['deadline']))),
};
