// The calls that wait, in lanes: what holds one call of a lane holds all of them.

import type { Charge } from './charge.ts';
import { goesBefore, Heap } from './heap.ts';
import type { CallOwner, QueuedCall } from './queued-call.ts';

/** Calls of one owner that count on the same windows. */
export interface Lane {
  readonly owner: CallOwner;
  readonly charges: readonly Charge[];
  /** Calls that are gone stay until they are first. */
  readonly calls: Heap<QueuedCall>;
}

/** One lane for each owner and set of windows. */
export class Lanes {
  /** No lane is empty, but for one whose last call was popped a moment ago. */
  readonly #lanes = new Map<string, Lane>();

  get all(): Iterable<Lane> {
    return this.#lanes.values();
  }

  push(call: QueuedCall): void {
    const { owner, charges } = call;
    const key = keyOf(owner, charges);
    const lane = this.#lanes.get(key) ?? { owner, charges, calls: new Heap<QueuedCall>() };
    if (lane.calls.size === 0) this.#lanes.set(key, lane);
    lane.calls.push(call);
  }

  /** The call that goes first, but for lanes that are `idle`. Drops lanes that have run empty. */
  next(idle: ReadonlySet<Lane>): { readonly lane: Lane; readonly call: QueuedCall } | undefined {
    let best: { readonly lane: Lane; readonly call: QueuedCall } | undefined;
    for (const [key, lane] of this.#lanes) {
      const { calls } = lane;
      while (calls.peek()?.gone) calls.pop();
      const call = calls.peek();
      if (!call) this.#lanes.delete(key);
      else if (!idle.has(lane) && (!best || goesBefore(call, best.call))) best = { lane, call };
    }
    return best;
  }

  /** Every call of an owner, which this then has no more. */
  drop(owner: CallOwner): readonly QueuedCall[] {
    const dropped: QueuedCall[] = [];
    for (const [key, lane] of this.#lanes) {
      if (lane.owner !== owner) continue;
      for (const call of lane.calls) dropped.push(call);
      this.#lanes.delete(key);
    }
    return dropped;
  }

  clear(): void {
    this.#lanes.clear();
  }
}

function keyOf(owner: CallOwner, charges: readonly Charge[]): string {
  let key = `${owner.id}\n`;
  for (const { window } of charges) key += `${window.key}\n`;
  return key;
}
