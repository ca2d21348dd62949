import type { Pause } from './pause.ts';
import type { Charge } from './rate-window.ts';
import type { SharedLimiter } from './shared-limiter.ts';

/** Any priority as one of ten levels, the most urgent 0: Bottleneck's scale. */
export function levelOf(priority: number): number {
  return Math.max(0, Math.min(9, 5 - Math.round(priority)));
}

/** Whose calls they are: what holds all of them, and who else has to grant them. */
export interface CallOwner {
  /** Unique in its queue. */
  readonly id: number;
  readonly pauses: readonly Pause[];
  readonly limiter: SharedLimiter | undefined;
}

/** A call that waits for its turn. */
export interface QueuedCall {
  readonly owner: CallOwner;
  readonly priority: number;
  readonly level: number;
  readonly order: number;
  readonly charges: readonly Charge[];
  /** After this it is worth nothing: a pause that lasts longer has it refused at once. */
  readonly lastAt: number;
  /** It stands in the scheduler from now on. */
  readonly enter: () => void;
  /** Its units are taken: it may go. */
  readonly go: () => void;
  /** It cannot go in time: a pause opens at this instant only. */
  readonly refuse: (opensAt: number) => void;
  /** Aborted or timed out: skipped when its turn comes, so that leaving costs no search. */
  gone: boolean;
  /** It stands in the overflow queue. */
  isHeld: boolean;
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
