import { codeOf, type Refusal } from './dialect.ts';
import type { AmendRequest, OrderRequest } from './reply.ts';
import { idOf, type World } from './world.ts';

/** Why something is refused, and the exchange's code for it. */
export interface OrderRefusal {
  /** Undefined where the code is one of the order's own members. */
  readonly refusal: Refusal | undefined;
  readonly code: string;
}

/** What an exchange finds wrong with an order; `funds` is what is left for it. */
export function judgeOrder(order: OrderRequest, world: World, funds: number): OrderRefusal | undefined {
  if (order.refusal !== undefined) return { refusal: undefined, code: order.refusal };
  const refusal = whyNotOrder(order, world, funds);
  return refusal && { refusal, code: codeOf(world.dialect, refusal) };
}

/** What an exchange finds wrong with an amend, but for the order that it names. */
export function judgeAmend(amend: AmendRequest, world: World): OrderRefusal | undefined {
  const refusal = whyNotAmend(amend, world);
  return refusal && { refusal, code: codeOf(world.dialect, refusal) };
}

function whyNotOrder(order: OrderRequest, world: World, funds: number): Refusal | undefined {
  const { clientOrderId, expiresAt, price, quantity, symbol } = order;
  if (symbol === '' || !isSize(quantity)) return 'invalid-order';
  if (world.symbols && !world.symbols.has(symbol)) return 'symbol';
  if (price !== undefined && !isSize(price)) return 'price';
  const pattern = world.exchange.clientOrderId?.pattern;
  if (clientOrderId !== undefined && pattern && clientOrderId.search(pattern) < 0) {
    return 'invalid-client-order-id';
  }
  if (clientOrderId !== undefined && isKnown(order, world)) return 'duplicate';
  if (expiresAt !== undefined && world.serverAt > expiresAt) return 'expired';
  return world.book.cost(order) > funds ? 'funds' : undefined;
}

function whyNotAmend(amend: AmendRequest, { book, serverAt }: World): Refusal | undefined {
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

function isKnown(order: OrderRequest, { deduplicate, book }: World): boolean {
  const known = deduplicate === false ? undefined : book.find(idOf(order));
  return known !== undefined && (deduplicate === true || known.status === 'open');
}

/** More than nothing, and a number. */
function isSize(value: number): boolean {
  return value > 0 && value < 1e15;
}
