// A pause of one limit, or of everything.
import { SlowStart } from './slow-start.ts';

/** A probe that brings no answer for so long keeps the next one back no longer. */
const probePatienceMs = 10_000;
/** After a probe that ended without a word about the limit, the next one. */
const probeAgainMs = 1000;

/**
 * No call goes before its end, which only ever moves further away. A pause that is longer than its ceiling is believed so
 * far only: from the ceiling on one call at a time goes as a probe, and the others wait for its answer. The present is
 * passed in.
 */
export class Pause {
  /** When it was last begun or renewed. */
  #setAt = Number.NEGATIVE_INFINITY;
  #untilAt = 0;
  /** From when on the next probe may go; the end itself where none is needed. */
  #probeAt = 0;
  /** Until then a probe is waited for, or the next one is put off. */
  #probedUntilAt = 0;
  #isProbing = false;
  /** From here on it holds no call, its slow start included. */
  #overAt = 0;
  #slowStart: SlowStart | undefined;

  /** When the next call may go: now, where nothing holds it. */
  opensAt(nowAt: number): number {
    if (nowAt >= this.#overAt) return nowAt;
    if (nowAt < this.#untilAt) {
      return Math.min(this.#untilAt, Math.max(nowAt, this.#probeAt, this.#probedUntilAt));
    }
    return this.#slowStart?.opensAt(nowAt) ?? nowAt;
  }

  /**
   * The earliest instant at which a call could go. A probe's answer may come at any moment: while one is waited for, that
   * is now.
   */
  mayOpenAt(nowAt: number): number {
    const isOpenEnded = this.#isProbing && nowAt < this.#untilAt && nowAt < this.#probedUntilAt;
    return isOpenEnded ? nowAt : this.opensAt(nowAt);
  }

  /** Whether it began, or was renewed, when the call had been admitted already. */
  holdsBack(admittedAt: number, nowAt: number): boolean {
    return nowAt < this.#untilAt && this.#setAt >= admittedAt;
  }

  /** Begins or renews it. @returns whether calls wait longer than before */
  extend(request: PauseExtent, nowAt: number): boolean {
    const { untilAt, ceilingMs = Number.POSITIVE_INFINITY, slowStart = false } = request;
    // Not a number is no instant either.
    if (!(untilAt > nowAt)) return false;
    const before = this.opensAt(nowAt);
    this.#setAt = nowAt;
    this.#probeAt = Math.max(this.#probeAt, Math.min(untilAt, nowAt + ceilingMs));
    // This is the answer that the probe was to bring.
    this.#probedUntilAt = 0;
    this.#isProbing = false;
    if (untilAt > this.#untilAt) {
      this.#untilAt = untilAt;
      this.#overAt = untilAt;
      if (slowStart) this.#overAt = this.#startSlowly(untilAt);
      else this.#slowStart?.stop();
    }
    return this.opensAt(nowAt) > before;
  }

  /** One more call goes. */
  admit(nowAt: number): void {
    if (nowAt >= this.#overAt) return;
    this.#isProbing = nowAt < this.#untilAt;
    if (this.#isProbing) this.#probedUntilAt = nowAt + probePatienceMs;
    else this.#slowStart?.admit();
  }

  /**
   * A call that was admitted then has ended. While the pause lasts only a probe can have been admitted after it was set.
   * `isGood`: the exchange took it, so that the pause is over.
   * @returns whether others may go now.
   */
  endProbe(admittedAt: number, isGood: boolean, nowAt: number): boolean {
    if (nowAt >= this.#untilAt || admittedAt <= this.#setAt) return false;
    this.#isProbing = false;
    if (isGood) this.lift(nowAt);
    else this.#probedUntilAt = nowAt + probeAgainMs;
    return true;
  }

  /** Ends it; calls come back little by little. */
  lift(nowAt: number): void {
    if (nowAt >= this.#untilAt) return;
    this.#untilAt = nowAt;
    this.#probeAt = nowAt;
    this.#overAt = this.#startSlowly(nowAt);
  }

  /** @returns when it is over. */
  #startSlowly(at: number): number {
    this.#slowStart ??= new SlowStart();
    return this.#slowStart.start(at);
  }
}

/** How long a pause is. */
export interface PauseExtent {
  /** When it ends, in milliseconds on the monotonic clock. */
  readonly untilAt: number;
  /** A longer pause lets a probe go after so long. @default none is needed */
  readonly ceilingMs?: number;
  /** Calls come back little by little. @default false */
  readonly slowStart?: boolean;
}
