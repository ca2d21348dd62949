// The exchange's time, as far as it is known: what calls are stamped with.
import { resolve } from '../options/shape.ts';
import type { ClockChange, ClockReading } from './clock-change.ts';
import { type ClockEstimate, errorAt, firstEstimate, nextEstimate, offsetAt } from './clock-estimate.ts';
import { type ClockOptions, clockShape } from './clock-options.ts';
import {
  agreedSample,
  boundOf,
  type ClockSample,
  isLikelyTime,
  type OffsetBound,
  roundTripMs,
} from './clock-sample.ts';
import { ClockTrial } from './clock-trial.ts';
import { ClockWatch, notableMs, type TimeOrigin } from './clock-watch.ts';
import { nowAt } from './now.ts';

/** Answers that tell the time take the place of a reading in the last part of the time until it is due. */
const earlyPart = 0.2;
/** A drift above this is one. */
const notableDrift = 1e-3;
/**
 * The exchange's time. Once read it goes on with the monotonic clock, by the drift that readings have shown, so that a step
 * of the system clock changes nothing but is noticed. A clock that is right is never read.
 */
export class Clock {
  /** Who may be signed before anything is known of the clock. */
  readonly trial: ClockTrial = new ClockTrial();
  readonly #samples: number;
  readonly #stepMs: number;
  readonly #onChange: (change: ClockChange) => void;
  readonly #watch: ClockWatch = new ClockWatch();
  #estimate: ClockEstimate | undefined;
  #wall: { readonly ms: number; readonly at: number };
  #version = 0;
  #stale = false;
  /** When the next reading is due; never where the clock was right. */
  #dueAt = Number.POSITIVE_INFINITY;
  #reading: ClockReading | undefined;
  #refreshing: Promise<boolean> | undefined;

  constructor(options: ClockOptions, onChange: (change: ClockChange) => void) {
    const { samples, stepMs } = resolve('clock', clockShape, options);
    this.#samples = samples;
    this.#stepMs = stepMs;
    this.#onChange = onChange;
    this.#wall = { ms: Date.now(), at: nowAt() };
  }

  /** Grows with every reading: tells an answer to an old signature from one to a new. */
  get version(): number {
    return this.#version;
  }

  /** Undefined until the exchange's clock was read. */
  get reading(): ClockReading | undefined {
    return this.#reading;
  }

  /** Whether the system clock stepped since the last refresh, so that the reading deserves a new look. */
  get stale(): boolean {
    return this.#stale && this.#estimate !== undefined;
  }

