// What one attempt of a call did, as errors and `trace` tell it.
import type { ActionName } from './policies/actions.ts';
import type { Category, Outcome, Phase } from './types.ts';

/** What one attempt did and what was decided after it. */
export interface AttemptTrace {
  /** Counts from 1. */
  readonly attempt: number;
  /** When it was sent, in milliseconds since the call began. */
  readonly sentAfterMs: number;
  /** From sending to answer or loss. */
  readonly elapsedMs: number;
  /** How far it got. */
  readonly phase: Phase;
  /** HTTP status, if an answer came. */
  readonly status: number | undefined;
  /** The exchange's code as a string, where the answer had one. */
  readonly code: string | undefined;
  /** Undefined: it succeeded. */
  readonly category: Category | undefined;
  /** What this copy of the request did; undefined: it succeeded. */
  readonly outcome: Outcome | undefined;
  /** The exchange's time minus ours when it was signed; undefined while unread. */
  readonly clockOffsetMs: number | undefined;
  /** What the policy led to. */
  readonly decision: 'return' | ActionName;
  /** What became of the clock's refresh; left out where none was decided, or it was cut short. */
  readonly clock?: 'refreshed' | 'failed';
  /** The wait before the next. */
  readonly waitMs: number;
}
