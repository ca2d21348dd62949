// The exchange's time, as far as it is known: what calls are stamped with.
import { duration, number, withDefault } from '../options/kinds.ts';
import { resolve, type Shape } from '../options/shape.ts';
import { bestSample, type ClockSample, isLikelyTime, roundTripMs } from './clock-sample.ts';
import { nowAt } from './now.ts';

/** How the exchange's time is read: what `clock` takes. */
export interface ClockOptions {
  /** Time requests per refresh; the one with the least round trip counts. @default 3 */
  readonly samples?: number;
  /** A step of the system clock larger than this is noticed and answered by a refresh. @default 1000 */
  readonly stepMs?: number;
}

export const clockShape: Shape<ClockOptions, keyof ClockOptions> = {
  samples: withDefault(number({ min: 1, max: 20, integer: true }), 3),
  stepMs: withDefault(duration({ min: 1 }), 1000),
};

export interface ClockReading {
  /** The exchange's time minus the local time. */
  readonly offsetMs: number;
  /** How far off the offset can be: half the round trip, and what the exchange rounds away. */
  readonly errorMs: number;
  readonly roundTripMs: number;
}

/** What listeners are told of the clock. */
export interface ClockChange {
  /** `step`: the system clock was set. */
  readonly kind: 'refreshed' | 'failed' | 'step';
  /** The exchange's time minus ours, in milliseconds. */
  readonly offsetMs: number;
  /** How far that may be off, in milliseconds. */
  readonly errorMs: number;
  /** How far the system clock jumped. */
  readonly stepMs: number;
}

/**
 * The exchange's time. Once read it goes on with the monotonic clock, so that a step of the system clock changes
 * nothing but is noticed.
 */
export class Clock {
  readonly #samples: number;
  readonly #stepMs: number;
  readonly #onChange: (change: ClockChange) => void;
  #server: { readonly ms: number; readonly at: number } | undefined;
  #wall: { readonly ms: number; readonly at: number };
  #version = 0;
  #stale = false;
  #reading: ClockReading | undefined;
  #refreshing: Promise<boolean> | undefined;

  constructor(options: ClockOptions, onChange: (change: ClockChange) => void) {
    const { samples, stepMs } = resolve('clock', clockShape, options);
    this.#samples = samples;
    this.#stepMs = stepMs;
    this.#onChange = onChange;
    this.#wall = { ms: Date.now(), at: nowAt() };
  }

  /** Grows with every refresh: tells an answer to an old signature from one to a new. */
  get version(): number {
    return this.#version;
  }

  /** Undefined until the exchange's clock was read. */
  get reading(): ClockReading | undefined {
    return this.#reading;
  }

  /** Whether the system clock stepped since the last refresh, so that the reading deserves a new look. */
  get stale(): boolean {
    return this.#stale && this.#server !== undefined;
  }

  /** Milliseconds since 1970 at the exchange, whole. */
  timestamp(): number {
    const at = nowAt();
    this.#watch(at);
    return Math.floor(this.#server ? this.#server.ms + (at - this.#server.at) : Date.now());
  }

  /** Milliseconds since 1970 at the exchange at an instant of ours, as far as its clock is known. */
  at(instant: number): number {
    return this.#server ? this.#server.ms + (instant - this.#server.at) : Date.now() + (instant - nowAt());
  }

  /** How far `at` may be off; undefined until the exchange's clock was read. */
  errorAt(instant: number): number | undefined {
    if (!this.#server || !this.#reading) return undefined;
    // Clocks run apart by up to some 50 millionths.
    return this.#reading.errorMs + Math.abs(instant - this.#server.at) * 5e-5;
  }

  /** The instant on our clock from which on the exchange is in a later window than it can be in now; undefined: unread. */
  boundaryAfter(windowMs: number, at: number): number | undefined {
    const errorMs = this.errorAt(at);
    if (!this.#server || errorMs === undefined) return undefined;
    // The window in which the exchange may be at the latest: its clock can be ahead of our reading of it.
    const serverMs = this.#server.ms + (at - this.#server.at) + errorMs;
    const boundary = (Math.floor(serverMs / windowMs) + 1) * windowMs;
    return at + (boundary - serverMs) + 2 * errorMs;
  }

  /**
   * Reads the exchange's clock, once for all callers meanwhile. `read` resolves with undefined where it got no time;
   * without any sample the last good reading is kept, and the answer is false.
   */
  refresh(read: () => Promise<ClockSample | undefined>): Promise<boolean> {
    this.#refreshing ??= this.#refresh(read).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(read: () => Promise<ClockSample | undefined>): Promise<boolean> {
    const samples: ClockSample[] = [];
    for (let count = 0; count < this.#samples; count += 1) {
      const sample = await read();
      if (sample && isLikelyTime(sample.serverMs)) samples.push(sample);
      // An exchange that does not answer is not asked on and on.
      else if (samples.length === 0 && count > 0) break;
    }
    const best = bestSample(samples);
    this.#stale = false;
    if (!best) {
      this.#tell('failed');
      return false;
    }
    const at = nowAt();
    const tripMs = roundTripMs(best);
    // The exchange read its clock somewhere between sending and answer: the middle is at most half a trip off.
    this.#server = { ms: best.serverMs + tripMs / 2 + (at - best.answeredAt), at };
    this.#wall = { ms: Date.now(), at };
    this.#reading = {
      offsetMs: this.#server.ms - Date.now(),
      errorMs: tripMs / 2 + (best.roughMs ?? 0),
      roundTripMs: tripMs,
    };
    this.#version += 1;
    this.#tell('refreshed');
    return true;
  }

  #tell(kind: ClockChange['kind'], stepMs = 0): void {
    this.#onChange({
      kind,
      offsetMs: this.#reading?.offsetMs ?? 0,
      errorMs: this.#reading?.errorMs ?? 0,
      stepMs,
    });
  }

  #watch(at: number): void {
    const stepMs = Date.now() - (this.#wall.ms + (at - this.#wall.at));
    if (Math.abs(stepMs) < this.#stepMs) return;
    this.#wall = { ms: Date.now(), at };
    this.#stale = true;
    this.#tell('step', stepMs);
  }
}