  /** Whether a signature has to wait for a reading, or one is due while calls go on. */
  get due(): 'now' | 'meanwhile' | undefined {
    if (this.stale || this.#watch.isDoubted) return 'now';
    const lateMs = nowAt() - this.#dueAt;
    if (lateMs < 0 || !this.#estimate || this.#refreshing) return undefined;
    return lateMs < this.#estimate.checkMs ? 'meanwhile' : 'now';
  }

  /** Milliseconds since 1970 at the exchange, whole. */
  timestamp(): number {
    const at = nowAt();
    this.#lookForStep(at);
    return Math.floor(this.#estimate ? this.at(at) : Date.now());
  }

  /** Milliseconds since 1970 at the exchange at an instant of ours, as far as its clock is known. */
  at(instant: number): number {
    return instant + (this.#estimate ? offsetAt(this.#estimate, instant) : Date.now() - nowAt());
  }

  /** How far `at` may be off; undefined until the exchange's clock was read. */
  errorAt(instant: number): number | undefined {
    return this.#estimate && errorAt(this.#estimate, instant);
  }

  /** The instant on our clock from which on the exchange is in a later window than it can be in now; undefined: unread. */
  boundaryAfter(windowMs: number, at: number): number | undefined {
    const errorMs = this.errorAt(at);
    if (errorMs === undefined) return undefined;
    // The window in which the exchange may be at the latest: its clock can be ahead of our reading of it.
    const serverMs = this.at(at) + errorMs;
    const boundary = (Math.floor(serverMs / windowMs) + 1) * windowMs;
    return at + (boundary - serverMs) + 2 * errorMs;
  }

  /**
   * Reads the exchange's clock, once for all callers meanwhile. `read` resolves with undefined where it got no time;
   * without any sample the last good reading is kept, and the answer is false.
   */
  refresh(read: () => Promise<ClockSample | undefined>): Promise<boolean> {
    if (!this.#refreshing) {
      this.trial.waitForReading();
      this.#refreshing = this.#refresh(read).finally(() => {
        this.#refreshing = undefined;
        this.trial.end();
      });
    }
    return this.#refreshing;
  }

  /** Whether a time in an answer that came now would be looked at. */
  wants(origin: TimeOrigin, at: number): boolean {
    return !this.#refreshing && this.#watch.wants(origin, at);
  }

  /** An answer told the time without being asked. Nothing is believed of one alone, nor of a `Date` without a reading. */
  observe(sample: ClockSample, origin: TimeOrigin): void {
    if (!isLikelyTime(sample.serverMs)) return;
    const told = boundOf(sample);
    const isWrong = this.#watch.contradicts(told, this.#believedAt(told.at), origin);
    // A little early, so that no reading has to be asked for.
    const isDue = told.at >= this.#dueAt - (this.#estimate?.checkMs ?? 0) * earlyPart;
    const isSharp = told.highMs - told.lowMs <= notableMs;
    if (origin === 'field' && (isWrong || (isDue && isSharp))) this.#believe(sample);
  }

  async #refresh(read: () => Promise<ClockSample | undefined>): Promise<boolean> {
    const samples: ClockSample[] = [];
    for (let count = 0; count < this.#samples; count += 1) {
      const sample = await read();
      if (sample && isLikelyTime(sample.serverMs)) samples.push(sample);
      // An exchange that does not answer is not asked on and on.
      else if (samples.length === 0 && count > 0) break;
    }
    const best = agreedSample(samples);
    this.#stale = false;
    this.#watch.read(best, nowAt());
    if (!best) {
      if (this.#estimate && this.#dueAt < Number.POSITIVE_INFINITY)
        this.#dueAt = nowAt() + this.#estimate.checkMs;
      this.#tell('failed');
      return false;
    }
    this.#believe(best);
    return true;
  }

  #believe(sample: ClockSample): void {
    const bound = boundOf(sample);
    this.#estimate = this.#estimate ? nextEstimate(this.#estimate, bound) : firstEstimate(bound);
    const at = nowAt();
    const wallMs = Date.now();
    this.#wall = { ms: wallMs, at };
    const tripMs = roundTripMs(sample);
    this.#reading = {
      offsetMs: this.at(at) - wallMs,
      errorMs: tripMs / 2 + (sample.roughMs ?? 0),
      roundTripMs: tripMs,
    };
    const { drift, checkMs } = this.#estimate;
    const wasWrong = Math.abs(this.#reading.offsetMs) > notableMs || Math.abs(drift) > notableDrift;
    this.#dueAt = wasWrong ? at + checkMs : Number.POSITIVE_INFINITY;
    this.#version += 1;
    this.#tell('refreshed');
  }

  /** Until the clock was read, the local one is believed to be right. */
  #believedAt(at: number): OffsetBound {
    const offsetMs = this.at(at) - at;
    const errorMs = notableMs + (this.errorAt(at) ?? 0);
    return { at, tripMs: 0, lowMs: offsetMs - errorMs, highMs: offsetMs + errorMs };
  }

  #tell(kind: ClockChange['kind'], stepMs = 0): void {
    this.#onChange({
      kind,
      offsetMs: this.#reading?.offsetMs ?? 0,
      errorMs: this.#reading?.errorMs ?? 0,
      stepMs,
    });
  }

  #lookForStep(at: number): void {
    const stepMs = Date.now() - (this.#wall.ms + (at - this.#wall.at));
    if (Math.abs(stepMs) < this.#stepMs) return;
    this.#wall = { ms: Date.now(), at };
    this.#stale = true;
    this.#tell('step', stepMs);
  }
}
