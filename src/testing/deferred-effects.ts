// What is carried out after its answer was given.
interface Due {
  /** On the simulator's `now`, in milliseconds since 1970. */
  readonly at: number;
  readonly carryOut: (at: number) => void;
}

/**
 * What is carried out after its answer was given. There is no timer: each look at the exchange, and each request, first
 * catches up with what is due, so that it works with a clock that stands still too.
 */
export class DeferredEffects {
  #due: Due[] = [];

  add(at: number, carryOut: (at: number) => void): void {
    this.#due = [...this.#due, { at, carryOut }].sort((one, other) => one.at - other.at);
  }

  /** Carries out what is due by then, each at its own instant. */
  catchUp(now: number): void {
    for (let next = this.#due[0]; next && next.at <= now; next = this.#due[0]) {
      this.#due.shift();
      next.carryOut(next.at);
    }
  }

  reset(): void {
    this.#due = [];
  }
}
