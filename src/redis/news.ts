import type { Reply } from './turn.ts';

/** Differences of clocks and trips are not news. */
const noiseMs = 20;
/** Reports of different settings are remembered up to this many. */
const keptReports = 1000;

type Pause = readonly [scope: string, leftMs: number];

/** Another process uses other settings for a limit. The stricter ones count. */
export interface Mismatch {
  readonly limit: string;
  readonly capacity: number;
  readonly windowMs: number;
}

export interface NewsListener {
  /** Another process paused a scope (`''`: everything). Only what is news. */
  readonly onPause: (scope: string, untilAt: number) => void;
  /** Once per limit and setting. */
  readonly onMismatch: (other: Mismatch) => void;
}

/** What processes tell each other: pauses, which only ever get longer, and settings that differ. */
export class News {
  readonly #listener: NewsListener;
  readonly #untilAt = new Map<string, number>();
  readonly #untold = new Set<string>();
  readonly #reported = new Set<string>();

  constructor(listener: NewsListener) {
    this.#listener = listener;
  }

  /** Pauses of ours that Redis has not heard of. */
  get untold(): number {
    return this.#untold.size;
  }

  pause(scope: string, untilAt: number): void {
    if (untilAt <= (this.#untilAt.get(scope) ?? 0)) return;
    this.#untilAt.set(scope, untilAt);
    this.#untold.add(scope);
  }

  toTell(nowAt: number): Pause[] {
    const pauses: Pause[] = [];
    for (const [scope, untilAt] of this.#untilAt) {
      if (untilAt > nowAt) {
        if (this.#untold.has(scope)) pauses.push([scope, Math.ceil(untilAt - nowAt)]);
        continue;
      }
      this.#untilAt.delete(scope);
      this.#untold.delete(scope);
    }
    return pauses;
  }

  /** A longer one may have come up since `at`, when these were written down. */
  told(pauses: readonly Pause[], at: number): void {
    for (const [scope, leftMs] of pauses) {
      if ((this.#untilAt.get(scope) ?? 0) <= at + leftMs) this.#untold.delete(scope);
    }
  }

  heard({ pauses, differs }: Reply, nowAt: number): void {
    for (const [scope, leftMs] of pauses) {
      const untilAt = nowAt + leftMs;
      if (untilAt <= (this.#untilAt.get(scope) ?? 0) + noiseMs) continue;
      this.#untilAt.set(scope, untilAt);
      this.#listener.onPause(scope, untilAt);
    }
    for (const [limit, capacity, windowMs] of differs) {
      const id = `${limit} ${capacity} ${windowMs}`;
      if (this.#reported.has(id) || this.#reported.size >= keptReports) continue;
      this.#reported.add(id);
      this.#listener.onMismatch({ limit, capacity, windowMs });
    }
  }
}
