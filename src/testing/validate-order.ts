// What an exchange finds wrong with an order or an amend.
import type { RefusalWords } from '../internal.ts';
import { type ExecutionContext, idOf } from './execution-context.ts';
import type { Refusal } from './refusal.ts';
import type { AmendRequest, PlaceRequest } from './reply.ts';

/** Why something is refused, and the exchange's words for it. */
export interface OrderRefusal {
  /** Undefined where the words are those for one of the order's own members. */
  readonly refusal: Refusal | undefined;
  readonly words: RefusalWords;
}

/** What an exchange finds wrong with an order; `funds` is what is left for it. */
export function validateOrder(
  order: PlaceRequest,
  context: ExecutionContext,
  funds: number,
): OrderRefusal | undefined {
  const { refusal: own } = order;
  if (own !== undefined) {
    return { refusal: undefined, words: typeof own === 'string' ? { code: own } : own };
  }
  const refusal = orderFault(order, context, funds);
  return refusal && { refusal, words: context.dialect.words[refusal] };
}

/** What an exchange finds wrong with an amend, but for the order that it names. */
export function validateAmend(amend: AmendRequest, context: ExecutionContext): OrderRefusal | undefined {
  const refusal = amendFault(amend, context);
  return refusal && { refusal, words: context.dialect.words[refusal] };
}

function orderFault(order: PlaceRequest, context: ExecutionContext, funds: number): Refusal | undefined {
  const { clientOrderId, expiresAt, price, quantity, symbol } = order;
  if (symbol === '' || !isSize(quantity)) return 'invalid-order';
  if (context.symbols && !context.symbols.has(symbol)) return 'symbol';
  if (price !== undefined && !isSize(price)) return 'price';
  const pattern = context.exchange.clientOrderId?.pattern;
  if (clientOrderId !== undefined && pattern && clientOrderId.search(pattern) < 0) {
    return 'invalid-client-order-id';
  }
  if (clientOrderId !== undefined && isKnown(order, context)) return 'duplicate';
  if (expiresAt !== undefined && context.serverAt > expiresAt) return 'expired';
  return context.book.cost(order) > funds ? 'funds' : undefined;
}

function amendFault(amend: AmendRequest, { book, serverAt }: ExecutionContext): Refusal | undefined {
  const { ref, price, quantity, expiresAt } = amend;
  if (price === undefined && quantity === undefined) return 'invalid-order';
  if (quantity !== undefined && !isSize(quantity)) return 'invalid-order';
  if (price !== undefined && !isSize(price)) return 'price';
  if (expiresAt !== undefined && serverAt > expiresAt) return 'expired';
  const order = book.find(ref);
  if (order?.status !== 'open') return undefined;
  if (quantity !== undefined && quantity < order.filledQuantity) return 'invalid-order';
  return book.amendCost(order, amend) > book.funds ? 'funds' : undefined;
}

function isKnown(order: PlaceRequest, { deduplicate, book }: ExecutionContext): boolean {
  const known = deduplicate === false ? undefined : book.find(idOf(order));
  return known !== undefined && (deduplicate === true || known.status === 'open');
}

/** More than nothing, and a number. */
function isSize(value: number): boolean {
  return value > 0 && value < 1e15;
}
