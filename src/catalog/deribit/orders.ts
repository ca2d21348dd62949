// How orders of Deribit are named, looked up and told apart.

import type { OrderRecord } from '../order-record.ts';
import type { ClientOrderId, Expiry, LookupAnswer, LookupRoute } from '../order-rules.ts';

const own = '/api/v2/private/';

/**
 * "User defined label for the order (maximum 64 characters)". It is no key: a second order with it is taken without a word, so
 * that only a look-up says whether a first one stands.
 */
export const clientOrderId: ClientOrderId = {
  fields: ['label'],
  market: ['instrument_name'],
  pattern: /^[^\s\p{Cc}]{1,64}$/u,
  deduplicated: false,
};

/**
 * "Order", of the trading methods. The price is not compared: a post-only order is moved by the exchange. Nor is the amount
 * where `contracts` were sent.
 */
const record: OrderRecord = {
  id: 'label',
  ownId: 'order_id',
  same: { instrument_name: 'instrument_name', amount: 'amount' },
  born: { field: 'creation_timestamp' },
  state: {
    field: 'order_state',
    open: ['open', 'untriggered', 'triggered'],
    filled: ['filled'],
    cancelled: ['cancelled'],
    refused: ['rejected'],
  },
  amends: { amount: 'amount', contracts: 'contracts', price: 'price', trigger_price: 'trigger_price' },
  neutral: ['jsonrpc', 'id', 'method', 'order_id', 'label', 'instrument_name', 'valid_until'],
};

const answer = (result: unknown): readonly LookupAnswer[] => [
  { to: ['/api/v2/**', '/private/**'], body: { jsonrpc: '2.0', result } },
];

/** A method by each of the ways that it can be called: by path, over a socket, and by name in what is posted to the root. */
function named(methods: readonly string[], route: Omit<LookupRoute, 'covers' | 'params'>): LookupRoute[] {
  return [
    { ...route, covers: methods.flatMap((name) => [own + name, `/private/${name}`]) },
    {
      ...route,
      covers: ['/api/v2', '/api/v2/'],
      params: { method: methods.map((name) => `private/${name}`) },
    },
  ];
}

const labelled = ['buy', 'sell', 'edit_by_label'];
const ofOrder = { method: 'GET', order: 'result', record } as const;

/** Recent orders by their label. Which currency an instrument settles in stands in its name: `BTC-PERPETUAL`, `ETH_USDC-PERPETUAL`. */
const byLabel: Omit<LookupRoute, 'covers' | 'params'> = {
  ...ofOrder,
  path: `${own}get_order_state_by_label`,
  query: { currency: '{currency}', label: '{clientOrderId}' },
  derived: { currency: { from: 'instrument_name', pattern: /^(?:[A-Z\d]+_)?([A-Z]+)-/ } },
  answers: answer({ order: '$order' }),
};

/** A pair of the spot market has two currencies, and the documents do not say which is meant: both are asked. */
const ofPair: Omit<LookupRoute, 'covers' | 'params'> = {
  ...byLabel,
  derived: {
    currency: { from: 'instrument_name', pattern: /^[A-Z\d]+_([A-Z]+)$/ },
    base: { from: 'instrument_name', pattern: /^([A-Z\d]+)_[A-Z]+$/ },
  },
  next: [{ query: { currency: '{base}', label: '{clientOrderId}' } }],
};

const byId: Omit<LookupRoute, 'covers' | 'params'> = {
  ...ofOrder,
  by: 'order_id',
  path: `${own}get_order_state`,
  query: { order_id: '{order_id}' },
};

/** Cancels by label are not among them: they are about all orders that have it. */
export const lookups: readonly LookupRoute[] = [
  ...named(labelled, byLabel),
  ...named(labelled, ofPair),
  ...named(['edit'], { ...byId, answers: answer({ order: '$order' }) }),
  ...named(['cancel'], { ...byId, answers: answer('$order') }),
];

/** "Server will start processing request in Matching Engine only before given timestamp": 13888 afterwards. */
export const expiry: Expiry = {
  param: 'params.valid_until',
  unit: 'instant-ms',
  routes: { kind: 'order' },
};
