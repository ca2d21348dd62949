import type Bottleneck from 'bottleneck';
import type { QueuedCall } from './queued-call.ts';

/** Calls per Bottleneck job. One dispatch costs it 2 to 5 ms, so it moves bundles, not calls. */
const bundleSize = 64;

interface Bundle {
  readonly level: number;
  readonly calls: QueuedCall[];
}

/**
 * Holds the calls that the scheduler has no room for, in order of priority. Bottleneck orders and keeps the bundles; the
 * windows alone decide who may go, so there is one truth.
 */
export class OverflowQueue {
  readonly #open = new Map<number, Bundle>();
  readonly #bundles = new Set<Bundle>();
  /** Calls held, by level: nobody may overtake an equal. */
  readonly #held = new Map<number, number>();
  readonly #enter: (calls: readonly QueuedCall[]) => void;
  #limiter: Promise<Bottleneck> | undefined;
  #roomFor: (() => void) | undefined;

  constructor(enter: (calls: readonly QueuedCall[]) => void) {
    this.#enter = enter;
  }

  /** Whether somebody in here goes before a newcomer of this level. */
  holdsBefore(level: number): boolean {
    for (const held of this.#held.keys()) if (held <= level) return true;
    return false;
  }

  /** How many in here are at least as urgent. */
  heldBefore(level: number): number {
    let count = 0;
    for (const [held, calls] of this.#held) if (held <= level) count += calls;
    return count;
  }

  /** The level of those who go next; the last when nobody is held. */
  get nextLevel(): number {
    return Math.min(9, ...this.#held.keys());
  }

  /** Every call in here, those that left as well. */
  *calls(): Generator<QueuedCall> {
    for (const { calls } of this.#bundles) yield* calls;
  }

  /** A call in here has left: it stays in its bundle, but nobody has to wait behind it. */
  left(call: QueuedCall): void {
    call.isHeld = false;
    const left = (this.#held.get(call.level) ?? 0) - 1;
    if (left > 0) this.#held.set(call.level, left);
    else this.#held.delete(call.level);
  }

  hold(call: QueuedCall): void {
    const { level } = call;
    call.isHeld = true;
    this.#held.set(level, (this.#held.get(level) ?? 0) + 1);
    const open = this.#open.get(level);
    if (open && open.calls.length < bundleSize) {
      open.calls.push(call);
      return;
    }
    const bundle: Bundle = { level, calls: [call] };
    this.#open.set(level, bundle);
    this.#bundles.add(bundle);
    this.#limiter ??= load();
    void this.#limiter.then((limiter) => limiter.schedule({ priority: level }, () => this.#release(bundle)));
  }

  /** The scheduler has room again. */
  room(): void {
    const next = this.#roomFor;
    this.#roomFor = undefined;
    next?.();
  }

  async close(): Promise<void> {
    const limiter = await this.#limiter;
    this.room();
    this.#open.clear();
    this.#held.clear();
    this.#bundles.clear();
    // Every caller has been told by then; `disconnect` drops the jobs and clears the timer.
    await limiter?.disconnect();
  }

  /** One bundle moves into the scheduler; its job lasts until that has room for the next. */
  #release(bundle: Bundle): Promise<void> {
    if (this.#open.get(bundle.level) === bundle) this.#open.delete(bundle.level);
    this.#bundles.delete(bundle);
    const calls = bundle.calls.filter(({ isHeld }) => isHeld);
    for (const call of calls) this.left(call);
    return new Promise((resolve) => {
      this.#roomFor = resolve;
      this.#enter(calls);
    });
  }
}

async function load(): Promise<Bottleneck> {
  const { default: Limiter } = await import('bottleneck/light.js');
  return new Limiter({ maxConcurrent: 1 });
}
