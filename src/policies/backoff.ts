// Waits that grow from attempt to attempt.

import type { Policy, PolicyContext } from '../decision.ts';
import { alsoCalled, duration, flag, number, oneOf, withDefault } from '../options/kinds.ts';
import { resolve, type Shape } from '../options/shape.ts';

/** How chance spreads the waits of a backoff. */
export type Jitter = 'none' | 'full' | 'equal' | 'decorrelated';

/** What `backoff` takes. */
export interface BackoffOptions {
  /** First delay, before jitter. @default 250 */
  readonly baseDelayMs?: number;
  /** No delay of ours is longer. A wait that the exchange asks for is never shortened. @default 20_000 */
  readonly maxDelayMs?: number;
  /** No delay is shorter. @default 0 */
  readonly minDelayMs?: number;
  /** Growth per attempt. @default 2 */
  readonly factor?: number;
  /**
   * `full`: between 0 and the delay. `equal`: its upper half. `decorrelated`: between the base and three times the
   * delay before. `none`: the delay itself. @default 'full'
   * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
   */
  readonly jitter?: Jitter;
  /** Whether all who count on the limit wait, or this call alone. @default false */
  readonly pause?: boolean;
}

export const backoffShape: Shape<BackoffOptions, keyof BackoffOptions> = {
  baseDelayMs: withDefault(alsoCalled(duration(), 'minTimeout', 'initialDelay', 'startingDelay'), 250),
  maxDelayMs: withDefault(alsoCalled(duration(), 'maxTimeout'), 20_000),
  minDelayMs: withDefault(duration(), 0),
  factor: withDefault(number({ min: 1 }), 2),
  jitter: withDefault(alsoCalled(oneOf('none', 'full', 'equal', 'decorrelated'), 'randomize'), 'full'),
  pause: withDefault(flag, false),
};

/**
 * Sends again after a wait that grows with each failure in a row.
 * @throws {TypeError} that names the option
 */
export function backoff(options: BackoffOptions = {}): Policy {
  const { baseDelayMs, maxDelayMs, minDelayMs, factor, jitter, pause } = resolve(
    'backoff',
    backoffShape,
    options,
  );
  const capped = (delayMs: number): number => Math.min(maxDelayMs, delayMs);
  return (context) => {
    const step = capped(baseDelayMs * factor ** (context.inRow - 1));
    const own = Math.max(minDelayMs, capped(jittered(jitter, step, baseDelayMs, context)));
    const delayMs = Math.max(own, context.retryAfterMs ?? 0);
    return { action: 'retry', delayMs, pause };
  };
}

/** Pure over `random`: decorrelated jitter draws anew for each step before, since a policy keeps no state. */
function jittered(jitter: Jitter, step: number, base: number, { random, inRow }: PolicyContext): number {
  switch (jitter) {
    case 'none':
      return step;
    case 'full':
      return random() * step;
    case 'equal':
      return step / 2 + (random() * step) / 2;
    case 'decorrelated': {
      let delay = base;
      for (let at = 0; at < inRow; at += 1) delay = base + random() * (delay * 3 - base);
      return delay;
    }
  }
}
