import type { CallState } from './call-state.ts';

interface Followers {
  readonly calls: Set<CallState>;
  readonly onAbort: () => void;
}

/**
 * The callers' signals, with one listener each: a bot may end all its calls by one signal, and Node takes eleven listeners
 * for a leak.
 */
export class SharedSignals {
  readonly #followers = new Map<AbortSignal, Followers>();

  /** Cuts the job when the signal says so, until `leave`. */
  join(signal: AbortSignal, call: CallState): void {
    const known = this.#followers.get(signal);
    if (known) {
      known.calls.add(call);
      return;
    }
    const calls = new Set([call]);
    const onAbort = (): void => {
      for (const one of calls) one.cancel({ reason: 'aborted', cause: signal.reason });
    };
    this.#followers.set(signal, { calls, onAbort });
    signal.addEventListener('abort', onAbort);
  }

  leave(signal: AbortSignal, call: CallState): void {
    const known = this.#followers.get(signal);
    if (!known?.calls.delete(call) || known.calls.size > 0) return;
    this.#followers.delete(signal);
    signal.removeEventListener('abort', known.onAbort);
  }
}
