// Deribit, by its documents.
import {
  type Draft,
  type Fields,
  type Form,
  fieldsOf,
  isOpen,
  type Placed,
  type Reply,
  text,
} from './book.ts';
import { json, query } from './samples.ts';

const rpc = (result: unknown): Reply => [
  200,
  { jsonrpc: '2.0', result, usIn: 1, usOut: 2, usDiff: 1, testnet: false },
];
const rpcBad = (code: number, message: string, status = 400): Reply => [
  status,
  { jsonrpc: '2.0', error: { code, message, data: {} }, usIn: 1, usOut: 2, usDiff: 1 },
];
const dbRow = (o: Placed): Fields => ({
  order_id: o.oid,
  label: o.cid,
  instrument_name: o.market,
  amount: Number(o.qty),
  price: Number(o.price),
  direction: 'buy',
  order_state: o.state === 'filled' ? 'filled' : o.state === 'cancelled' ? 'cancelled' : 'open',
  creation_timestamp: o.bornMs,
  last_update_timestamp: o.updatedMs,
  filled_amount: 0,
  order_type: 'limit',
});
const dbParams = (o: Draft): Fields => ({
  instrument_name: o.market,
  amount: Number(o.qty),
  type: 'limit',
  price: Number(o.price),
  label: o.cid,
});
const flat = (f: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(f).map(([k, v]) => [k, String(v)]));
const posted = (method: string, params: Fields, path = '/api/v2'): ReturnType<typeof json> =>
  json('POST', path, { jsonrpc: '2.0', id: 1, method: `private/${method}`, params });
export const deribit: Form = {
  id: 'deribit',
  copies: 'taken',
  market: 'BTC-PERPETUAL',
  orders: (o) => [
    query('GET', '/api/v2/private/buy', flat(dbParams(o))),
    posted('buy', dbParams(o)),
    posted('buy', dbParams(o), '/api/v2/private/buy'),
  ],
  cancels: (o) => [
    query('GET', '/api/v2/private/cancel', { order_id: o.oid }),
    posted('cancel', { order_id: o.oid }),
    query('GET', '/api/v2/private/cancel_by_label', { label: o.cid }),
  ],
  amends: (o, price) => [
    query('GET', '/api/v2/private/edit', { order_id: o.oid, amount: o.qty, price }),
    query('GET', '/api/v2/private/edit_by_label', {
      label: o.cid,
      instrument_name: o.market,
      amount: o.qty,
      price,
    }),
  ],
  once: [
    query('GET', '/api/v2/private/withdraw', { currency: 'BTC', address: 'x', amount: '1' }),
    posted('submit_transfer_to_subaccount', { currency: 'BTC', amount: 1, destination: 2 }),
    query('GET', '/api/v2/private/close_position', { instrument_name: 'BTC-PERPETUAL', type: 'market' }),
    query('GET', '/api/v2/private/submit_transfer_to_user', {
      currency: 'BTC',
      amount: '1',
      destination: 'x',
    }),
  ],
  onceReply: rpc({ id: 1, state: 'unconfirmed' }),
  answer: (book, { path, fields }) => {
    const inner = fieldsOf(fields['params']);
    const f = { ...fields, ...inner };
    const method = text(fields['method']).replace('private/', '') || (path.split('/private/')[1] ?? '');
    switch (method) {
      case 'buy': {
        const o = book.place({
          cid: text(f['label']),
          market: text(f['instrument_name']),
          side: 'buy',
          qty: text(f['amount']),
          price: text(f['price']),
        });
        return o ? rpc({ order: dbRow(o), trades: [] }) : undefined;
      }
      case 'cancel': {
        const o = book.cancel(book.find({ oid: f['order_id'] }));
        return o ? rpc(dbRow(o)) : rpcBad(11044, 'not_open_order');
      }
      case 'cancel_by_label':
        return rpc(book.all(text(f['label'])).filter((o) => book.cancel(o)).length);
      case 'edit':
      case 'edit_by_label': {
        const o = method === 'edit' ? book.find({ oid: f['order_id'] }) : book.find({ cid: f['label'] });
        return o && isOpen(o)
          ? rpc({
              order: dbRow(book.change(o, { price: text(f['price']), qty: text(f['amount']) })),
              trades: [],
            })
          : rpcBad(11044, 'not_open_order');
      }
      case 'get_order_state_by_label': {
        const o = book.shown({ cid: f['label'] });
        return rpc(o && f['currency'] === 'BTC' ? [dbRow(o)] : []);
      }
      case 'get_order_state': {
        const o = book.shown({ oid: f['order_id'] });
        return o ? rpc(dbRow(o)) : rpcBad(10004, 'order_not_found');
      }
      default:
        return undefined;
    }
  },
  refuse: {
    missing: () => rpcBad(10004, 'order_not_found'),
    gone: () => rpcBad(11044, 'not_open_order'),
    duplicate: () => rpcBad(11029, 'invalid_arguments'),
    funds: () => rpcBad(10009, 'not_enough_funds'),
    rate: () => rpcBad(10028, 'too_many_requests', 429),
    auth: () => rpcBad(13004, 'invalid_credentials'),
    time: () => rpcBad(13009, 'unauthorized', 401),
  },
  doubts: [
    rpcBad(11094, 'internal_server_error'),
    rpcBad(13028, 'temporarily_unavailable'),
    rpcBad(98765, 'no table has it'),
    rpcBad(11051, 'system_maintenance', 503),
  ],
  hollow: [rpc({}), rpc(null), [200, { jsonrpc: '2.0' }], [200, {}], rpc([])],
  until: ({ fields }) => {
    const u = fields['valid_until'] ?? fieldsOf(fields['params'])['valid_until'];
    return u === undefined ? undefined : Number(u);
  },
};
