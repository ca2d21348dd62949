// Places, cancels and amends one order, or says why not.
import type { RefusalWords } from '../internal.ts';
import type { Call } from './dialect.ts';
import { type DialectContext, type ExecutionContext, idOf, textOf } from './execution-context.ts';
import type { Refusal } from './refusal.ts';
import type { AmendRequest, ItemReply, OrderRef, PlaceRequest, SimOrder } from './reply.ts';
import { validateAmend, validateOrder } from './validate-order.ts';

/** What a fault makes of an item of a batch; undefined where it is carried out. */
export function refuseOne(place: number, ref: OrderRef, context: ExecutionContext): ItemReply | undefined {
  const { refused } = context;
  return refused?.places.includes(place) ? failed({ code: refused.code }, ref, context) : undefined;
}

export function placeOne(
  order: PlaceRequest,
  call: Partial<Pick<Call, 'route'>>,
  context: ExecutionContext,
): ItemReply {
  const { book } = context;
  const why = validateOrder(order, context, book.funds);
  if (!why) return done(book.place(order, context));
  const isStanding = why.refusal === 'duplicate' && call.route?.idempotent;
  const standing = isStanding ? book.find(idOf(order)) : undefined;
  return standing
    ? { ok: true, order: standing, repeated: true }
    : failed(why.words, idOf(order), context, why.refusal);
}

export function cancelOne(ref: OrderRef, context: ExecutionContext): ItemReply {
  const order = isNamed(ref) ? context.book.cancel(ref, context) : undefined;
  return order ? done(order) : notThere(ref, context);
}

export function amendOne(amend: AmendRequest, context: ExecutionContext): ItemReply {
  const { book } = context;
  const { ref } = amend;
  const why = validateAmend(amend, context);
  if (why) return failed(why.words, ref, context, why.refusal);
  const order = isNamed(ref) ? book.amend(amend, context) : undefined;
  return order ? done(order) : notThere(ref, context);
}

/** Why an order cannot be changed: it is not there, or it does not stand any more. */
function whyNot(ref: OrderRef, { book, symbols }: ExecutionContext): Refusal {
  if (ref.symbol !== undefined && symbols && !symbols.has(ref.symbol)) return 'symbol';
  return isNamed(ref) && book.find(ref) ? 'order-closed' : 'unknown-order';
}

export function isNamed({ orderId, clientOrderId }: OrderRef): boolean {
  return orderId !== undefined || clientOrderId !== undefined;
}

function done(order: SimOrder): ItemReply {
  return { ok: true, order, repeated: false };
}

function notThere(ref: OrderRef, context: ExecutionContext): ItemReply {
  const why = whyNot(ref, context);
  return failed(context.dialect.words[why], ref, context, why);
}

function failed(words: RefusalWords, ref: OrderRef, context: DialectContext, why?: Refusal): ItemReply {
  return { ok: false, code: words.code, text: textOf(words, context), ref, why };
}
