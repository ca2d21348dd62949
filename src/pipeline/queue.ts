// Calls that wait here: which of them can be called back, and which go in what order.
import type { TransportCall } from '../transport/call.ts';
import { activeJobs } from './active-calls.ts';
import type { Job } from './job.ts';
import { orderOf, placedBy } from './order-of.ts';
import type { Parts } from './parts.ts';

/** Whether it can be called back for nothing: not in flight, and no copy of it may stand. */
function isWaiting(job: Job): boolean {
  return !job.inFlight && !job.cutBy && !job.doubt && job.call.isOwn !== true;
}

/** Drops everything that waits, except cancels and what an order's fate hangs on. @returns how many */
export function panic(parts: Parts): number {
  const dropped = activeJobs(parts).filter((job) => job.route.kind !== 'cancel' && isWaiting(job));
  for (const job of dropped) job.cut({ reason: 'panic', cause: undefined });
  return dropped.length;
}

/** Orders that wait here and that a cancel names, with or without others. */
function namedBy(parts: Parts, cancel: Job): Job[] {
  if (parts.placings.size === 0) return [];
  const { sentId, sent } = orderOf(parts, cancel);
  if (sentId === undefined && !sent.isSeveral) return [];
  const body = sentId === undefined ? JSON.stringify(sent.json ?? null) : '';
  return [...parts.placings].filter((order) => {
    if (!isWaiting(order)) return false;
    const { sentId: own, sent: placed } = orderOf(parts, order);
    if (own !== undefined) return sentId === undefined ? body.includes(own) : own === sentId;
    return placed.isSeveral && sentId !== undefined && JSON.stringify(placed.json ?? null).includes(sentId);
  });
}

/**
 * A cancel of one order that still waits here, never sent, takes it out of the queue: then neither is sent. What it names
 * beside that one order, or may not mean, goes before it.
 * @returns `annihilated`, or what has to leave before the cancel.
 */
export function meetOrders(parts: Parts, cancel: Job): 'annihilated' | readonly Job[] {
  const orders = namedBy(parts, cancel);
  const [order] = orders;
  if (!order) return [];
  const ours = orderOf(parts, cancel);
  const theirs = orderOf(parts, order);
  const isOne = orders.length === 1 && ours.intent === 'cancel' && theirs.intent === 'place';
  if (!isOne || ours.sentId !== theirs.sentId) return orders;
  const isElsewhere =
    ours.market !== undefined && theirs.market !== undefined && ours.market !== theirs.market;
  if (isElsewhere || mayStand(parts, order)) return orders;
  order.cut({ reason: 'annihilated', cause: undefined });
  return 'annihilated';
}

/** Whether an order of the same name may stand already: of another call that was sent, or of an earlier one. */
function mayStand(parts: Parts, order: Job): boolean {
  return (
    parts.placings.twinOf(parts, order) !== undefined ||
    placedBy(parts, order).some(
      ({ clientOrderId, market }) => parts.unknownIds.find(clientOrderId, market) !== undefined,
    )
  );
}

/** Keeps the placings that are under way, so that a cancel finds its own. */
export function enlist(parts: Parts, job: Job, call: TransportCall): void {
  if (job.route.kind === 'order' && call.isOwn !== true) parts.placings.add(job);
}
