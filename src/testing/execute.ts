import { amendOne, cancelOne, isNamed, placeOne } from './change-orders.ts';
import type { Call, Dialect } from './dialect.ts';
import type { DraftAnswer } from './distort.ts';
import type { DialectContext, ExecutionContext } from './execution-context.ts';
import { textOf } from './execution-context.ts';
import { printJson } from './json.ts';
import { codeOf, type Refusal } from './refusal.ts';
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
export function execute(call: Call, subject: NamedOrders, world: ExecutionContext): DraftAnswer {
  const { at, book, price } = world;
  const now = world.serverAt;
  const action = call.route?.action;
  const [ref] = subject.refs;
  switch (action) {
    case undefined:
      return notPlayed(call, world);
    case 'time':
      return good({ action, now }, call, world);
    case 'ticker':
      return good({ action, now, price, symbol: call.fields.get('symbol') ?? '' }, call, world);
    case 'read': {
      const { read } = world.dialect;
      return read
        ? { status: 200, type: 'json', text: printJson(read(call)), executed: false }
        : notPlayed(call, world);
    }
    case 'balance':
      return good({ action, now, funds: Math.min(book.funds, plenty) }, call, world);
    case 'open':
      return good({ action, now, orders: book.open(at, call.fields.get('symbol')) }, call, world);
    case 'lookup': {
      const order = ref && isNamed(ref) ? book.lookUp(ref, at) : undefined;
      return order ? good({ action, now, order }, call, world) : refusal('order-not-found', call, world);
    }
    case 'cancel':
      return cancelEach(subject.refs, call, world);
    case 'cancel-all': {
      const orders = book.open(Number.POSITIVE_INFINITY, ref?.symbol);
      const closed = orders.flatMap(({ orderId }) => book.cancel({ orderId }, world) ?? []);
      return { ...good({ action, now, orders: closed }, call, world), executed: closed.length > 0 };
    }
    case 'amend': {
      const items = subject.amends.map((amend) => amendOne(amend, world));
      return itemised(items, 'order-not-found', call, world);
    }
    case 'order':
    case 'batch':
      return placeAll(subject.orders, call, world);
  }
}

/** A refusal of the whole request. */
export function refusal(why: Refusal, call: Call, world: DialectContext): DraftAnswer {
  return refusalByCode(codeOf(world.dialect, why), call, world, why);
}

export function refusalByCode(
  code: string,
  call: Call,
  voice: DialectContext,
  why?: Refusal,
  text?: string,
): DraftAnswer {
  const said = text ?? textOf(code, voice);
  const { status, body } = voice.dialect.failure(code, said, call, why);
  return { status, code, type: 'json', text: printJson(body), executed: false };
}

/** With the exchange's code, but in words that nobody takes for the exchange's. */
function notPlayed(call: Call, voice: DialectContext): DraftAnswer {
  const text = `simulateExchange does not play ${call.method} ${call.path}`;
  return refusalByCode(codeOf(voice.dialect, 'no-route'), call, voice, 'no-route', text);
}

function good(reply: Reply, call: Call, { dialect }: ExecutionContext): DraftAnswer {
  return { status: 200, type: 'json', text: printJson(dialect.success(reply, call)), executed: false };
}

function placeAll(orders: readonly PlaceRequest[], call: Call, world: ExecutionContext): DraftAnswer {
  if (orders.length > world.dialect.maxBatch) return refusal('batch-size', call, world);
  // Where items have no voice of their own, one that fails fails them all.
  const refused = call.route?.itemised ? undefined : rehearse(orders, call, world);
  if (refused) return refusalByCode(refused.code, call, world, refused.refusal);
  const items = orders.map((order) => placeOne(order, call, world));
  return itemised(items, 'invalid-order', call, world);
}

function cancelEach(refs: readonly OrderRef[], call: Call, world: ExecutionContext): DraftAnswer {
  if (refs.length > (world.dialect.maxCancel ?? Number.POSITIVE_INFINITY)) {
    return refusal('cancel-size', call, world);
  }
  return itemised(
    refs.map((ref) => cancelOne(ref, world)),
    'order-not-found',
    call,
    world,
  );
}

function itemised(
  items: readonly ItemReply[],
  whenEmpty: Refusal,
  call: Call,
  world: ExecutionContext,
): DraftAnswer {
  const { action, itemised: isItemised } = call.route ?? {};
  if (items.length === 0) return refusal(whenEmpty, call, world);
  const failed = items.find((item) => !item.ok);
  const said = action === 'cancel' || action === 'amend' || action === 'batch' ? action : 'order';
  const draft =
    failed && !isItemised
      ? refusalByCode(failed.code, call, world)
      : good({ action: said, now: world.serverAt, items }, call, world);
  const executed = items.some((item) => item.ok && !item.repeated);
  return { ...draft, ...(failed ? { code: failed.code } : {}), executed };
}

function rehearse(
  orders: readonly PlaceRequest[],
  call: Call,
  world: ExecutionContext,
): OrderRefusal | undefined {
  let { funds } = world.book;
  for (const order of orders) {
    const why = validateOrder(order, world, funds);
    if (why && !(why.refusal === 'duplicate' && call.route?.idempotent)) return why;
    funds -= world.book.cost(order);
  }
  return undefined;
}
