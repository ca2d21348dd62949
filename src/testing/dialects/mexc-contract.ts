// MEXC contract over REST.
import type { AmendRequest, Call, KnownDialect, OrderRef } from '../dialect.ts';
import { isRecord, type Json, scalars } from '../json.ts';
import { success } from './mexc-contract-answers.ts';
import {
  instant,
  type OrderShape,
  readAmend,
  readMarket,
  readOrder,
  readOrders,
  readRef,
} from './support.ts';

const base = '/api/v1/contract';
const own = '/api/v1/private';
const shape: OrderShape = {
  clientOrderId: ['externalOid'],
  symbol: ['symbol'],
  quantity: ['vol'],
  market: ['5', '6'],
  // In the order of the documents' table of parameters; all but `externalOid` must be there.
  rules: [
    { member: 'symbol', missing: '600', wrong: '601' },
    { member: 'side', oneOf: ['1', '2', '3', '4'], missing: '2001', wrong: '2001' },
    { member: 'type', oneOf: ['1', '2', '3', '4', '5', '6'], missing: '2029', wrong: '2029' },
    { member: 'openType', oneOf: ['1', '2'], missing: '2002', wrong: '2002' },
    { member: 'externalOid', wrong: '601' },
  ],
};
/** Orders that wait for a price have members of their own. */
const planShape: OrderShape = { ...shape, rules: [] };

/** MEXC contract: every answer in `{ success, code, data }` under HTTP 200, ids as bare numbers of 18 digits. */
export const mexcContractDialect: KnownDialect = {
  id: 'mexc-contract',
  routes: [
    { method: 'GET', path: `${base}/ping`, action: 'time' },
    { method: 'GET', path: `${base}/ticker`, action: 'ticker' },
    { method: 'GET', path: `${own}/account/assets`, action: 'balance' },
    { method: 'GET', path: `${own}/account/asset/{currency}`, action: 'balance' },
    { method: 'POST', path: `${own}/order/submit`, action: 'order' },
    { method: 'POST', path: `${own}/order/create`, action: 'order' },
    { method: 'POST', path: `${own}/planorder/place`, action: 'order', book: 'plan' },
    { method: 'POST', path: `${own}/planorder/place/v2`, action: 'order', book: 'plan' },
    // A known externalOid is answered with the id that stands, here and nowhere else.
    { method: 'POST', path: `${own}/order/submit_batch`, action: 'batch', itemised: true, idempotent: true },
    { method: 'POST', path: `${own}/order/cancel`, action: 'cancel', itemised: true },
    { method: 'POST', path: `${own}/order/cancel_with_external`, action: 'cancel' },
    {
      method: 'POST',
      path: `${own}/order/batch_cancel_with_external`,
      action: 'cancel',
      itemised: true,
    },
    { method: 'POST', path: `${own}/order/cancel_all`, action: 'cancel-all' },
    { method: 'POST', path: `${own}/order/change_limit_order`, action: 'amend' },
    { method: 'GET', path: `${own}/order/external/{symbol}/{externalOid}`, action: 'lookup' },
    { method: 'GET', path: `${own}/order/get/{orderId}`, action: 'lookup' },
    { method: 'GET', path: `${own}/order/list/open_orders`, action: 'open' },
    { method: 'GET', path: `${own}/order/list/open_orders/{symbol}`, action: 'open' },
  ],
  codes: {
    throttle: '510',
    timestamp: '513',
    expired: '513',
    'missing-timestamp': '602',
    'api-key': '401',
    signature: '602',
    replay: '603',
    funds: '2005',
    duplicate: '603',
    'order-not-found': '2040',
    'order-closed': '2041',
    'cancel-size': '2013',
    symbol: '1001',
    price: '2007',
    'content-type': '600',
    'invalid-order': '2011',
    'invalid-client-order-id': '2030',
    'batch-size': '2014',
    'no-route': '511',
    server: '500',
  },
  tolerance: { behindMs: 10_000, aheadMs: 10_000 },
  deduplicates: true,
  maxBatch: 50,
  maxCancel: 50,
  reads: 'body',
  contentType: /^application\/json\b/i,
  firstOrderId: 102_057_569_836_905_984n,
  recvWindowMs: ({ headers }) => recvWindowMs(headers['recv-window']),
  orders: ({ route, json }) =>
    route?.action === 'batch'
      ? readOrders(json, shape)
      : [readOrder(json, route?.book === undefined ? shape : planShape)],
  refs,
  // By the exchange's own id; both values have to be there.
  amends: ({ fields }) => readAmend(fields, { ...shape, clientOrderId: [] }).map(complete),
  success,
  failure: (code, text, _, why) => ({
    status: why === 'no-route' ? 404 : 200,
    body: { success: false, code: Number(code), message: text },
  }),
};

/** Seconds, 60 at most; what is no number of them counts as not sent. */
function recvWindowMs(header: string | undefined): number | undefined {
  const seconds = instant(header);
  return seconds && seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined;
}

function complete(amend: AmendRequest): AmendRequest {
  return { price: Number.NaN, quantity: Number.NaN, ...amend };
}

/** A list of ids, a list of names, or one name; what should be a list and is none names nothing. */
function refs({ json, fields, route }: Call): readonly OrderRef[] {
  if (route?.action === 'cancel-all') return [readMarket(fields, shape.symbol)];
  if (Array.isArray(json)) {
    return json.flatMap((item: Json) =>
      isRecord(item) ? readRef(scalars(item), shape) : [{ orderId: String(item) }],
    );
  }
  return route?.itemised ? [] : readRef(fields, shape);
}
