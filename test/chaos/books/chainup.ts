// ChainUp: spot and futures, by its documents.
import { type Fields, type Form, type Placed, type Reply, type Req, text } from './book.ts';
import { json } from './samples.ts';

const none = {} as Req;

const cu = (code: string, msg: string, status = 200): Reply => [status, { code, msg, data: null }];
const cuRow = (o: Placed): Fields => ({
  orderId: o.oid,
  clientOrderId: o.cid,
  symbol: o.market,
  contractName: o.market,
  side: 'BUY',
  price: o.price,
  origQty: o.qty,
  executedQty: '0',
  status:
    o.state === 'filled'
      ? 'FILLED'
      : o.state === 'cancelled'
        ? 'CANCELED'
        : o.state === 'partial'
          ? 'PARTIALLY_FILLED'
          : 'NEW',
  transactTime: o.bornMs,
  type: 'LIMIT',
});
export const chainUp: Form = {
  id: 'chainup',
  copies: 'taken',
  market: 'BTCUSDT',
  orders: (o) => [
    json('POST', '/sapi/v1/order', {
      symbol: o.market,
      side: 'BUY',
      type: 'LIMIT',
      price: Number(o.price),
      volume: Number(o.qty),
      newClientOrderId: o.cid,
    }),
    json('POST', '/fapi/v1/order', {
      contractName: o.market,
      side: 'BUY',
      type: 'LIMIT',
      price: Number(o.price),
      volume: Number(o.qty),
      positionType: 1,
      open: 'OPEN',
      clientOrderId: o.cid,
    }),
  ],
  cancels: (o) => [
    json('POST', '/sapi/v1/cancel', { symbol: o.market, newClientOrderId: o.cid }),
    json('POST', '/sapi/v1/cancel', { symbol: o.market, orderId: o.oid }),
  ],
  once: [
    json('POST', '/sapi/v1/withdraw/apply', {
      withdrawOrderId: 'w',
      symbol: 'USDT',
      amount: 1,
      address: 'x',
    }),
    json('POST', '/sapi/v1/asset/transfer', { coinSymbol: 'USDT', amount: 1 }),
    json('POST', '/fapi/v1/conditionOrder', { contractName: 'BTCUSDT', triggerPrice: 1, volume: 1 }),
  ],
  onceReply: [200, { code: '0', msg: 'succ', data: { id: 1 } }],
  answer: (book, { method, path, fields }) => {
    const spot = path.startsWith('/sapi/');
    const ids = { cid: spot ? fields['newClientOrderId'] : fields['clientOrderId'], oid: fields['orderId'] };
    switch (path.slice('/sapi/v1/'.length)) {
      case 'order': {
        if (method === 'GET') {
          const o = book.shown(ids);
          return o
            ? [200, spot ? cuRow(o) : { ...cuRow(o), clientOrderId: undefined }]
            : chainUp.refuse.missing(none);
        }
        const o = book.place({
          cid: text(ids.cid),
          market: text(fields['symbol']) || text(fields['contractName']),
          side: 'BUY',
          qty: text(fields['volume']),
          price: text(fields['price']),
        });
        return (
          o && [
            200,
            spot
              ? {
                  symbol: o.market,
                  orderId: o.oid,
                  clientOrderId: o.cid,
                  transactTime: o.bornMs,
                  price: o.price,
                  origQty: o.qty,
                  executedQty: '0',
                  status: 'NEW',
                  type: 'LIMIT',
                  side: 'BUY',
                }
              : { orderId: o.oid },
          ]
        );
      }
      case 'cancel': {
        const o = book.cancel(book.find(ids));
        return o
          ? [200, { symbol: o.market, orderId: o.oid, status: 'PENDING_CANCEL' }]
          : chainUp.refuse.gone(none);
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: () => cu('-2013', 'NO_SUCH_ORDER'),
    gone: () => cu('-2011', 'CANCEL_REJECTED'),
    duplicate: () => cu('-2010', 'x'),
    funds: () => cu('-2017', 'INSUFFICIENT_BALANCE'),
    rate: () => cu('-1003', 'TOO_MANY_REQUESTS', 429),
    auth: () => cu('-2015', 'REJECTED_MBX_KEY'),
    time: () => cu('-1021', 'INVALID_TIMESTAMP'),
  },
  doubts: [
    cu('-1001', 'DISCONNECTED'),
    cu('-1007', 'TIMEOUT'),
    cu('-98765', 'no table has it'),
    cu('-1000', 'UNKNOWN'),
    cu('-1006', 'UNEXPECTED_RESP'),
  ],
  hollow: [
    [200, { code: '0', msg: 'succ', data: null }],
    [200, {}],
    [200, []],
  ],
  until: ({ headers, fields }) =>
    Number(headers['x-ch-ts'] ?? fields['timestamp']) + Number(fields['recvWindow'] ?? 5000),
};
