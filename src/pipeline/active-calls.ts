import { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';

/** How many calls are under way, and who waits for the last of them to end. A number: whoever ends must not list the others. */
export class ActiveCalls {
  #count = 0;
  #waiting: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const tell of waiting) tell();
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}

/** All calls under way, one by one: every one has a deadline. */
export function activeCalls({ deadlines }: GatewayContext): CallState[] {
  return [...deadlines.items()].filter((item) => item instanceof CallState);
}
