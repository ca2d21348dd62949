// Carries a request out.

import type { RefusalWords } from '../internal.ts';
import { amendOne, cancelOne, isNamed, placeOne, refuseOne } from './change-orders.ts';
import type { Call, Dialect } from './dialect.ts';
import type { DraftAnswer } from './distort.ts';
import { type DialectContext, type ExecutionContext, idOf, textOf } from './execution-context.ts';
import { printJson } from './json.ts';
import type { Refusal } from './refusal.ts';
import type { AmendRequest, ItemReply, OrderRef, PlaceRequest, Reply } from './reply.ts';
import { type OrderRefusal, validateOrder } from './validate-order.ts';

/** The orders that a request names. */
export interface NamedOrders {
  readonly orders: readonly PlaceRequest[];
  readonly amends: readonly AmendRequest[];
  readonly refs: readonly OrderRef[];
}

/** The funds of an account without a bound, as a balance shows them. */
const plenty = 1_000_000;

export function namedOrders(call: Call, dialect: Dialect): NamedOrders {
  const { action, book } = call.route ?? {};
  const places = action === 'order' || action === 'batch';
  const names = action === 'cancel' || action === 'cancel-all' || action === 'lookup';
  const stand = book === undefined ? {} : { book };
  return {
    orders: places ? dialect.orders(call).map((order) => ({ ...order, ...stand })) : [],
    amends: action === 'amend' ? (dialect.amends?.(call) ?? []) : [],
    refs: names ? dialect.refs(call).map((ref) => ({ ...ref, ...stand })) : [],
  };
}

/** The client order id that a request names; of a batch the first. */
export function firstId({ orders, amends, refs }: NamedOrders): string | undefined {
  return (orders[0] ?? amends[0]?.ref ?? refs[0])?.clientOrderId;
}

/** Does what the request says and puts the result into the exchange's words. */
export function execute(call: Call, subject: NamedOrders, context: ExecutionContext): DraftAnswer {
  const { at, book, price } = context;
  const now = context.serverAt;
  const action = call.route?.action;
  const [ref] = subject.refs;
  switch (action) {
    case undefined:
      return notPlayed(call, context);
    case 'time':
      return good({ action, now }, call, context);
    case 'ticker':
      return good({ action, now, price, symbol: call.fields.get('symbol') ?? '' }, call, context);
    case 'read': {
      const { read } = context.dialect;
      return read
        ? { status: 200, type: 'json', text: printJson(read(call)), executed: false }
        : notPlayed(call, context);
    }
    case 'balance':
      return good({ action, now, funds: Math.min(book.funds, plenty) }, call, context);
    case 'open':
      return good({ action, now, orders: book.open(at, call.fields.get('symbol')) }, call, context);
    case 'lookup':
      return lookUp(ref, call, context);
    case 'cancel':
      return cancelEach(subject.refs, call, context);
    case 'cancel-all':
      return cancelAll(ref?.symbol, call, context);
    case 'amend': {
      const items = subject.amends.map((amend) => amendOne(amend, context));
      if (!isOfSize(items.length, call)) return refusal('batch-size', call, context);
      return itemised(items, 'order-not-found', call, context);
    }
    case 'order':
    case 'batch':
      return placeAll(subject.orders, call, context);
  }
}

function lookUp(ref: OrderRef | undefined, call: Call, context: ExecutionContext): DraftAnswer {
  const { at, book, symbols, serverAt: now } = context;
  const order = ref && isNamed(ref) ? book.lookUp(ref, at) : undefined;
  if (order) return good({ action: 'lookup', now, order }, call, context);
  if (call.route?.answersWell) return good({ action: 'open', now, orders: [] }, call, context);
  const isMarket = ref?.symbol === undefined || !symbols || symbols.has(ref.symbol);
  return refusal(isMarket ? 'order-not-found' : 'symbol', call, context);
}

/** A refusal of the whole request. */
export function refusal(why: Refusal, call: Call, context: DialectContext): DraftAnswer {
  return refusalByCode(context.dialect.words[why], call, context, why);
}

