// Hyperliquid, whose requests the caller signs, by its documents.
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

const hl = (type: string, statuses: readonly unknown[]): Reply => [
  200,
  { status: 'ok', response: { type, data: { statuses } } },
];
const hlState = { open: 'open', partial: 'open', filled: 'filled', cancelled: 'canceled' } as const;
const hlParams = (o: Draft): Fields => ({
  a: 0,
  b: true,
  p: o.price,
  s: o.qty,
  r: false,
  t: { limit: { tif: 'Gtc' } },
  c: o.cid,
});
const hlDraft = (f: Fields): Draft => ({
  cid: text(f['c']),
  market: '0',
  side: 'B',
  qty: text(f['s']),
  price: text(f['p']),
});
const action = (type: string, rest: Fields): ReturnType<typeof json> =>
  json('POST', '/exchange', {
    action: { type, ...rest },
    nonce: 1_700_000_000_000,
    signature: { r: '0x1', s: '0x2', v: 27 },
  });
let nonces = 0;
const fresh = (type: string, rest: Fields): ReturnType<typeof json> => {
  nonces += 1;
  const made = action(type, rest);
  return { ...made, params: { ...made.params, nonce: 1_700_000_000_000 + nonces } };
};
const oidNumber = (o: Placed): number => Number(o.oid.slice(-9));
export const hyperliquid: Form = {
  id: 'hyperliquid',
  copies: 'taken',
  market: '0',
  orders: (o) => [fresh('order', { orders: [hlParams(o)], grouping: 'na' })],
  cancels: (o) => [
    fresh('cancelByCloid', { cancels: [{ asset: 0, cloid: o.cid }] }),
    fresh('cancel', { cancels: [{ a: 0, o: oidNumber(o) }] }),
  ],
  amends: (o, price) => [
    fresh('modify', { oid: o.cid, order: hlParams({ ...o, price }) }),
    fresh('batchModify', { modifies: [{ oid: oidNumber(o), order: hlParams({ ...o, price }) }] }),
  ],
  batches: (orders) => [fresh('order', { orders: orders.map(hlParams), grouping: 'na' })],
  cancelBatches: (orders) => [
    fresh('cancelByCloid', { cancels: orders.map(({ cid }) => ({ asset: 0, cloid: cid })) }),
    fresh('cancel', { cancels: orders.map((o) => ({ a: 0, o: oidNumber(o) })) }),
  ],
  once: [
    action('withdraw3', { destination: '0x1', amount: '1', time: 1 }),
    action('usdSend', { destination: '0x2', amount: '1', time: 2 }),
    action('usdClassTransfer', { amount: '1', toPerp: true, nonce: 3 }),
    action('twapOrder', { twap: { a: 0, b: true, s: '1', r: false, m: 5, t: false } }),
  ],
  onceReply: [200, { status: 'ok', response: { type: 'default' } }],
  answer: (book, { path, fields }) => {
    const byNumber = (n: unknown): Placed | undefined =>
      book.everything().find((o) => oidNumber(o) === Number(n));
    if (path === '/info') {
      const oid = text(fields['oid']);
      const o = oid.startsWith('0x') ? book.shown({ cid: oid }) : book.shown({ oid: byNumber(oid)?.oid });
      return o
        ? [
            200,
            {
              status: 'order',
              order: {
                order: {
                  coin: 'BTC',
                  side: 'B',
                  limitPx: o.price,
                  sz: '0.0',
                  oid: oidNumber(o),
                  timestamp: o.bornMs,
                  origSz: o.qty,
                  cloid: o.cid,
                },
                status: hlState[o.state],
                statusTimestamp: o.updatedMs,
              },
            },
          ]
        : hyperliquid.refuse.missing(none);
    }
    const act = fieldsOf(fields['action']);
    if (!book.isNew(`nonce ${text(fields['nonce'])}`))
      return [200, { status: 'err', response: `Invalid nonce: duplicate nonce ${text(fields['nonce'])}` }];
    const statuses = (type: string, list: unknown, work: (f: Fields) => unknown): Reply =>
      hl(type, listOf(list).map(work));
    switch (act['type']) {
      case 'order':
        return statuses('order', act['orders'], (f) => {
          const o = book.place(hlDraft(f));
          return (
            o &&
            (o.state === 'filled'
              ? { filled: { totalSz: o.qty, avgPx: o.price, oid: oidNumber(o), cloid: o.cid } }
              : { resting: { oid: oidNumber(o), cloid: o.cid } })
          );
        });
      case 'cancelByCloid':
        return statuses('cancel', act['cancels'], (f) =>
          book.cancel(book.find({ cid: f['cloid'] }))
            ? 'success'
            : { error: 'Order was never placed, already canceled, or filled.' },
        );
      case 'cancel':
        return statuses('cancel', act['cancels'], (f) =>
          book.cancel(byNumber(f['o']))
            ? 'success'
            : { error: 'Order was never placed, already canceled, or filled.' },
        );
      case 'modify':
      case 'batchModify': {
        const list = act['type'] === 'modify' ? [act] : listOf(act['modifies']);
        const done = list.map((f) => {
          const o = text(f['oid']).startsWith('0x') ? book.find({ cid: f['oid'] }) : byNumber(f['oid']);
          return o && isOpen(o) ? book.change(o, { price: text(fieldsOf(f['order'])['p']) }) : undefined;
        });
        return act['type'] === 'modify'
          ? done[0]
            ? [200, { status: 'ok', response: { type: 'default' } }]
            : [200, { status: 'err', response: 'Cannot modify canceled or filled order' }]
          : hl(
              'order',
              done.map((o) =>
                o ? { resting: { oid: oidNumber(o) } } : { error: 'Cannot modify canceled or filled order' },
              ),
            );
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: () => [200, { status: 'unknownOid' }],
    gone: () => hl('cancel', [{ error: 'Order was never placed, already canceled, or filled.' }]),
    duplicate: () => hl('order', [{ error: 'Duplicate cloid' }]),
    funds: () => hl('order', [{ error: 'Insufficient margin to place order. asset=0' }]),
    rate: () => [429, 'null'],
    auth: () => [200, { status: 'err', response: 'User or API Wallet 0x1 does not exist.' }],
    time: () => [200, { status: 'err', response: 'Invalid nonce: 1, must be at least 2' }],
  },
  doubts: [
    [502, 'Bad Gateway'],
    [500, 'null'],
    [504, '<html>'],
  ],
  hollow: [[200, {}], hl('order', []), [200, { status: 'ok' }], [200, 'null']],
  until: ({ fields }) => (fields['expiresAfter'] === undefined ? undefined : Number(fields['expiresAfter'])),
};
