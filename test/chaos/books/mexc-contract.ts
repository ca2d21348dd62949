// MEXC contract, by its documents.
import { type Draft, type Fields, type Form, isOpen, listOf, type Reply, type Req, text } from './book.ts';
import { json } from './samples.ts';

const none = {} as Req;

const mx = (data: unknown): Reply => [200, { success: true, code: 0, data }];
const mxBad = (code: number, message: string, status = 200): Reply => [
  status,
  { success: false, code, message },
];
const mxState = { open: 2, partial: 2, filled: 3, cancelled: 4 } as const;
const priv = '/api/v1/private/';
const mxParams = (o: Draft): Fields => ({
  symbol: o.market,
  price: Number(o.price),
  vol: Number(o.qty),
  side: 1,
  type: 1,
  openType: 1,
  externalOid: o.cid,
});
const mxDraft = (f: Fields): Draft => ({
  cid: text(f['externalOid']),
  market: text(f['symbol']),
  side: '1',
  qty: text(f['vol']),
  price: text(f['price']),
});
export const mexcContract: Form = {
  id: 'mexc-contract',
  copies: 'taken',
  market: 'BTC_USDT',
  orders: (o) => [
    json('POST', `${priv}order/submit`, mxParams(o)),
    json('POST', `${priv}order/create`, mxParams(o)),
  ],
  cancels: (o) => [
    json('POST', `${priv}order/cancel_with_external`, { symbol: o.market, externalOid: o.cid }),
    json('POST', `${priv}order/cancel`, [o.oid]),
  ],
  amends: (o, price) => [
    json('POST', `${priv}order/change_limit_order`, {
      orderId: o.oid,
      price: Number(price),
      vol: Number(o.qty),
    }),
  ],
  batches: (orders) => [json('POST', `${priv}order/submit_batch`, orders.map(mxParams))],
  cancelBatches: (orders) => [
    json(
      'POST',
      `${priv}order/cancel`,
      orders.map(({ oid }) => oid),
    ),
  ],
  once: [
    json('POST', `${priv}planorder/place`, {
      symbol: 'BTC_USDT',
      vol: 1,
      triggerPrice: 1,
      side: 1,
      openType: 1,
    }),
    json('POST', `${priv}stoporder/place`, { positionId: 1, vol: 1, stopLossPrice: 1 }),
    json('POST', `${priv}position/change_margin`, { positionId: 1, amount: 1, type: 'ADD' }),
  ],
  onceReply: mx('7001'),
  answer: (book, { path, json: body, fields }) => {
    const rest = path.replace(priv, '');
    switch (rest) {
      case 'order/submit':
      case 'order/create': {
        const o = book.place(mxDraft(fields));
        return o && mx(rest.endsWith('submit') ? o.oid : { orderId: o.oid, ts: o.bornMs });
      }
      case 'order/submit_batch':
        return mx(
          listOf(body).map((f) => {
            const o = book.place(mxDraft(f));
            return { externalOid: o?.cid, orderId: o?.oid, errorMsg: 'success', errorCode: 0 };
          }),
        );
      case 'order/cancel':
        return mx(
          (Array.isArray(body) ? body : []).map((oid: unknown) => {
            const o = book.cancel(book.find({ oid }));
            return {
              orderId: oid,
              errorCode: o ? 0 : 2041,
              errorMsg: o ? 'success' : 'order state cannot be cancelled',
            };
          }),
        );
      case 'order/cancel_with_external':
        return book.cancel(book.find({ cid: fields['externalOid'] }))
          ? mx(null)
          : mexcContract.refuse.gone(none);
      case 'order/change_limit_order': {
        const o = book.find({ oid: fields['orderId'] });
        if (!o || !isOpen(o)) return mexcContract.refuse.gone(none);
        book.change(o, { price: text(fields['price']), qty: text(fields['vol']) });
        return mx(null);
      }
      default: {
        const [, cid] = /^order\/external\/[^/]+\/([^/]+)$/.exec(rest) ?? [];
        const [, oid] = /^order\/get\/([^/]+)$/.exec(rest) ?? [];
        if (cid === undefined && oid === undefined) return undefined;
        const o = book.shown({ cid, oid });
        return o
          ? mx({
              orderId: o.oid,
              symbol: o.market,
              price: Number(o.price),
              vol: Number(o.qty),
              side: 1,
              state: mxState[o.state],
              externalOid: o.cid,
              errorCode: 0,
              createTime: o.bornMs,
              updateTime: o.updatedMs,
              category: 1,
              orderType: 1,
            })
          : mexcContract.refuse.missing(none);
      }
    }
  },
  refuse: {
    missing: () => mxBad(2040, 'order not exist'),
    gone: () => mxBad(2041, 'order state cannot be cancelled'),
    duplicate: () => mxBad(2042, 'x'),
    funds: () => mxBad(2005, 'balance insufficient'),
    rate: () => mxBad(510, 'Excessive frequency of requests'),
    auth: () => mxBad(402, 'API key expired'),
    time: () => mxBad(513, 'Request timestamp expired'),
  },
  doubts: [
    mxBad(500, 'Internal error'),
    mxBad(501, 'System busy'),
    mxBad(98765, 'no table has it'),
    mxBad(500, 'Internal error', 500),
  ],
  hollow: [
    [200, {}],
    [200, ''],
  ],
  until: ({ headers }) => Number(headers['request-time']) + 10_000,
};
