// Options of the clock, checked and with their defaults.
import { duration, number, withDefault } from '../options/kinds.ts';
import type { Shape } from '../options/shape.ts';

/** How the exchange's time is read: what `clock` takes. */
export interface ClockOptions {
  /** Time requests per refresh; the one with the least round trip counts. @default 3 */
  readonly samples?: number;
  /** A step of the system clock larger than this is noticed and answered by a refresh. @default 1000 */
  readonly stepMs?: number;
}

export const clockShape: Shape<ClockOptions, keyof ClockOptions> = {
  samples: withDefault(number({ min: 1, max: 20, integer: true }), 3),
  stepMs: withDefault(duration({ min: 1 }), 1000),
};
