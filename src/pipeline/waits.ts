import { nowAt } from '../time/now.ts';
import type { CallState } from './call-state.ts';
import { type Cancellation, CancelledError } from './cut.ts';

/** A timer rings at most a fraction of a millisecond early; what is further off is another clock's. */
const earlyMs = 25;
/** Rounds after the timer's own. Where it goes by another clock than ours there is no end to them. */
const moreRounds = 2;
/** The longest that a timer takes. */
const longestMs = 2 ** 31 - 1;

/**
 * Rejects with a `CutError` as soon as the call is ended; the work itself goes on or not.
 * @param mayFinish work that was begun before the gateway was closed and may come to its end
 */
export function untilCancelled<Value>(
  call: CallState,
  work: PromiseLike<Value>,
  onCancelled?: () => void,
  mayFinish = false,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const watcher = {
      onCancelled: (cancellation: Cancellation) => {
        onCancelled?.();
        reject(new CancelledError(cancellation));
      },
    };
    call.watch(watcher, mayFinish);
    // At once, so that nobody is told to go and to leave.
    const ended =
      <Ending>(end: (ending: Ending) => void) =>
      (ending: Ending): void => {
        call.unwatch(watcher);
        end(ending);
      };
    work.then(ended(resolve), ended(reject));
  });
}

/**
 * Waits, unless the call is ended meanwhile. Leaves no timer behind.
 * @param watch gets what ends the wait early, and returns what undoes that
 */
export function pause(
  call: CallState,
  delayMs: number,
  watch?: (wake: () => void) => () => void,
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
  return untilCancelled(call, timed, stop);
}