export function refusalByCode(
  words: RefusalWords,
  call: Call,
  context: DialectContext,
  why?: Refusal,
): DraftAnswer {
  const { code } = words;
  const { status, body } = context.dialect.failure(code, textOf(words, context), call, why);
  return { status: words.status ?? status, code, type: 'json', text: printJson(body), executed: false };
}

/** With the exchange's code, but in words that are plainly not the exchange's. */
function notPlayed(call: Call, context: DialectContext): DraftAnswer {
  const text = `simulateExchange does not play ${call.method} ${call.path}`;
  return refusalByCode({ ...context.dialect.words['no-route'], text }, call, context, 'no-route');
}

function good(reply: Reply, call: Call, { dialect }: ExecutionContext): DraftAnswer {
  return { status: 200, type: 'json', text: printJson(dialect.success(reply, call)), executed: false };
}

function placeAll(orders: readonly PlaceRequest[], call: Call, context: ExecutionContext): DraftAnswer {
  if (!isOfSize(orders.length, call, context.dialect.maxBatch)) return refusal('batch-size', call, context);
  // Where items are not answered one by one, one that fails fails them all.
  const refused = call.route?.itemised ? undefined : rehearse(orders, call, context);
  if (refused) return refusalByCode(refused.words, call, context, refused.refusal);
  const items = orders.map(
    (order, at) => refuseOne(at, idOf(order), context) ?? placeOne(order, call, context),
  );
  return itemised(items, 'invalid-order', call, context);
}

function cancelEach(refs: readonly OrderRef[], call: Call, context: ExecutionContext): DraftAnswer {
  if (!isOfSize(refs.length, call, context.dialect.maxCancel)) return refusal('cancel-size', call, context);
  // Which orders a cancel of many is about, and whether a dead man's switch is one, no definition says.
  if (refs.length > 0 && !refs.some(isNamed)) return notPlayed(call, context);
  return itemised(
    refs.map((ref, at) => refuseOne(at, ref, context) ?? cancelOne(ref, context)),
    'order-not-found',
    call,
    context,
  );
}

function isOfSize(count: number, { route }: Call, most = Number.POSITIVE_INFINITY): boolean {
  return count >= (route?.least ?? 0) && count <= (route?.most ?? most);
}

function cancelAll(symbol: string | undefined, call: Call, context: ExecutionContext): DraftAnswer {
  const { book, serverAt } = context;
  const open = book.open(Number.POSITIVE_INFINITY, symbol);
  const orders = open.flatMap(({ orderId }) => book.cancel({ orderId }, context) ?? []);
  const reply = { action: 'cancel-all', now: serverAt, orders } as const;
  return { ...good(reply, call, context), executed: orders.length > 0 };
}

function itemised(
  items: readonly ItemReply[],
  whenEmpty: Refusal,
  call: Call,
  context: ExecutionContext,
): DraftAnswer {
  const { action, itemised: isItemised } = call.route ?? {};
  if (items.length === 0) return refusal(whenEmpty, call, context);
  const failed = items.find((item) => !item.ok);
  const said = action === 'cancel' || action === 'amend' || action === 'batch' ? action : 'order';
  const draft =
    failed && !isItemised
      ? refusalByCode(failed, call, context, failed.why)
      : good({ action: said, now: context.serverAt, items }, call, context);
  const executed = items.some((item) => item.ok && !item.repeated);
  return { ...draft, ...(failed ? { code: failed.code } : {}), executed };
}

function rehearse(
  orders: readonly PlaceRequest[],
  call: Call,
  context: ExecutionContext,
): OrderRefusal | undefined {
  let { funds } = context.book;
  for (const order of orders) {
    const why = validateOrder(order, context, funds);
    if (why && !(why.refusal === 'duplicate' && call.route?.idempotent)) return why;
    funds -= context.book.cost(order);
  }
  return undefined;
}
