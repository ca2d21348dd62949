// What processes tell each other beside permits: pauses, that all were lifted by hand, settings that differ.
import type { Scope } from '../throttle/shared-limiter.ts';
import {
  limitId,
  longestPauseMs,
  type SharedPause,
  type SyncMessage,
  type SyncReply,
} from './sync-message.ts';

/** A pause that is longer by less is the same: clocks and trips differ by so much. */
const noiseMs = 20;
/** Reports of different settings are remembered up to this many. */
const keptReports = 1000;

/** Another process uses other settings for a limit. The stricter ones count. */
export interface Mismatch {
  /** The name of the limit. */
  readonly limit: string;
  /** Units in one window, as this process has it. */
  readonly capacity: number;
  /** Length of the window, as this process has it. */
  readonly windowMs: number;
}

export interface BroadcastListener {
  /** Another process paused a limit (`''`: everything of the scope) for longer than was known. */
  readonly onPause: (key: string, untilAt: number, scope: Scope) => void;
  /** Another process lifted all pauses of the scope by hand. */
  readonly onResume: (scope: Scope) => void;
  /** Once per limit and setting. */
  readonly onMismatch: (other: Mismatch) => void;
}

interface HeldPause {
  readonly scope: Scope;
  readonly key: string;
  untilAt: number;
  /** Redis does not have it yet. */
  untold: boolean;
}

/**
 * Pauses only ever get longer, until all of them are lifted by hand: from then on pauses from before are void, whichever
 * process sends them.
 */
export class Broadcasts {
  readonly #listener: BroadcastListener;
  readonly #held = new Map<string, HeldPause>();
  readonly #reported = new Set<string>();
  #resuming = false;
  /** Liftings that Redis counted, as last received; -1: none received. */
  #lifts: Record<Scope, number> = { ip: -1, account: -1 };

  constructor(listener: BroadcastListener) {
    this.#listener = listener;
  }

  /** Something has to be sent to Redis. */
  get due(): boolean {
    if (this.#resuming) return true;
    for (const { untold } of this.#held.values()) if (untold) return true;
    return false;
  }

  pause(scope: Scope, key: string, untilAt: number, nowAt: number): void {
    if (Number.isNaN(untilAt)) return;
    const boundedAt = Math.min(untilAt, nowAt + longestPauseMs);
    const held = this.#find(scope, key);
    if (boundedAt <= held.untilAt) return;
    held.untilAt = boundedAt;
    held.untold = true;
  }

  resume(): void {
    this.#held.clear();
    this.#resuming = true;
  }

  /** What the next message has to say. */
  pending(nowAt: number): Pick<SyncMessage, 'pauses' | 'resume' | 'lifts'> {
    const pauses: SharedPause[] = [];
    for (const [id, { scope, key, untilAt, untold }] of this.#held) {
      if (untilAt <= nowAt) this.#held.delete(id);
      else if (untold) pauses.push([scope, key, Math.ceil(untilAt - nowAt)]);
    }
    return { pauses, resume: this.#resuming, lifts: this.#lifts };
  }

  /** Redis answered. What came up since the message was written goes with the next. */
  confirm({ pauses, resume, at }: SyncMessage): void {
    if (resume) this.#resuming = false;
    for (const [scope, key, leftMs] of pauses) {
      const held = this.#held.get(limitId(scope, key));
      if (held && held.untilAt <= at + leftMs) held.untold = false;
    }
  }

  /** What the other processes sent. `ours`: the message that Redis replied to. */
  receive({ pauses, differs, lifts }: SyncReply, ours: SyncMessage, nowAt: number): void {
    for (const scope of ['ip', 'account'] as const) this.#receiveLifts(scope, lifts[scope], ours);
    for (const [scope, key, leftMs] of pauses) {
      const untilAt = nowAt + Math.min(leftMs, longestPauseMs);
      const held = this.#find(scope, key);
      if (untilAt <= held.untilAt + noiseMs) continue;
      held.untilAt = untilAt;
      this.#listener.onPause(key, untilAt, scope);
    }
    for (const { scope, limit, capacity, windowMs } of differs) {
      const id = `${scope} ${limit} ${capacity} ${windowMs}`;
      if (this.#reported.has(id) || this.#reported.size >= keptReports) continue;
      this.#reported.add(id);
      this.#listener.onMismatch({ limit, capacity, windowMs });
    }
  }

  #receiveLifts(scope: Scope, count: number, ours: SyncMessage): void {
    const before = this.#lifts[scope];
    this.#lifts = { ...this.#lifts, [scope]: count };
    // Our own lifting is counted as well; what this gateway paused after it stays.
    if (before < 0 || count - (ours.resume ? 1 : 0) <= before) return;
    for (const [id, held] of this.#held) if (held.scope === scope) this.#held.delete(id);
    this.#listener.onResume(scope);
  }

  #find(scope: Scope, key: string): HeldPause {
    const id = limitId(scope, key);
    const known = this.#held.get(id);
    if (known) return known;
    const held: HeldPause = { scope, key, untilAt: 0, untold: false };
    this.#held.set(id, held);
    return held;
  }
}
