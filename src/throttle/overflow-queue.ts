// The waiting room behind the scheduler: Bottleneck keeps bundles of calls in order of priority.
import type Bottleneck from 'bottleneck';
import type { QueuedCall } from './queued-call.ts';

/** Calls per Bottleneck job. One dispatch costs it 2 to 5 ms, so it moves bundles, not calls. */
const bundleSize = 64;

interface Bundle {
  readonly level: number;
  readonly calls: QueuedCall[];
}

/** Holds the calls that the scheduler has no room for. The windows alone decide which call may go. */
export class OverflowQueue {
  /** The bundle of each level that still takes calls. */
  readonly #open = new Map<number, Bundle>();
  readonly #enter: (calls: readonly QueuedCall[]) => void;
  #limiter: Promise<Bottleneck | undefined> | undefined;
  #roomFor: (() => void) | undefined;
  #bundles = 0;

  /** @param enter gets the next bundle, without the calls that are gone; the one after it waits for `room` */
  constructor(enter: (calls: readonly QueuedCall[]) => void) {
    this.#enter = enter;
  }

  hold(call: QueuedCall): void {
    const { level } = call;
    const open = this.#open.get(level);
    if (open && open.calls.length < bundleSize) {
      open.calls.push(call);
      return;
    }
    const bundle: Bundle = { level, calls: [call] };
    this.#open.set(level, bundle);
    this.#limiter ??= load();
    const release = (): Promise<void> => this.#release(bundle);
    // Bottleneck's own ids are random, and refused where the chance of a test's repeats one.
    this.#bundles += 1;
    const id = `${this.#bundles}`;
    void this.#limiter.then((limiter) => limiter?.schedule({ priority: level, id }, release) ?? release());
  }

  /** The scheduler has room for the next bundle. */
  room(): void {
    const next = this.#roomFor;
    this.#roomFor = undefined;
    next?.();
  }

  /** Drops what it holds: every call is gone by then. */
  async close(): Promise<void> {
    const limiter = await this.#limiter;
    this.room();
    this.#open.clear();
    // `disconnect` drops the jobs and clears the timer.
    await limiter?.disconnect();
  }

  /** One bundle moves into the scheduler; its job lasts until that has room for the next. */
  #release(bundle: Bundle): Promise<void> {
    if (this.#open.get(bundle.level) === bundle) this.#open.delete(bundle.level);
    return new Promise((resolve) => {
      this.#roomFor = resolve;
      this.#enter(bundle.calls.filter(({ gone }) => !gone));
    });
  }
}

/** Undefined where it cannot be loaded, from a server that has another build by now: then the scheduler orders all that wait. */
async function load(): Promise<Bottleneck | undefined> {
  try {
    const { default: Limiter } = await import('bottleneck/light.js');
    // Bottleneck spaces jobs by `Date`: without this, after a step back the next job would wait for as long as the step.
    return new Limiter({ maxConcurrent: 1, minTime: Number.NEGATIVE_INFINITY });
  } catch {
    return undefined;
  }
}
