// OX.FUN, by its documents.
import {
  type Draft,
  type Fields,
  type Form,
  fieldsOf,
  isOpen,
  listOf,
  type Placed,
  type Reply,
  type Req,
  text,
} from './book.ts';
import { json } from './samples.ts';

const none = {} as Req;

const ox = (data: unknown): Reply => [200, { success: true, data }];
const oxBad = (code: string, message: string, status = 200): Reply => [
  status,
  { success: false, code, message },
];
const oxParams = (o: Draft): Fields => ({
  clientOrderId: o.cid,
  marketCode: o.market,
  side: 'BUY',
  quantity: o.qty,
  price: o.price,
  orderType: 'LIMIT',
});
const oxRow = (o: Placed): Fields => ({
  orderId: o.oid,
  clientOrderId: o.cid,
  marketCode: o.market,
  side: 'BUY',
  totalQuantity: o.qty,
  price: o.price,
  status:
    o.state === 'filled'
      ? 'FILLED'
      : o.state === 'cancelled'
        ? 'CANCELED_BY_USER'
        : o.state === 'partial'
          ? 'PARTIAL_FILL'
          : 'OPEN',
  createdAt: String(o.bornMs),
  orderType: 'LIMIT',
});
const oxFind = (f: Fields) => ({ cid: f['clientOrderId'], oid: f['orderId'] });
export const oxFun: Form = {
  id: 'ox-fun',
  copies: 'taken',
  market: 'BTC-USD-SWAP-LIN',
  orders: (o) => [
    json('POST', '/v3/orders/place', { orders: [oxParams(o)] }),
    json('POST', '/v3/orders/place', {
      recvWindow: 3000,
      timestamp: Date.now(),
      responseType: 'FULL',
      orders: [oxParams(o)],
    }),
    json('POST', '/v3/orders/place', { orders: [{ ...oxParams(o), clientOrderId: Number(o.cid) }] }),
  ],
  cancels: (o) => [
    json('DELETE', '/v3/orders/cancel', { orders: [{ marketCode: o.market, clientOrderId: o.cid }] }),
    json('DELETE', '/v3/orders/cancel', { orders: [{ marketCode: o.market, orderId: o.oid }] }),
  ],
  amends: (o, price) => [
    json('POST', '/v3/orders/modify', { orders: [{ marketCode: o.market, clientOrderId: o.cid, price }] }),
  ],
  batches: (orders) => [json('POST', '/v3/orders/place', { orders: orders.map(oxParams) })],
  cancelBatches: (orders) => [
    json('DELETE', '/v3/orders/cancel', {
      orders: orders.map((o) => ({ marketCode: o.market, clientOrderId: o.cid })),
    }),
  ],
  once: [
    json('POST', '/v3/withdrawal', {
      asset: 'USDT',
      network: 'ETH',
      address: 'x',
      quantity: '1',
      externalFee: true,
    }),
    json('POST', '/v3/transfer', { asset: 'OX', quantity: '1', fromAccount: 'a', toAccount: 'b' }),
  ],
  onceReply: ox({ id: '1' }),
  answer: (book, { path, fields }) => {
    const list = listOf(fields['orders']);
    const each = (work: (f: Fields) => Placed | undefined, code: string, message: string): Reply =>
      ox(
        list.map((f) => {
          const o = work(f);
          return o
            ? { ...oxRow(o), submitted: true, notice: 'OrderOpened', timestamp: String(o.updatedMs) }
            : {
                code,
                message,
                submitted: false,
                clientOrderId: text(f['clientOrderId']),
                marketCode: f['marketCode'],
              };
        }),
      );
    switch (path) {
      case '/v3/orders/place':
        return each(
          (f) =>
            book.place({
              cid: text(f['clientOrderId']),
              market: text(f['marketCode']),
              side: 'BUY',
              qty: text(f['quantity']),
              price: text(f['price']),
            }),
          '1',
          'x',
        );
      case '/v3/orders/cancel':
        return each((f) => book.cancel(book.find(oxFind(f))), '40035', 'Open order not found with id');
      case '/v3/orders/modify':
        return each(
          (f) => {
            const o = book.find(oxFind(f));
            return o && isOpen(o) ? book.change(o, { price: text(f['price']) }) : undefined;
          },
          '40035',
          'Open order not found with id',
        );
      case '/v3/orders/status': {
        const o = book.shown(oxFind(fields));
        return o ? ox(oxRow(o)) : oxFun.refuse.missing(none);
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: () => oxBad('40035', 'Open order not found with id'),
    gone: () => ox([{ code: '40035', message: 'Open order not found with id', submitted: false }]),
    duplicate: () => ox([{ code: '40001', message: 'dup', submitted: false }]),
    funds: () => ox([{ code: '710006', message: 'Insufficient balance', submitted: false }]),
    rate: () => oxBad('20001', 'result not found, please try again later', 429),
    auth: () => oxBad('20000', 'signature is invalid', 401),
    time: () => ox([{ code: '100015', message: 'recvWindow', submitted: false }]),
  },
  doubts: [oxBad('98764', 'nobody'), oxBad('98765', 'no table has it'), oxBad('30001', 'failed', 500)],
  hollow: [ox(null), ox([]), [200, {}], [200, { success: true }]],
  // Without a time of its own a request never grows old.
  until: ({ json }) => {
    const { timestamp, recvWindow = 1000 } = fieldsOf(json);
    return timestamp === undefined ? undefined : Number(timestamp) + Number(recvWindow);
  },
};
