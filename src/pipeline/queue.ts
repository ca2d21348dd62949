// Calls that wait here: which of them can be called back, and which go in what order.
import type { TransportCall } from '../transport/call.ts';
import { activeCalls } from './active-calls.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { orderOf, placedBy } from './order.ts';

/** Whether it can be called back for nothing: not in flight, and no copy of it may stand. */
function isWaiting(call: CallState): boolean {
  return !call.inFlight && !call.cancellation && !call.outcomeUnknown && call.transport.isOwn !== true;
}

/** Drops everything that waits, except cancels and what an order's fate hangs on. @returns how many */
export function panic(context: GatewayContext): number {
  const dropped = activeCalls(context).filter((call) => call.route.kind !== 'cancel' && isWaiting(call));
  for (const call of dropped) call.cancel({ reason: 'panic', cause: undefined });
  return dropped.length;
}

/** Orders that wait here and that a cancel names, with or without others. */
function namedBy(context: GatewayContext, cancel: CallState): CallState[] {
  if (context.placings.size === 0) return [];
  const { sentId, sent } = orderOf(context, cancel);
  if (sentId === undefined && !sent.isSeveral) return [];
  const body = sentId === undefined ? JSON.stringify(sent.json ?? null) : '';
  return [...context.placings].filter((order) => {
    if (!isWaiting(order)) return false;
    const { sentId: own, sent: placed } = orderOf(context, order);
    if (own !== undefined) return sentId === undefined ? body.includes(own) : own === sentId;
    return placed.isSeveral && sentId !== undefined && JSON.stringify(placed.json ?? null).includes(sentId);
  });
}

/**
 * A cancel of one order that still waits here, never sent, takes it out of the queue: then neither is sent. What it names
 * beside that one order, or may not mean, goes before it.
 * @returns `annihilated`, or what has to leave before the cancel.
 */
export function meetOrders(context: GatewayContext, cancel: CallState): 'annihilated' | readonly CallState[] {
  const orders = namedBy(context, cancel);
  const [order] = orders;
  if (!order) return [];
  const ours = orderOf(context, cancel);
  const theirs = orderOf(context, order);
  const isOne = orders.length === 1 && ours.intent === 'cancel' && theirs.intent === 'place';
  if (!isOne || ours.sentId !== theirs.sentId) return orders;
  const isElsewhere =
    ours.market !== undefined && theirs.market !== undefined && ours.market !== theirs.market;
  if (isElsewhere || mayStand(context, order)) return orders;
  order.cancel({ reason: 'annihilated', cause: undefined });
  return 'annihilated';
}

/** Whether an order of the same name may stand already: of another call that was sent, or of an earlier one. */
function mayStand(context: GatewayContext, order: CallState): boolean {
  return (
    context.placings.twinOf(context, order) !== undefined ||
    placedBy(context, order).some(
      ({ clientOrderId, market }) => context.unknownIds.find(clientOrderId, market) !== undefined,
    )
  );
}

/** Keeps the placings that are under way, so that a cancel finds its own. */
export function enlist(context: GatewayContext, call: CallState, transport: TransportCall): void {
  if (call.route.kind === 'order' && transport.isOwn !== true) context.placings.add(call);
}
