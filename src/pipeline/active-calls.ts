import { Job } from './job.ts';
import type { Parts } from './parts.ts';

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
export function activeJobs({ deadlines }: Parts): Job[] {
  return [...deadlines.items()].filter((item) => item instanceof Job);
}
