// A call that waits for its units: what it waits for, how urgent it is, and what holds it back.
import type { Charge } from './charge.ts';
import type { Pause } from './pause.ts';
import type { SharedLimiter } from './shared-limiter.ts';

/** Levels of urgency, the most urgent 0: Bottleneck's scale. */
const levels = 10;
/** A cancel's priority. Nothing goes before calls of this priority, or of a larger one, by having waited. */
export const urgentPriority = 2;
/** A call has aged when this much of the time that it had is over. */
const agedPart = 0.5;

/** The level of a priority. */
export function levelOf(priority: number): number {
  return Math.max(0, Math.min(levels - 1, 5 - Math.round(priority)));
}

/** From when on a call that joins at `nowAt` counts as aged; never where nothing ends its wait, nor where it is urgent. */
export function agesAt(priority: number, nowAt: number, lastAt: number): number {
  return priority >= urgentPriority ? Number.POSITIVE_INFINITY : nowAt + (lastAt - nowAt) * agedPart;
}

/** How many calls wait, by level. */
export class LevelCounts {
  readonly #counts = new Array<number>(levels).fill(0);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** The most urgent level that a call waits on; the last where none waits. */
  get first(): number {
    const level = this.#counts.findIndex((count) => count > 0);
    return level < 0 ? levels - 1 : level;
  }

  at(level: number): number {
    return this.#counts[level] ?? 0;
  }

  /** Calls that are at least as urgent. */
  atLeast(level: number): number {
    let count = 0;
    for (let at = 0; at <= level; at += 1) count += this.#counts[at] ?? 0;
    return count;
  }

  add(level: number, change: 1 | -1): void {
    this.#total += change;
    this.#counts[level] = this.at(level) + change;
  }
}

/** The gateway that calls belong to: what holds all of them, and what else has to grant them. */
export interface CallOwner {
  /** Unique in its queue. */
  readonly id: number;
  readonly pauses: readonly Pause[];
  readonly limiter: SharedLimiter | undefined;
  /** Calls of it that wait. */
  queued: number;
}

export interface QueuedCall {
  readonly owner: CallOwner;
  readonly priority: number;
  readonly level: number;
  /** Its place among equals, given by the queue. */
  order: number;
  readonly charges: readonly Charge[];
  /** After this it is worth nothing: a pause that lasts longer has it refused at once. */
  readonly lastAt: number;
  /** From then on calls that are more urgent leave it a share of the units (`AgedShare`). */
  agesAt: number;
  /** It is about to leave: units that it took would only come back. */
  readonly isEnding: boolean;
  /** Its units are taken: it may go. */
  go(): void;
  /** It cannot go in time: a pause opens at this instant only. */
  refuse(opensAt: number): void;
  /** It went, was refused, or left: skipped when its turn comes, so that leaving costs no search. */
  gone: boolean;
}

/** When no pause holds such a call any more: now, where none does. */
export function pausesOpenAt(charges: readonly Charge[], owner: CallOwner, nowAt: number): number {
  let at = nowAt;
  for (const pause of owner.pauses) at = Math.max(at, pause.opensAt(nowAt));
  for (const { window } of charges) {
    if (window.pause) at = Math.max(at, window.pause.opensAt(nowAt));
  }
  return at;
}

/** The earliest instant at which no pause may hold such a call any more: what comes later is certainly too late. */
export function pausesMayOpenAt(charges: readonly Charge[], owner: CallOwner, nowAt: number): number {
  let at = nowAt;
  for (const pause of owner.pauses) at = Math.max(at, pause.mayOpenAt(nowAt));
  for (const { window } of charges) {
    if (window.pause) at = Math.max(at, window.pause.mayOpenAt(nowAt));
  }
  return at;
}
