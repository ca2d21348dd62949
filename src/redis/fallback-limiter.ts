// What this process may send by itself while Redis cannot be asked. The claim and its proof:
/**
 * Claim: no window of the exchange's sees more than `capacity`, through every change between Redis and the own slices.
 * Instants are of one true time; all that is assumed is that clocks run at the same rate, that Redis's clock does not jump, and
 * that a request is booked within `flight` of the ask for its permit (every process measures and reports that; the double
 * of the longest of any process lately counts, or the age of one that hangs, 10 s at most) and before its answer.
 *
 * 1. Redis grants a unit of a limit only if all that it knows of, plus what it holds back, leaves room for it from the
 *    instant on at which its permit starts. It knows of a unit until one window after its answer. It holds back the whole
 *    slice of every member that has been silent for `silence`, or that said that it is on its own. How long it may be silent, at
 *    least 0.6 s, each said itself (`heartbeat.ts`).
 * 2. Let `s` be the last message of ours that did not say that we are on our own. Redis throws it away after
 *    `s + timeout`, so it hears us last by then, and from `s + timeout + silence` on it grants nothing to any process that
 *    leaves less than our slice; from earlier on where it has answered that it knows us on our own. What it granted before
 *    is booked at most `flight` later, and out of every window one window after that. Our slice opens then: at
 *    `s + timeout + silence + flight + window` at the latest, and not a window after *we* were last answered, since
 *    others are granted units after that.
 * 3. Slices of different processes share no part: Redis enlarges one only by what no process holds, and believes in a
 *    smaller one only when its owner confirms it. A process that gets a part waits `flight + window` for what its owner before sent.
 *    A process never met has no slice; one that was out of touch for 3 s when it loses Redis has none either, since it may
 *    have been forgotten meanwhile.
 * 4. So units of own slices and units of Redis's never add up to more than `capacity`: Redis's total leaves out every
 *    slice in use by 2, and the slices leave out each other by 3.
 * 5. The way back: messages sent alone say so, and Redis keeps holding our slice back. The first one that does not say
 *    so comes after an answer, when nothing is taken alone any more, and tells of every unit that was; only then our slice
 *    counts for others. A ledger that was lost stays closed for a window and a second, in which every process on its own
 *    reports; slices do not change meanwhile, nor for 5 s.
 *
 * A limit of fewer units than there are processes serves them in turn: units move over the slices from slot to slot, on
 * Redis's clock as last known. A unit is taken only if its slice has it in every slot that its window may touch.
 *
 * What is not covered: a process cut off for more than 5 s while others reach Redis is forgotten there (as a dead one has
 * to be) and uses its slice on top of the limit.
 */
import { RateWindow } from '../throttle/rate-window.ts';
import type { FallbackTerms, SlotClock } from './fallback-terms.ts';
import type { LimitCharge, PermitClass } from './pooled-permit.ts';
import { leastUnitsOf, slotMsOf, unitsIn, widthOf } from './slice.ts';
import { type Differing, limitId } from './sync-message.ts';

/** Windows of limits that are idle are dropped past this many. */
const keptWindows = 10_000;
/** Slots looked at ahead; a process that has no unit in them looks again then. */
const slotsAhead = 40;

/** Knows all that this process sends, also while Redis decides, so that it can go on alone at any moment. */
export class FallbackLimiter {
  readonly #windows = new Map<string, RateWindow>();
  /** The smallest capacity that any process named. */
  readonly #strictest = new Map<string, number>();
  #forgetsAt = keptWindows;

  /** When the units fit; `Infinity` while answers are owed, or if they are more than the slice ever holds. */
  opensAt({ charges }: PermitClass, terms: FallbackTerms, nowAt: number): number {
    let at = nowAt;
    for (const charge of charges) {
      at = Math.max(
        at,
        this.#opensAt(charge, terms, Math.max(nowAt, terms.ownFromAt(charge.windowMs)), nowAt),
      );
    }
    return at;
  }

  take({ charges }: PermitClass, nowAt: number): void {
    for (const charge of charges) this.#window(charge, nowAt).take(charge.weight);
  }

  release({ charges }: PermitClass, nowAt: number): void {
    for (const charge of charges) this.#window(charge, nowAt).release(charge.weight, nowAt);
  }

  refund({ charges }: PermitClass, nowAt: number): void {
    for (const charge of charges) this.#window(charge, nowAt).refund(charge.weight);
  }

  /** Another process has a smaller capacity for this limit. */
  restrict({ scope, limit, capacity }: Differing): void {
    const id = limitId(scope, limit);
    this.#strictest.set(id, Math.min(capacity, this.#strictest.get(id) ?? capacity));
  }

  #opensAt(charge: LimitCharge, terms: FallbackTerms, fromAt: number, nowAt: number): number {
    const { key, scope, weight, windowMs } = charge;
    const capacity = Math.min(charge.capacity, this.#strictest.get(limitId(scope, key)) ?? charge.capacity);
    const slice = terms.slices[scope];
    if (weight > Math.ceil(widthOf(slice) * capacity)) return Number.POSITIVE_INFINITY;
    const window = this.#window(charge, nowAt);
    let at = fromAt;
    for (let slot = 0; slot < slotsAhead; slot += 1) {
      const own = this.#ownAt(charge, capacity, terms, at);
      // The rest of the capacity is the others'.
      const fitsAt = own < weight ? undefined : window.opensAt(weight + window.capacity - own, nowAt);
      if (fitsAt !== undefined && fitsAt <= at) return at;
      if (fitsAt === Number.POSITIVE_INFINITY) return fitsAt;
      const next = fitsAt ?? nextSlotAt(at, windowMs, terms.clock);
      if (next === undefined) return Number.POSITIVE_INFINITY;
      at = next;
    }
    return at;
  }

  /** Units that are ours for as long as a request that leaves then may count. */
  #ownAt({ scope, windowMs }: LimitCharge, capacity: number, terms: FallbackTerms, at: number): number {
    const slice = terms.slices[scope];
    const { clock, flightMs } = terms;
    if (!clock) return leastUnitsOf(slice, capacity);
    const slotMs = slotMsOf(windowMs);
    const redisAt = clock.read(at);
    const last = Math.floor((redisAt + windowMs + flightMs + clock.errorMs) / slotMs);
    let own = Number.POSITIVE_INFINITY;
    for (let slot = Math.floor(redisAt / slotMs); slot <= last; slot += 1) {
      own = Math.min(own, unitsIn(slice, capacity, slot));
    }
    return own;
  }

  #window({ key, scope, capacity, windowMs }: LimitCharge, nowAt: number): RateWindow {
    const id = limitId(scope, key);
    const known = this.#windows.get(id);
    if (known) return known;
    if (this.#windows.size >= this.#forgetsAt) this.#forgetIdle(nowAt);
    const window = new RateWindow(key, capacity, windowMs);
    this.#windows.set(id, window);
    return window;
  }

  /** Next once there are twice as many as are left: else each new one would look through all that are in use. */
  #forgetIdle(nowAt: number): void {
    for (const [name, window] of this.#windows) if (window.isIdle(nowAt)) this.#windows.delete(name);
    this.#forgetsAt = Math.max(keptWindows, 2 * this.#windows.size);
  }
}

function nextSlotAt(at: number, windowMs: number, clock: SlotClock | undefined): number | undefined {
  if (!clock) return undefined;
  const slotMs = slotMsOf(windowMs);
  // Past the border by a hair: a border that rounding puts before itself would be looked at for ever.
  return clock.when((Math.floor(clock.read(at) / slotMs) + 1) * slotMs) + 0.01;
}
