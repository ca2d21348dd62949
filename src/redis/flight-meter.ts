/** The longest of the last one to two such spans counts. */
const spanMs = 10_000;

/** How long permits are under way: from the instant at which one was asked for until the answer to its request. */
export class FlightMeter {
  #spanAt = 0;
  #longestMs = 0;
  #longestBeforeMs = 0;

  landed(tookMs: number, nowAt: number): void {
    this.#turn(nowAt);
    this.#longestMs = Math.max(this.#longestMs, tookMs);
  }

  longestMs(nowAt: number): number {
    this.#turn(nowAt);
    return Math.max(this.#longestMs, this.#longestBeforeMs);
  }

  #turn(nowAt: number): void {
    if (nowAt < this.#spanAt + spanMs) return;
    this.#longestBeforeMs = nowAt < this.#spanAt + 2 * spanMs ? this.#longestMs : 0;
    this.#longestMs = 0;
    this.#spanAt = nowAt;
  }
}
