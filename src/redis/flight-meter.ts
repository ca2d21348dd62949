// How long permits are under way: from the instant at which one was asked for until the answer to its request.

/** The longest of the last one to two such spans counts. */
const spanMs = 10_000;

export class FlightMeter {
  readonly #leastMs: number;
  readonly #mostMs: number;
  #spanAt = 0;
  #longestMs = 0;
  #longestBeforeMs = 0;
  /** When the oldest permit in use was asked for, as last seen; infinite where none is. */
  oldestAt: number = Number.POSITIVE_INFINITY;

  /** Whatever is measured, no flight is taken to be shorter than `leastMs` or longer than `mostMs`. */
  constructor(leastMs: number, mostMs: number) {
    this.#leastMs = leastMs;
    this.#mostMs = Math.max(leastMs, mostMs);
  }

  record(tookMs: number, nowAt: number): void {
    this.#turn(nowAt);
    this.#longestMs = Math.max(this.#longestMs, tookMs);
  }

  /** The double of the longest of lately. */
  recentMs(nowAt: number): number {
    this.#turn(nowAt);
    return this.#bound(2 * Math.max(this.#longestMs, this.#longestBeforeMs));
  }

  /** What other processes have to reckon with: the age of a permit that hangs counts too. */
  toldMs(nowAt: number): number {
    return Math.max(this.recentMs(nowAt), this.#bound(nowAt - this.oldestAt));
  }

  #bound(ms: number): number {
    return Math.min(this.#mostMs, Math.max(this.#leastMs, ms));
  }

  #turn(nowAt: number): void {
    if (nowAt < this.#spanAt + spanMs) return;
    this.#longestBeforeMs = nowAt < this.#spanAt + 2 * spanMs ? this.#longestMs : 0;
    this.#longestMs = 0;
    this.#spanAt = nowAt;
  }
}
