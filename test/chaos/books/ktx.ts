// KTX, by its documents.
import { type Fields, type Form, type Placed, type Reply, type Req, text } from './book.ts';
import { json } from './samples.ts';

const none = {} as Req;

const kx = (result: unknown): Reply => [200, { state: 0, result }];
const kxBad = (state: number, msg: string, status = 200): Reply => [status, { state, msg }];
const kxRow = (o: Placed): Fields => ({
  orderId: o.oid,
  clientOrderId: o.cid,
  product: o.market,
  side: 'buy',
  quantity: o.qty,
  price: o.price,
  status:
    o.state === 'filled'
      ? 'filled'
      : o.state === 'cancelled'
        ? 'cancelled'
        : o.state === 'partial'
          ? 'partial-filled'
          : 'accepted',
  createTime: o.bornMs,
  updateTime: o.updatedMs,
});
const kxIds = (id: unknown) => (text(id).startsWith('c:') ? { cid: text(id).slice(2) } : { oid: text(id) });
export const ktx: Form = {
  id: 'ktx',
  copies: 'refused',
  market: 'BTC_USDT',
  orders: (o) =>
    ['/papi/v1/order', '/api/v1/order'].map((path) =>
      json('POST', path, {
        symbol: o.market,
        side: 'buy',
        type: 'limit',
        price: o.price,
        quantity: o.qty,
        client_order_id: o.cid,
      }),
    ),
  cancels: (o) => [
    json('POST', '/papi/v1/order/delete', { id: `c:${o.cid}` }),
    json('POST', '/papi/v1/order/delete', { id: o.oid }),
  ],
  once: [
    json('POST', '/papi/v1/withdraw', { asset: 'USDT', address: 'x', amount: '1' }),
    json('POST', '/papi/v1/main/transfer', { asset: 'USDT', amount: '1' }),
  ],
  onceReply: kx({ id: '1' }),
  answer: (book, { method, path, fields }) => {
    if (/\/order\/delete$/.test(path)) {
      const o = book.cancel(book.find(kxIds(fields['id'])));
      return o ? kx({ orderId: o.oid }) : ktx.refuse.gone(none);
    }
    if (!path.endsWith('/order')) return undefined;
    if (method === 'POST') {
      const o = book.place({
        cid: text(fields['client_order_id']),
        market: text(fields['symbol']),
        side: 'buy',
        qty: text(fields['quantity']),
        price: text(fields['price']),
      });
      return o ? kx(kxRow(o)) : ktx.refuse.duplicate(none);
    }
    const o = book.shown(kxIds(fields['id']));
    return o ? kx(kxRow(o)) : ktx.refuse.missing(none);
  },
  refuse: {
    missing: () => kxBad(-20001, 'no such order'),
    gone: () => kxBad(-20001, 'no such order'),
    duplicate: () => kxBad(-21212, 'client order id is used'),
    funds: () => kxBad(-21301, 'insufficient funds'),
    rate: () => kxBad(-10001, 'too many', 429),
    auth: () => kxBad(-10102, 'key'),
    time: () => kxBad(-10105, 'expired'),
  },
  doubts: [kxBad(-1, 'system error'), kxBad(-98765, 'no table has it'), kxBad(-10000, 'busy', 500)],
  hollow: [kx(null), [200, {}], kx({}), [200, []]],
  until: ({ headers }) => Number(headers['api-expire-time']),
};
