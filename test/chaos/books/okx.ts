// OKX v5, by its documents.
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

const ok = (data: unknown, code = '0', msg = ''): Reply => [
  200,
  { code, msg, data, inTime: '1', outTime: String(Date.now() * 1000) },
];
const okItem = (o: Placed | undefined, f: Fields, sCode: string, sMsg: string): Fields =>
  o
    ? { clOrdId: o.cid, ordId: o.oid, tag: '', ts: String(o.updatedMs), sCode: '0', sMsg: '' }
    : { clOrdId: text(f['clOrdId']), ordId: text(f['ordId']), sCode, sMsg };
const okMany = (items: readonly Fields[]): Reply => {
  const bad = items.filter((i) => i['sCode'] !== '0').length;
  return ok(
    items,
    bad === 0 ? '0' : bad === items.length ? '1' : '2',
    bad === items.length ? 'All operations failed' : '',
  );
};
const okParams = (o: Draft): Fields => ({
  instId: o.market,
  tdMode: 'cross',
  side: o.side === 'BUY' ? 'buy' : 'sell',
  ordType: 'limit',
  sz: o.qty,
  px: o.price,
  clOrdId: o.cid,
});
const okDraft = (f: Fields): Draft => ({
  cid: text(f['clOrdId']),
  market: text(f['instId']),
  side: text(f['side']),
  qty: text(f['sz']),
  price: text(f['px']),
});
const okFind = (f: Fields) => ({ cid: f['clOrdId'], oid: f['ordId'] });
const okState = {
  open: 'live',
  partial: 'partially_filled',
  filled: 'filled',
  cancelled: 'canceled',
} as const;
export const okx: Form = {
  id: 'okx',
  copies: 'refused-while-open',
  market: 'BTC-USDT-SWAP',
  orders: (o) => [
    json('POST', '/api/v5/trade/order', okParams(o)),
    json('POST', '/api/v5/trade/batch-orders', [okParams(o)]),
  ],
  cancels: (o) => [
    json('POST', '/api/v5/trade/cancel-order', { instId: o.market, clOrdId: o.cid }),
    json('POST', '/api/v5/trade/cancel-order', { instId: o.market, ordId: o.oid }),
    json('POST', '/api/v5/trade/cancel-batch-orders', [{ instId: o.market, clOrdId: o.cid }]),
  ],
  amends: (o, price) => [
    json('POST', '/api/v5/trade/amend-order', { instId: o.market, clOrdId: o.cid, newPx: price }),
    json('POST', '/api/v5/trade/amend-order', { instId: o.market, ordId: o.oid, newPx: price }),
  ],
  batches: (orders) => [json('POST', '/api/v5/trade/batch-orders', orders.map(okParams))],
  cancelBatches: (orders) => [
    json(
      'POST',
      '/api/v5/trade/cancel-batch-orders',
      orders.map((o) => ({ instId: o.market, clOrdId: o.cid })),
    ),
    json(
      'POST',
      '/api/v5/trade/cancel-batch-orders',
      orders.map((o) => ({ instId: o.market, ordId: o.oid })),
    ),
  ],
  once: [
    json('POST', '/api/v5/asset/withdrawal', { ccy: 'BTC', amt: '1', dest: '4', toAddr: 'x' }),
    json('POST', '/api/v5/asset/transfer', { ccy: 'USDT', amt: '1', from: '6', to: '18', clientId: 'b1' }),
    json('POST', '/api/v5/trade/order-algo', {
      instId: 'BTC-USDT-SWAP',
      side: 'buy',
      ordType: 'conditional',
      sz: '1',
      algoClOrdId: 'a1',
    }),
    json('POST', '/api/v5/trade/close-position', {
      instId: 'BTC-USDT-SWAP',
      mgnMode: 'cross',
      clOrdId: 'x1',
    }),
  ],
  onceReply: ok([{ amt: '1', wdId: '67485', ccy: 'BTC', clientId: '', chain: 'BTC-Bitcoin' }]),
  answer: (book, { method, path, fields, json: body }) => {
    const items = Array.isArray(body) ? listOf(body) : [fieldsOf(body)];
    switch (path.replace('/api/v5/trade/', '')) {
      case 'order': {
        if (method === 'GET') {
          const o = book.shown(okFind(fields));
          return o
            ? ok([
                {
                  instId: o.market,
                  clOrdId: o.cid,
                  ordId: o.oid,
                  sz: o.qty,
                  px: o.price,
                  side: o.side,
                  state: okState[o.state],
                  cTime: String(o.bornMs),
                  uTime: String(o.updatedMs),
                  ordType: 'limit',
                  tag: '',
                },
              ])
            : okx.refuse.missing({} as never);
        }
        return okMany(
          items.map((f) => okItem(book.place(okDraft(f)), f, '51016', 'Client order ID already exists.')),
        );
      }
      case 'batch-orders':
        return okMany(
          items.map((f) => okItem(book.place(okDraft(f)), f, '51016', 'Client order ID already exists.')),
        );
      case 'cancel-order':
      case 'cancel-batch-orders':
        return okMany(
          items.map((f) =>
            okItem(
              book.cancel(book.find(okFind(f))),
              f,
              '51400',
              'Order cancellation failed as the order has been filled, canceled or does not exist.',
            ),
          ),
        );
      case 'amend-order': {
        const o = book.find(okFind(fields));
        const done = o && isOpen(o) ? book.change(o, { price: text(fields['newPx']) }) : undefined;
        return okMany([okItem(done, fields, '51503', 'Your order has already been filled or canceled.')]);
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: () => ok([], '51603', 'Order does not exist'),
    gone: () =>
      okMany([
        okItem(
          undefined,
          {},
          '51400',
          'Order cancellation failed as the order has been filled, canceled or does not exist.',
        ),
      ]),
    duplicate: () => okMany([okItem(undefined, {}, '51016', 'Client order ID already exists.')]),
    funds: () =>
      okMany([okItem(undefined, {}, '51008', 'Order failed. Insufficient USDT balance in account')]),
    rate: () => [429, { code: '50011', msg: 'Too Many Requests' }],
    auth: () => [401, { code: '50111', msg: 'Invalid OK-ACCESS-KEY' }],
    time: () => [401, { code: '50102', msg: 'Timestamp request expired' }],
  },
  doubts: [
    ok([], '50004', 'Endpoint request timeout'),
    ok([{ sCode: '50004', sMsg: 'API endpoint request timeout', clOrdId: '', ordId: '' }], '1', ''),
    ok([], '50026', 'System error, please try again later.'),
    ok([], '987654', 'no table has it'),
    [500, { code: '50026', msg: 'System error' }],
  ],
  hollow: [ok([]), ok(null), [200, {}], ok([{}])],
  until: ({ headers, path }) =>
    Math.min(
      Date.parse(text(headers['ok-access-timestamp'])) + 30_000,
      path.endsWith('order') && headers['exptime'] ? Number(headers['exptime']) : Number.POSITIVE_INFINITY,
    ),
};
