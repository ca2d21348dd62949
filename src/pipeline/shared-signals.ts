import type { Job } from './job.ts';

interface Followers {
  readonly jobs: Set<Job>;
  readonly onAbort: () => void;
}

/**
 * The callers' signals, with one listener each: a bot may end all its calls by one signal, and Node takes eleven listeners
 * for a leak.
 */
export class SharedSignals {
  readonly #followers = new Map<AbortSignal, Followers>();

  /** Cuts the job when the signal says so, until `leave`. */
  join(signal: AbortSignal, job: Job): void {
    const known = this.#followers.get(signal);
    if (known) {
      known.jobs.add(job);
      return;
    }
    const jobs = new Set([job]);
    const onAbort = (): void => {
      for (const one of jobs) one.cut({ reason: 'aborted', cause: signal.reason });
    };
    this.#followers.set(signal, { jobs, onAbort });
    signal.addEventListener('abort', onAbort);
  }

  leave(signal: AbortSignal, job: Job): void {
    const known = this.#followers.get(signal);
    if (!known?.jobs.delete(job) || known.jobs.size > 0) return;
    this.#followers.delete(signal);
    signal.removeEventListener('abort', known.onAbort);
  }
}
