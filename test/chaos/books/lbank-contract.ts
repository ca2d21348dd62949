// LBank contract, as its clients show it, by its documents.
import { type Form, type Reply, type Req, text } from './book.ts';
import { json } from './samples.ts';

const none = {} as Req;

const lb = (data: unknown): Reply => [
  200,
  { success: true, error_code: 0, msg: 'Success', result: 'true', data },
];
const lbBad = (error_code: number, msg: string, status = 200): Reply => [
  status,
  { success: false, error_code, msg, result: 'false', data: null },
];
const lbState = { open: 4, partial: 2, filled: 1, cancelled: 6 } as const;
const prv = '/cfd/openApi/v1/prv/';
export const lbankContract: Form = {
  id: 'lbank-contract',
  copies: 'taken',
  market: 'BTCUSDT',
  orders: (o) => [
    json('POST', `${prv}placeOrder`, {
      symbol: o.market,
      side: 'BUY',
      price: o.price,
      volume: o.qty,
      clientOrderId: o.cid,
    }),
  ],
  cancels: (o) => [
    json('POST', `${prv}cancelOrder`, { clientOrderId: o.cid }),
    json('POST', `${prv}cancelOrder`, { orderId: o.oid }),
  ],
  once: [
    json('POST', `${prv}transfer`, { amount: '1' }),
    json('POST', `${prv}closePosition`, { symbol: 'BTCUSDT' }),
  ],
  onceReply: lb({ id: 1 }),
  answer: (book, { path, fields }) => {
    const ids = { cid: fields['clientOrderId'], oid: fields['orderId'] };
    switch (path.replace(prv, '')) {
      case 'placeOrder': {
        const o = book.place({
          cid: text(fields['clientOrderId']),
          market: text(fields['symbol']),
          side: 'BUY',
          qty: text(fields['volume']),
          price: text(fields['price']),
        });
        return o && lb({ orderId: o.oid, clientOrderId: o.cid });
      }
      case 'cancelOrder': {
        const o = book.cancel(book.find(ids));
        return o ? lb({ orderId: o.oid }) : lbankContract.refuse.gone(none);
      }
      case 'orderCache': {
        const o = book.shown(ids);
        return lb(
          o
            ? [
                {
                  orderId: o.oid,
                  clientOrderId: o.cid,
                  symbol: o.market,
                  side: 'BUY',
                  volume: o.qty,
                  price: o.price,
                  orderStatus: lbState[o.state],
                  createTime: o.bornMs,
                },
              ]
            : [],
        );
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: () => lb([]),
    gone: () => lbBad(24, 'OrderNotFound'),
    duplicate: () => lbBad(22, 'DuplicateOrder'),
    funds: () => lbBad(31, 'InsufficientMoney'),
    rate: () => [429, { msg: 'too many' }],
    auth: () => lbBad(10007, 'Invalid signature'),
    time: () => lbBad(10008, 'time'),
  },
  doubts: [lbBad(-1, 'busy'), lbBad(98765, 'no table has it'), lbBad(500, 'x', 500)],
  hollow: [
    [200, {}],
    [200, []],
  ],
};
