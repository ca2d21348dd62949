// What the gateways of one exchange behind one address share: limits of scope `ip`, their pauses, and one queue.
import type { Limit } from '../catalog/limit.ts';
import { sizeOf } from '../catalog/limit-size.ts';
import { bad } from '../options/check-value.ts';
import { CallQueue } from './call-queue.ts';
import { KeptBooks } from './kept-books.ts';
import type { LimitBook } from './limit-book.ts';
import { Pause } from './pause.ts';
import type { CallOwner } from './queued-call.ts';
import type { SharedLimiter } from './shared-limiter.ts';

/** Finds the exchange's window boundaries on our clock. */
export type Boundaries = (windowMs: number, nowAt: number) => number | undefined;

/**
 * What one exchange counts by address: the windows of scope `ip`, the pause of all of them, and the queue of all gateways
 * behind the address.
 */
export class IpBook {
  readonly pause: Pause = new Pause();
  readonly #now: () => number;
  readonly #windows = new KeptBooks();
  readonly #limits = new Map<string, Limit>();
  /** The clocks of its gateways. */
  readonly #clocks = new Set<Boundaries>();
  #queue: CallQueue | undefined;
  #owners = 0;
  #users = 0;
  /** Grows when windows were dropped, so that no gateway goes on with one that others no longer see. */
  generation = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Made by the first call that waits: most gateways of many never have one. */
  get queue(): CallQueue {
    this.#queue ??= new CallQueue(this.#now);
    return this.#queue;
  }

  /** The queue where there is one. */
  get waiting(): CallQueue | undefined {
    return this.#queue;
  }

  newOwner(pauses: readonly Pause[], limiter: SharedLimiter | undefined): CallOwner {
    this.#owners += 1;
    return { id: this.#owners, pauses, limiter, queued: 0 };
  }

  /**
   * A gateway joins.
   * @throws {TypeError} where one of its limits differs from that of the others
   */
  join(limits: readonly Limit[], boundaries: Boundaries | undefined): void {
    const own = limits.filter(({ scope }) => scope === 'ip');
    for (const limit of own) {
      const known = this.#limits.get(limit.name);
      if (known && !isSame(known, limit)) {
        throw bad(
          `limits "${limit.name}"`,
          sizeWords(limit),
          `${sizeWords(known)}, as the other gateways of its \`ip\` have it`,
        );
      }
    }
    for (const limit of own) this.#limits.set(limit.name, limit);
    if (boundaries) this.#clocks.add(boundaries);
    this.#users += 1;
  }

  /** A gateway is closed. The last one closes the queue. */
  async leave(boundaries: Boundaries | undefined): Promise<void> {
    // Its reading of the exchange's clock stays good for a while, but is not corrected any more.
    if (boundaries && this.#clocks.size > 1) this.#clocks.delete(boundaries);
    this.#users -= 1;
    if (this.#users === 0) await this.#queue?.close();
  }

  windowOf(key: string, make: (boundaries: Boundaries) => LimitBook): LimitBook {
    const known = this.#windows.get(key);
    if (known) return known;
    if (this.#windows.dropIdle(this.#now())) this.generation += 1;
    const window = make((windowMs, nowAt) => this.#boundaryAfter(windowMs, nowAt));
    this.#windows.set(key, window);
    return window;
  }

  /** The window boundary by whichever gateway has read the exchange's clock. */
  #boundaryAfter(windowMs: number, nowAt: number): number | undefined {
    for (const clock of this.#clocks) {
      const at = clock(windowMs, nowAt);
      if (at !== undefined) return at;
    }
    return undefined;
  }
}

function isSame(a: Limit, b: Limit): boolean {
  return sizeWords(a) === sizeWords(b) && a.window === b.window && String(a.per) === String(b.per);
}

function sizeWords(limit: Limit): string {
  const { capacity, windowMs } = sizeOf(limit);
  return limit.inFlight ? `${capacity} in flight` : `${capacity} in ${windowMs} ms`;
}
