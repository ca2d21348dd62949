import type { Share } from './limits.ts';

/** Any priority as one of ten levels, the most urgent 0: Bottleneck's scale. */
export function levelOf(priority: number): number {
  return Math.max(0, Math.min(9, 5 - Math.round(priority)));
}

/** A call that waits for its turn. */
export interface Waiter {
  readonly priority: number;
  readonly level: number;
  readonly order: number;
  readonly shares: readonly Share[];
  /** It stands in the gate from now on. */
  readonly enter: () => void;
  /** Its units are taken: it may go. */
  readonly go: () => void;
  /** Aborted or timed out: skipped when its turn comes, so that leaving costs no search. */
  gone: boolean;
}

/** A ledger shared among processes: what our own books admit, it has to grant as well. */
export interface Permits {
  /** The units, if they are here; else they are asked for, and for as many calls as `waiting` says. */
  take(shares: readonly Share[], waiting: number): boolean;
  answered(shares: readonly Share[]): void;
  refund(shares: readonly Share[]): void;
  pauseUntil(scope: string, untilAt: number): void;
  close(): Promise<void>;
}
