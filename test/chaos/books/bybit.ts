// Bybit v5, by its documents.
import {
  type Draft,
  type Fields,
  type Form,
  fieldsOf,
  isOpen,
  listOf,
  type Placed,
  type Reply,
  text,
} from './book.ts';
import { json } from './samples.ts';

const ids = (o: Placed | undefined, oid: string, cid: string): Fields => ({ [oid]: o?.oid, [cid]: o?.cid });

const by = (retCode: number, retMsg: string, result: unknown = {}, retExtInfo: unknown = {}): Reply => [
  200,
  { retCode, retMsg, result, retExtInfo, time: Date.now() },
];
const bybitState = {
  open: 'New',
  partial: 'PartiallyFilled',
  filled: 'Filled',
  cancelled: 'Cancelled',
} as const;
const bybitParams = (o: Draft): Fields => ({
  symbol: o.market,
  side: o.side === 'BUY' ? 'Buy' : 'Sell',
  orderType: 'Limit',
  qty: o.qty,
  price: o.price,
  orderLinkId: o.cid,
});
const bybitDraft = (f: Fields): Draft => ({
  cid: text(f['orderLinkId']),
  market: text(f['symbol']),
  side: text(f['side']),
  qty: text(f['qty']),
  price: text(f['price']),
});
const bybitFind = (f: Fields) => ({ cid: f['orderLinkId'], oid: f['orderId'] });
export const bybit: Form = {
  id: 'bybit',
  copies: 'refused',
  market: 'BTCUSDT',
  orders: (o) => [
    json('POST', '/v5/order/create', {
      category: 'linear',
      ...bybitParams(o),
      triggerPrice: '19',
      triggerDirection: 1,
    }),
    ...['linear', 'spot'].map((category) =>
      json('POST', '/v5/order/create', { category, ...bybitParams(o) }),
    ),
  ],
  cancels: (o) => [
    json('POST', '/v5/order/cancel', { category: 'linear', symbol: o.market, orderLinkId: o.cid }),
    json('POST', '/v5/order/cancel', { category: 'linear', symbol: o.market, orderId: o.oid }),
  ],
  amends: (o, price) => [
    json('POST', '/v5/order/amend', { category: 'linear', symbol: o.market, orderLinkId: o.cid, price }),
    json('POST', '/v5/order/amend', { category: 'linear', symbol: o.market, orderId: o.oid, price }),
  ],
  batches: (orders) => [
    json('POST', '/v5/order/create-batch', { category: 'linear', request: orders.map(bybitParams) }),
  ],
  cancelBatches: (orders) => [
    json('POST', '/v5/order/cancel-batch', {
      category: 'linear',
      request: orders.map((o) => ({ symbol: o.market, orderLinkId: o.cid })),
    }),
    json('POST', '/v5/order/cancel-batch', {
      category: 'linear',
      request: orders.map((o) => ({ symbol: o.market, orderId: o.oid })),
    }),
  ],
  once: [
    json('POST', '/v5/asset/withdraw/create', { coin: 'USDT', chain: 'ETH', address: '0x', amount: '1' }),
    json('POST', '/v5/asset/transfer/inter-transfer', { transferId: 'uuid', coin: 'USDT', amount: '1' }),
  ],
  onceReply: by(0, 'success', { id: '10195' }),
  answer: (book, { path, fields, json: body }) => {
    const list = listOf(fieldsOf(body)['request']);
    const each = (work: (f: Fields) => Placed | undefined, code: number, msg: string): Reply => {
      const done = list.map(work);
      return by(
        0,
        'OK',
        {
          list: done.map((o, at) => ({
            category: 'linear',
            symbol: text(list[at]?.['symbol']),
            orderId: o?.oid ?? '',
            orderLinkId: o?.cid ?? text(list[at]?.['orderLinkId']),
            createAt: '',
          })),
        },
        { list: done.map((o) => (o ? { code: 0, msg: 'OK' } : { code, msg })) },
      );
    };
    switch (path) {
      case '/v5/order/create': {
        const o = book.place(bybitDraft(fields));
        return o ? by(0, 'OK', ids(o, 'orderId', 'orderLinkId')) : bybit.refuse.duplicate({} as never);
      }
      case '/v5/order/cancel': {
        const o = book.cancel(book.find(bybitFind(fields)));
        return o ? by(0, 'OK', ids(o, 'orderId', 'orderLinkId')) : bybit.refuse.gone({} as never);
      }
      case '/v5/order/amend': {
        const o = book.find(bybitFind(fields));
        if (!o || !isOpen(o)) return by(110001, 'order not exists or too late to replace');
        return by(0, 'OK', ids(book.change(o, { price: text(fields['price']) }), 'orderId', 'orderLinkId'));
      }
      case '/v5/order/create-batch':
        return each((f) => book.place(bybitDraft(f)), 110072, 'OrderLinkedID is duplicate');
      case '/v5/order/cancel-batch':
        return each(
          (f) => book.cancel(book.find(bybitFind(f))),
          110001,
          'order not exists or too late to cancel',
        );
      case '/v5/order/realtime':
      case '/v5/order/history': {
        const o = book.shown(bybitFind(fields));
        const isThere = o && (path.endsWith('history') ? !isOpen(o) : true);
        return by(0, 'OK', {
          nextPageCursor: '',
          category: 'linear',
          list: isThere
            ? [
                {
                  ...ids(o, 'orderId', 'orderLinkId'),
                  symbol: o.market,
                  side: o.side,
                  price: o.price,
                  qty: o.qty,
                  orderStatus: bybitState[o.state],
                  createdTime: String(o.bornMs),
                  updatedTime: String(o.updatedMs),
                  leavesQty: '0',
                  orderType: 'Limit',
                },
              ]
            : [],
        });
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: () => by(0, 'OK', { list: [], nextPageCursor: '', category: 'linear' }),
    gone: () => by(110001, 'order not exists or too late to cancel'),
    duplicate: () => by(110072, 'OrderLinkedID is duplicate'),
    funds: () => by(110007, 'ab not enough for new order'),
    rate: () => by(10006, 'Too many visits. Exceeded the API Rate Limit.'),
    auth: () => by(10003, 'API key is invalid.'),
    time: () => by(10002, 'invalid request, please check your server timestamp or recv_window param'),
  },
  doubts: [
    by(10016, 'Server error.'),
    by(10000, 'Server Timeout'),
    by(170007, 'Timeout waiting for response from backend server.'),
    by(987654, 'no table has it'),
  ],
  hollow: [by(0, 'OK', {}), by(0, 'OK', null), [200, {}], [200, { retCode: 0, retMsg: 'OK' }]],
  until: ({ headers }) => Number(headers['x-bapi-timestamp']) + Number(headers['x-bapi-recv-window'] ?? 5000),
};
