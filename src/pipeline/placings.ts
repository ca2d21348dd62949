// Placings under way, and which of them are for one and the same order.
import { isSameMarket } from '../policies/unknown-ids.ts';
import type { CallResult } from './apply-decision.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { placedBy } from './order.ts';

type Waiting = (ended: CallResult | undefined) => void;

/** Ids are read only while two or more are under way. */
export class Placings {
  readonly #calls = new Map<CallState, Waiting[] | undefined>();
  readonly #byId = new Map<string, CallState[]>();
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
  twinOf(context: GatewayContext, call: CallState): CallState | undefined {
    if (this.#calls.size < 2) return undefined;
    for (const unread of this.#unread) {
      for (const { clientOrderId } of placedBy(context, unread)) this.#index(clientOrderId, unread);
    }
    this.#unread.clear();
    for (const { clientOrderId, market } of placedBy(context, call)) {
      const twin = this.#byId
        .get(clientOrderId)
        ?.find((other) => other.id < call.id && names(context, other, clientOrderId, market));
      if (twin) return twin;
    }
    return undefined;
  }

  /** Resolves with how it ended. */
  whenEnded(call: CallState): Promise<CallResult | undefined> {
    if (!this.#calls.has(call)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#calls.set(call, [...(this.#calls.get(call) ?? []), resolve]);
    });
  }

  /** @returns whether it was one */
  end(context: GatewayContext, call: CallState, ended: CallResult | undefined): boolean {
    if (!this.#calls.has(call)) return false;
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    if (!this.#unread.delete(call)) {
      for (const { clientOrderId } of placedBy(context, call)) this.#forget(clientOrderId, call);
    }
    for (const tell of waiting ?? []) tell(ended);
    return true;
  }

  #index(clientOrderId: string, call: CallState): void {
    const known = this.#byId.get(clientOrderId);
    if (known) known.push(call);
    else this.#byId.set(clientOrderId, [call]);
  }

  #forget(clientOrderId: string, call: CallState): void {
    const left = this.#byId.get(clientOrderId)?.filter((other) => other !== call) ?? [];
    if (left.length === 0) this.#byId.delete(clientOrderId);
    else this.#byId.set(clientOrderId, left);
  }
}

function names(
  context: GatewayContext,
  call: CallState,
  clientOrderId: string,
  market: string | undefined,
): boolean {
  return placedBy(context, call).some(
    (placed) => placed.clientOrderId === clientOrderId && isSameMarket(placed.market, market),
  );
}
