// What Binance spot and USD-M have in common, and MEXC spot, which took the form over.
import type { Sample } from '../../../tools/samples.ts';
import {
  type Book,
  type Draft,
  type Fields,
  type Form,
  type Placed,
  type Reply,
  type Req,
  text,
} from './book.ts';
import { query } from './samples.ts';

const states = { open: 'NEW', partial: 'PARTIALLY_FILLED', filled: 'FILLED', cancelled: 'CANCELED' } as const;
export const bad = (code: number, msg: string, status = 400): Reply => [status, { code, msg }];

export const record = (o: Placed): Fields => ({
  symbol: o.market,
  orderId: Number(o.oid.slice(-9)) + 1_000_000,
  orderListId: -1,
  clientOrderId: o.cid,
  price: `${o.price}.00000000`,
  origQty: `${o.qty}.00000000`,
  executedQty: o.state === 'filled' ? o.qty : '0.00000000',
  status: states[o.state],
  timeInForce: 'GTC',
  type: 'LIMIT',
  origType: 'LIMIT',
  side: o.side,
  positionSide: 'BOTH',
});
const shown = (o: Placed): Fields => ({
  ...record(o),
  time: o.bornMs,
  updateTime: o.updatedMs,
  isWorking: true,
});

export const draft = (f: Fields): Draft => ({
  cid: text(f['newClientOrderId']),
  market: text(f['symbol']),
  side: text(f['side']),
  qty: text(f['quantity']),
  price: text(f['price']),
});
export const paramsOf = (o: Draft): Record<string, string> => ({
  symbol: o.market,
  side: o.side,
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: o.qty,
  price: o.price,
  newClientOrderId: o.cid,
});

export const oidOf = (o: Placed): string => String(Number(o.oid.slice(-9)) + 1_000_000);
export function found(book: Book, f: Fields, isShown = false): Placed | undefined {
  const oid = f['orderId'] === undefined ? undefined : text(f['orderId']);
  const ids =
    oid === undefined
      ? { cid: f['origClientOrderId'] }
      : { oid: book.everything().find((o) => oidOf(o) === oid)?.oid };
  return isShown ? book.shown(ids) : book.find(ids);
}

export const refuse = (duplicate: Reply): Form['refuse'] => ({
  missing: () => bad(-2013, 'Order does not exist.'),
  gone: () => bad(-2011, 'Unknown order sent.'),
  duplicate: () => duplicate,
  funds: () => bad(-2010, 'Account has insufficient balance for requested action.'),
  rate: () => bad(-1003, 'Too many requests; current limit is 6000 request weight per 1 MINUTE.', 429),
  auth: () => bad(-2015, 'Invalid API-key, IP, or permissions for action.', 401),
  time: () => bad(-1021, 'Timestamp for this request is outside of the recvWindow.'),
});

export const doubts: readonly Reply[] = [
  bad(
    -1007,
    'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
    408,
  ),
  bad(
    -1007,
    'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
    200,
  ),
  bad(-1006, 'An unexpected response was received from the message bus. Execution status unknown.'),
  bad(-1001, 'Internal error; unable to process your request. Please try again.', 500),
  bad(-98765, 'An error that no table has.'),
];

export const until: NonNullable<Form['until']> = (req) => {
  const { timestamp, recvWindow = '5000' } = req.fields;
  return Number(timestamp) + Number(recvWindow);
};

type Part = (book: Book, req: Req, self: Form) => Reply;

const place: Part = (book, req, self) => {
  const order = book.place(draft(req.fields));
  if (!order) return self.refuse.duplicate(req);
  return [200, { ...record(order), transactTime: order.bornMs, updateTime: order.bornMs }];
};

const cancel: Part = (book, req, self) => {
  const order = book.cancel(found(book, req.fields));
  if (!order) return self.refuse.gone(req);
  const clientOrderId = text(req.fields['newClientOrderId']) || 'cancelMyOrder1';
  return [
    200,
    { ...record(order), origClientOrderId: order.cid, clientOrderId, transactTime: order.updatedMs },
  ];
};

const look: Part = (book, req, self) => {
  const order = found(book, req.fields, true);
  return order ? [200, shown(order)] : self.refuse.missing(req);
};

/** What the route of single orders answers. */
export const one =
  (base: string) =>
  (book: Book, req: Req, self: Form): Reply | undefined => {
    if (req.path !== `${base}order`) return undefined;
    const parts: Readonly<Record<string, Part>> = { POST: place, DELETE: cancel, GET: look };
    return parts[req.method]?.(book, req, self);
  };

export const cancelsAt =
  (path: string) =>
  (o: Placed): readonly Sample[] => [
    query('DELETE', path, { symbol: o.market, origClientOrderId: o.cid }),
    query('DELETE', path, { symbol: o.market, orderId: oidOf(o) }),
    query('DELETE', path, { symbol: o.market, origClientOrderId: o.cid, newClientOrderId: `c-${o.cid}` }),
  ];
export const transfers: readonly Sample[] = [
  query('POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', address: 'a', amount: '1' }),
  query('POST', '/sapi/v1/asset/transfer', { type: 'MAIN_UMFUTURE', asset: 'USDT', amount: '1' }),
];
