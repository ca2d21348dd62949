// Waits of a call that end early when it is cancelled, and the callers' signals that cancel calls.
import { nowAt } from '../time/now.ts';
import { type Cancellation, CancelledError, type StagedCall } from './call-stage.ts';
import { endInSlices } from './end-in-slices.ts';

/** A timer rings at most a fraction of a millisecond early; what is further off is another clock's. */
const earlyMs = 25;
/** Rounds after the timer's own. Where it goes by another clock than ours there is no end to them. */
const moreRounds = 2;
/** The longest that a timer takes. */
const longestMs = 2 ** 31 - 1;

/**
 * Waits for `work` unless the call is cancelled first; the work itself goes on or not.
 * @param kind `asking`: work that was begun before the gateway was closed and may come to its end
 * @throws {CancelledError} as soon as the call is cancelled; else what `work` rejects with.
 */
export function untilCancelled<Value>(
  call: StagedCall,
  work: PromiseLike<Value>,
  onCancelled?: () => void,
  kind: 'waiting' | 'asking' = 'waiting',
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stage = {
      kind,
      onCancelled: (cancellation: Cancellation) => {
        call.leave(stage);
        onCancelled?.();
        reject(new CancelledError(cancellation));
      },
    };
    call.enter(stage);
    // The stage ends at once: the wait is over, and must not be cancelled as well. What was to end anyway ends here.
    const leave = (): void => {
      call.endForeclosed();
      call.leave(stage);
    };
    work.then(
      (value) => {
        leave();
        resolve(value);
      },
      (error: unknown) => {
        leave();
        reject(error);
      },
    );
  });
}

/**
 * Waits `delayMs` and never less. Leaves no timer behind.
 * @param watch gets what ends the wait early, and returns what undoes that
 * @throws {CancelledError} as soon as the call is cancelled.
 */
export function pause(
  call: StagedCall,
  delayMs: number,
  watch?: (wake: () => void) => () => void,
  kind?: 'asking',
): Promise<void> {
  if (delayMs <= 0 && !call.isEnding) return Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unwatch: (() => void) | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    unwatch?.();
  };
  const timed = new Promise<void>((resolve) => {
    const end = (): void => {
      stop();
      resolve();
    };
    unwatch = watch?.(end);
    const untilAt = nowAt() + delayMs;
    let unarmedMs = delayMs;
    let round = 0;
    // A timer may ring a fraction of a millisecond early, and early is what an exchange punishes.
    const look = (): void => {
      const leftMs = untilAt - nowAt();
      const isRung = unarmedMs <= 0 && (leftMs > earlyMs || round > moreRounds);
      if (leftMs <= 0 || isRung) {
        end();
        return;
      }
      const armedMs = Math.min(Math.ceil(leftMs), longestMs);
      unarmedMs -= armedMs;
      if (unarmedMs <= 0) round += 1;
      timer = setTimeout(look, armedMs);
    };
    look();
  });
  return untilCancelled(call, timed, stop, kind);
}

interface Followers {
  readonly calls: Set<StagedCall>;
  readonly onAbort: () => void;
}

/**
 * The callers' signals, with one listener each: a bot may end all its calls by one signal, and Node takes eleven listeners
 * for a leak.
 */
export class SharedSignals {
  /** Undefined until a call has one: most gateways of many see none. */
  #followers: Map<AbortSignal, Followers> | undefined;

  /**
   * Cancels the call when the signal aborts, until `leave`. Nothing is begun for it from then on; many that wait reject over
   * several turns of the loop.
   */
  join(signal: AbortSignal, call: StagedCall): void {
    this.#followers ??= new Map();
    const known = this.#followers.get(signal);
    if (known) {
      known.calls.add(call);
      return;
    }
    const calls = new Set([call]);
    const onAbort = (): void => {
      const cancellation: Cancellation = { reason: 'aborted', cause: signal.reason };
      // What is out lets its socket go at once.
      for (const one of calls) if (one.stage !== 'waiting') one.cancel(cancellation);
      void endInSlices(calls, cancellation);
    };
    this.#followers.set(signal, { calls, onAbort });
    signal.addEventListener('abort', onAbort);
  }

  leave(signal: AbortSignal, call: StagedCall): void {
    const known = this.#followers?.get(signal);
    if (!known?.calls.delete(call) || known.calls.size > 0) return;
    this.#followers?.delete(signal);
    signal.removeEventListener('abort', known.onAbort);
  }
}
