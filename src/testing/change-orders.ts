// Places, cancels and amends one order, or says why not.

import type { Call } from './dialect.ts';
import { type DialectContext, type ExecutionContext, idOf, textOf } from './execution-context.ts';
import { codeOf, type Refusal } from './refusal.ts';
import type { AmendRequest, ItemReply, OrderRef, PlaceRequest, SimOrder } from './reply.ts';
import { validateAmend, validateOrder } from './validate-order.ts';

export function placeOne(
  order: PlaceRequest,
  call: Partial<Pick<Call, 'route'>>,
  world: ExecutionContext,
): ItemReply {
  const { book } = world;
  const why = validateOrder(order, world, book.funds);
  if (!why) return done(book.place(order, world));
  const isStanding = why.refusal === 'duplicate' && call.route?.idempotent;
  const standing = isStanding ? book.find(idOf(order)) : undefined;
  return standing ? { ok: true, order: standing, repeated: true } : failed(why.code, idOf(order), world);
}

export function cancelOne(ref: OrderRef, world: ExecutionContext): ItemReply {
  const order = isNamed(ref) ? world.book.cancel(ref, world) : undefined;
  return order ? done(order) : failed(codeOf(world.dialect, whyNot(ref, world)), ref, world);
}

export function amendOne(amend: AmendRequest, world: ExecutionContext): ItemReply {
  const { book, dialect } = world;
  const { ref } = amend;
  const why = validateAmend(amend, world);
  if (why) return failed(why.code, ref, world);
  const order = isNamed(ref) ? book.amend(amend, world) : undefined;
  return order ? done(order) : failed(codeOf(dialect, whyNot(ref, world)), ref, world);
}

/** Why an order cannot be changed: it is not there, or it does not stand any more. */
function whyNot(ref: OrderRef, { book }: ExecutionContext): Refusal {
  return isNamed(ref) && book.find(ref) ? 'order-closed' : 'order-not-found';
}

export function isNamed({ orderId, clientOrderId }: OrderRef): boolean {
  return orderId !== undefined || clientOrderId !== undefined;
}

function done(order: SimOrder): ItemReply {
  return { ok: true, order, repeated: false };
}

function failed(code: string, ref: OrderRef, voice: DialectContext): ItemReply {
  return { ok: false, code, text: textOf(code, voice), ref };
}
