// How orders of Bitget are named, looked up and told apart.

import type { OrderRecord } from '../order-record.ts';
import type { BatchRoute, ClientOrderId, LookupAnswer, LookupRoute, LookupTurn } from '../order-rules.ts';

export const spot = '/api/v2/spot/trade/';
export const futures = '/api/v2/mix/order/';
export const unified = '/api/v3/trade/';

/**
 * FAQ, question 13, and 40304 for the classic account, the page of orders for the unified one, which takes 32 characters. Refused
 * are duplicates (43118, 45034, 25212); for how long is not published. Assumed: an id is remembered as long as its order is
 * open; a second order with the id of a filled one would settle it.
 */
export const clientOrderId: ClientOrderId = {
  fields: ['clientOid'],
  market: ['symbol'],
  pattern: /^[\w.:/#+-]{1,50}$/,
  deduplicated: 'while-open',
};

const good = { code: '00000', msg: 'success' };
const ids = { orderId: '$order.orderId', clientOid: '$order.clientOid' };
const cancelled = ['cancelled', 'canceled'];

/** "Get Order Info". The size of a market order that buys is in the other currency in both. */
const spotRecord: OrderRecord = {
  id: 'clientOid',
  same: { symbol: 'symbol', side: 'side', size: 'size' },
  born: { field: 'cTime' },
  state: { field: 'status', open: ['live', 'partially_filled'], filled: ['filled'], cancelled },
};

/** "Get Order Detail". The side is not compared: what it is called when a position is closed depends on the mode. */
const futuresRecord: OrderRecord = {
  id: 'clientOid',
  same: { symbol: 'symbol', size: 'size' },
  born: { field: 'cTime' },
  state: { field: 'state', open: ['live', 'partially_filled'], filled: ['filled'], cancelled },
};

/** "Get Order Details" of the unified account. The size of a market order stands in another field than it was sent in. */
const unifiedRecord: OrderRecord = {
  id: 'clientOid',
  same: { symbol: 'symbol', side: 'side' },
  born: { field: 'createdTime' },
  state: { field: 'orderStatus', open: ['live', 'new', 'partially_filled'], filled: ['filled'], cancelled },
  amends: { qty: 'qty', price: 'price' },
  neutral: ['orderId', 'clientOid', 'symbol', 'category', 'autoCancel'],
};

/** What a product is asked with, beside the id. */
interface Book {
  readonly prefix: string;
  readonly single: readonly string[];
  readonly several: readonly string[];
  readonly ask: Pick<LookupTurn, 'path' | 'query' | 'record'> & { readonly path: string };
  /** What its batches answer about one order. */
  readonly batch: object;
  /** Of which requests. @default all to its paths */
  readonly params?: NonNullable<LookupRoute['params']>;
}

const twoLists = { successList: [ids], failureList: [] };

const books: readonly Book[] = [
  // An id finds orders of the last two hours; not those for profit or loss.
  ...[false, 'normal'].map((tpslType) => ({
    prefix: spot,
    single: ['place-order', 'cancel-order'],
    several: ['batch-orders', 'batch-cancel-order'],
    ask: { path: `${spot}orderInfo`, record: spotRecord },
    batch: twoLists,
    params: { tpslType },
  })),
  {
    prefix: futures,
    single: ['place-order', 'cancel-order'],
    several: ['batch-place-order', 'batch-cancel-orders'],
    ask: {
      path: `${futures}detail`,
      query: { symbol: '{symbol}', productType: '{productType}' },
      record: futuresRecord,
    },
    batch: twoLists,
  },
  {
    prefix: unified,
    single: ['place-order', 'cancel-order', 'modify-order'],
    several: ['place-batch', 'cancel-batch', 'batch-modify-order'],
    ask: { path: `${unified}order-info`, record: unifiedRecord },
    batch: [ids],
  },
];

function lookupsOf({ prefix, single, several, ask, batch, params }: Book): readonly LookupRoute[] {
  const paths = (names: readonly string[]): readonly string[] => names.map((name) => prefix + name);
  const answers: readonly LookupAnswer[] = [
    { to: paths(single), body: { ...good, data: ids } },
    { to: paths(several), body: { ...good, data: batch } },
  ];
  const common = {
    ...ask,
    ...(params && { params }),
    covers: paths([...single, ...several]),
    method: 'GET',
    order: 'data',
    answers,
  } as const;
  return [
    { ...common, query: { ...ask.query, clientOid: '{clientOrderId}' } },
    { ...common, by: 'orderId', query: { ...ask.query, orderId: '{orderId}' } },
  ];
}

export const lookups: readonly LookupRoute[] = books.flatMap(lookupsOf);

const batch = (path: string, list: string, most: number): BatchRoute => ({
  method: 'POST',
  path,
  list,
  id: ['clientOid', 'orderId'],
  most,
});

export const batches: readonly BatchRoute[] = [
  batch(`${spot}batch-orders`, 'orderList', 50),
  batch(`${spot}batch-cancel-order`, 'orderList', 50),
  batch(`${spot}batch-cancel-replace-order`, 'orderList', 50),
  batch(`${futures}batch-place-order`, 'orderList', 50),
  batch(`${futures}batch-cancel-orders`, 'orderIdList', 50),
  ...['place-batch', 'cancel-batch', 'batch-modify-order'].map((name) => batch(unified + name, '', 20)),
];
