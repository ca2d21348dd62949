// The calls that wait, in lanes: what holds one call of a lane holds all of them.

import { AgedShare } from './aged-share.ts';
import { Ages } from './ages.ts';
import type { Charge } from './charge.ts';
import { goesBefore, Heap } from './heap.ts';
import { type CallOwner, type QueuedCall, urgentPriority } from './queued-call.ts';

/** Calls of one owner and one priority that count on the same windows. */
export interface Lane {
  readonly owner: CallOwner;
  readonly charges: readonly Charge[];
  /** Calls that are gone stay until they are first. */
  readonly calls: Heap<QueuedCall>;
  readonly ages: Ages;
}

/** The first call of a lane. */
export interface LaneHead {
  readonly lane: Lane;
  readonly call: QueuedCall;
  /** Whether it goes before more urgent ones, since it is its turn. */
  readonly jumps?: true;
}

interface AgedHead extends LaneHead {
  /** Since when the lane has a call that has aged. */
  readonly agedAt: number;
}

/**
 * One lane for each owner, priority and set of windows. Lanes go by priority, those of one priority by the order of their
 * first calls. Where a call of a lane has aged, the first of it goes before more urgent ones at its turn (`AgedShare`), but
 * never before urgent ones.
 */
export class Lanes {
  /** No lane is empty, but for one whose last call was popped a moment ago. */
  readonly #lanes = new Map<string, Lane>();
  readonly #share = new AgedShare();
  /** A call that has aged and waits elsewhere, behind all of its level that are here: they age with it. */
  agedOutside: QueuedCall | undefined;
  /** Lanes with calls that have aged, as of the last look. */
  #aged: readonly AgedHead[] = [];

  get all(): Iterable<Lane> {
    return this.#lanes.values();
  }

  push(call: QueuedCall): void {
    const { owner, charges } = call;
    const key = keyOf(call);
    const lane = this.#lanes.get(key) ?? newLane(owner, charges);
    if (lane.calls.size === 0) this.#lanes.set(key, lane);
    lane.calls.push(call);
    lane.ages.add(call);
  }

  /** The call that goes first, but for lanes that are `idle`. Drops lanes that have run empty. */
  next(idle: ReadonlySet<Lane>, nowAt: number): LaneHead | undefined {
    let best: LaneHead | undefined;
    const aged: AgedHead[] = [];
    for (const [key, lane] of this.#lanes) {
      const call = headOf(lane);
      if (!call) {
        this.#lanes.delete(key);
        continue;
      }
      const old = lane.ages.agedBy(nowAt) ?? this.#agedBehind(call);
      if (old) aged.push({ lane, call, agedAt: old.agesAt });
      if (!idle.has(lane) && (!best || goesBefore(call, best.call))) best = { lane, call };
    }
    this.#aged = aged;
    return aged.length > 0 && best ? this.#dueBefore(best, idle) : best;
  }

  /** The first call of a lane goes. */
  take({ lane, call: { priority, charges }, jumps }: LaneHead): void {
    lane.calls.pop();
    if (jumps) this.#share.granted(charges);
    else if (this.#aged.some(({ call }) => call.priority < priority)) this.#share.passed(charges);
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
    this.#share.clear();
    this.#aged = [];
    this.agedOutside = undefined;
  }

  #agedBehind({ level }: QueuedCall): QueuedCall | undefined {
    const outside = this.agedOutside;
    return outside?.level === level && !outside.gone ? outside : undefined;
  }

  /** The one of the aged that goes before `best` since it is its turn, the longest aged first; else `best`. */
  #dueBefore(best: LaneHead, idle: ReadonlySet<Lane>): LaneHead {
    if (best.call.priority >= urgentPriority) return best;
    let due: AgedHead | undefined;
    for (const aged of this.#aged) {
      if (aged.call.priority >= best.call.priority || idle.has(aged.lane)) continue;
      if ((!due || aged.agedAt < due.agedAt) && this.#isDue(aged.call)) due = aged;
    }
    return due ? { ...due, jumps: true } : best;
  }

  #isDue({ priority, charges }: QueuedCall): boolean {
    return this.#share.isDue(charges, (window) => {
      for (const lane of this.#lanes.values()) {
        const first = lane.calls.peek();
        const isMoreUrgent = first !== undefined && first.priority > priority;
        if (isMoreUrgent && first.charges.some((charge) => charge.window === window)) return true;
      }
      return false;
    });
  }
}

function newLane(owner: CallOwner, charges: readonly Charge[]): Lane {
  return { owner, charges, calls: new Heap<QueuedCall>(), ages: new Ages(({ gone }) => gone) };
}

function headOf({ calls }: Lane): QueuedCall | undefined {
  while (calls.peek()?.gone) calls.pop();
  return calls.peek();
}

function keyOf({ owner, priority, charges }: QueuedCall): string {
  let key = `${owner.id}\n${priority}\n`;
  for (const { window } of charges) key += `${window.key}\n`;
  return key;
}
