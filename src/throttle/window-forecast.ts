// A window as it will be, if calls go one after the other and each is answered at once.
import type { BookForecast } from './limit-book.ts';
import type { Returning } from './returning-units.ts';

interface WindowState {
  readonly capacity: number;
  readonly windowMs: number;
  readonly free: (nowAt: number) => number;
  readonly returns: (nowAt: number) => readonly Returning[];
}

export class WindowForecast implements BookForecast {
  readonly #windowMs: number;
  readonly #returns: Returning[];
  #free: number;
  #next = 0;

  constructor(window: WindowState, nowAt: number) {
    this.#windowMs = window.windowMs;
    this.#returns = [...window.returns(nowAt)];
    this.#free = window.free(nowAt);
    // What is in flight counts as answered now.
    const owed = window.capacity - this.#free - this.#returns.reduce((sum, { units }) => sum + units, 0);
    if (owed > 0) this.#returns.push({ at: nowAt + this.#windowMs, units: owed });
  }

  opensAt(units: number, from: number): number {
    let at = from;
    for (let back = this.#returns[this.#next]; back; back = this.#returns[this.#next]) {
      if (back.at > at && this.#free >= units) break;
      at = Math.max(at, back.at);
      this.#free += back.units;
      this.#next += 1;
    }
    return at;
  }

  take(weight: number, at: number): void {
    this.#free -= weight;
    this.#returns.push({ at: at + this.#windowMs, units: weight });
  }
}
