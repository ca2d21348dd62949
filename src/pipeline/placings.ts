// Placings under way: which of them are for the same order, and which of them a cancel names.
import { textOf } from '../catalog/exact-json.ts';
import { isSameMarket, type UnknownIds } from '../policies/unknown-ids.ts';
import type { CallResult } from './call-stage.ts';
import type { CallState } from './call-state.ts';

type OnEnd = (result: CallResult | undefined) => void;

/** Ids are read only while two or more are under way, which most gateways never see. */
export class Placings {
  readonly #calls = new Map<CallState, OnEnd[] | undefined>();
  #byId: Map<string, CallState[]> | undefined;
  readonly #unread = new Set<CallState>();

  get size(): number {
    return this.#calls.size;
  }

  [Symbol.iterator](): IterableIterator<CallState> {
    return this.#calls.keys();
  }

  add(call: CallState): void {
    this.#calls.set(call, undefined);
    this.#unread.add(call);
  }

  /** An earlier placing that is under way with one of this one's client order ids. */
  twinOf(call: CallState): CallState | undefined {
    if (this.#calls.size < 2) return undefined;
    for (const unread of this.#unread) {
      for (const { clientOrderId } of unread.request.placed) this.#index(clientOrderId, unread);
    }
    this.#unread.clear();
    for (const { clientOrderId, market } of call.request.placed) {
      const twin = this.#byId
        ?.get(clientOrderId)
        ?.find((other) => other.id < call.id && places(other, clientOrderId, market));
      if (twin) return twin;
    }
    return undefined;
  }

  /** Resolves with how it ended; at once where it is not under way. */
  whenEnded(call: CallState): Promise<CallResult | undefined> {
    if (!this.#calls.has(call)) return Promise.resolve(call.result);
    return new Promise((resolve) => {
      this.#calls.set(call, [...(this.#calls.get(call) ?? []), resolve]);
    });
  }

  /** The call is settled. @returns whether it was a placing */
  end(call: CallState): boolean {
    if (!this.#calls.has(call)) return false;
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    if (!this.#unread.delete(call)) {
      for (const { clientOrderId } of call.request.placed) this.#forget(clientOrderId, call);
    }
    for (const onEnd of waiting ?? []) onEnd(call.result);
    return true;
  }

  #index(clientOrderId: string, call: CallState): void {
    this.#byId ??= new Map();
    const known = this.#byId.get(clientOrderId);
    if (known) known.push(call);
    else this.#byId.set(clientOrderId, [call]);
  }

  #forget(clientOrderId: string, call: CallState): void {
    const left = this.#byId?.get(clientOrderId)?.filter((other) => other !== call) ?? [];
    if (left.length === 0) this.#byId?.delete(clientOrderId);
    else this.#byId?.set(clientOrderId, left);
  }
}

function places(call: CallState, clientOrderId: string, market: string | undefined): boolean {
  return call.request.placed.some(
    (placed) => placed.clientOrderId === clientOrderId && isSameMarket(placed.market, market),
  );
}

/**
 * A cancel of one order that still waits here, never sent, takes it out of the queue: then neither is sent. What it names
 * beside that one order, or may not mean, goes before it.
 * @param unknownIds placings of earlier calls that may stand
 * @returns `annihilated`, or what has to leave before the cancel.
 */
export function meetOrders(
  placings: Placings,
  unknownIds: UnknownIds,
  cancel: CallState,
): 'annihilated' | readonly CallState[] {
  const orders = ordersNamedBy(cancel, placings);
  const [order] = orders;
  if (!order) return [];
  const ours = cancel.request.order;
  const theirs = order.request.order;
  const isOne = orders.length === 1 && ours.intent === 'cancel' && theirs.intent === 'place';
  if (!isOne || ours.sentId !== theirs.sentId) return orders;
  const isElsewhere =
    ours.market !== undefined && theirs.market !== undefined && ours.market !== theirs.market;
  if (isElsewhere || mayStand(order, placings, unknownIds)) return orders;
  order.cancel({ reason: 'annihilated', cause: undefined });
  return 'annihilated';
}

/** Tells the placings under way of a cancel of theirs which they do not meet here: it is to be the last that is sent. */
export function callOff(placings: Placings, cancel: CallState): void {
  const { intent, sentId, market } = cancel.request.order;
  const isOfAll = cancel.route.cancelsAll === true;
  if (!isOfAll && (intent !== 'cancel' || sentId === undefined)) return;
  for (const placing of placings) {
    const { intent: theirs, sentId: own, market: at } = placing.request.order;
    if (theirs !== 'place' || placing.route.book !== cancel.route.book) continue;
    const isIts = isOfAll ? isChosenBy(cancel, placing) : own === sentId && isSameMarket(at, market);
    // One that left counts, whatever becomes of a later one.
    if (isIts && !placing.calledOffBy?.attempts) placing.calledOffBy = cancel;
  }
}

/**
 * Whether a cancel of all would have cancelled what is placed, had it come: it was sent before, and has every value by which the
 * cancel chooses. A placing of which that is not certain goes on.
 */
function isChosenBy({ route, request }: CallState, placing: CallState): boolean {
  const folder = route.path.slice(0, route.path.lastIndexOf('/'));
  if (placing.attempts === 0 || !placing.route.path.startsWith(folder)) return false;
  const { fields } = placing.request.order.sent;
  return Object.entries(request.order.sent.fields).every(([name, value]) => {
    const chosen = textOf(value);
    return value === null || (chosen !== undefined && chosen === textOf(fields[name]));
  });
}

/** Orders that wait here and that a cancel names, with or without others. */
function ordersNamedBy(cancel: CallState, placings: Placings): CallState[] {
  if (placings.size === 0) return [];
  const { sentId, sent } = cancel.request.order;
  if (sentId === undefined && !sent.isSeveral) return [];
  const body = sentId === undefined ? JSON.stringify(sent.json ?? null) : '';
  return [...placings].filter((order) => {
    if (!order.isRecallable || order.route.book !== cancel.route.book) return false;
    const { sentId: own, sent: placed } = order.request.order;
    if (own !== undefined) return sentId === undefined ? body.includes(own) : own === sentId;
    return placed.isSeveral && sentId !== undefined && JSON.stringify(placed.json ?? null).includes(sentId);
  });
}

/** Whether an order of the same name may stand already: of another call that was sent, or of an earlier one. */
function mayStand(order: CallState, placings: Placings, unknownIds: UnknownIds): boolean {
  return (
    placings.twinOf(order) !== undefined ||
    order.request.placed.some(
      ({ clientOrderId, market }) => unknownIds.find(clientOrderId, market) !== undefined,
    )
  );
}
