import type { Charge } from './limits.ts';

/** Any priority as one of ten levels, the most urgent 0: Bottleneck's scale. */
export function levelOf(priority: number): number {
  return Math.max(0, Math.min(9, 5 - Math.round(priority)));
}

/** A call that waits for its turn. */
export interface QueuedCall {
  readonly priority: number;
  readonly level: number;
  readonly order: number;
  readonly charges: readonly Charge[];
  /** It stands in the gate from now on. */
  readonly enter: () => void;
  /** Its units are taken: it may go. */
  readonly go: () => void;
  /** Aborted or timed out: skipped when its turn comes, so that leaving costs no search. */
  gone: boolean;
}
