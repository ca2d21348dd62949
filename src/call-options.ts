import { callWeight } from './catalog/limit-shape.ts';
import type { Place } from './options/check-value.ts';
import { duration, flag, func, number, oneOf, only } from './options/kinds.ts';
import { checkShape, type Shape } from './options/shape.ts';
import type { CallOptions } from './types.ts';

export const callShape: Shape<CallOptions> = {
  clientOrderId: only(
    'a string, since numbers lose digits',
    (value) => typeof value === 'string' && value !== '',
  ),
  priority: number(),
  weight: callWeight,
  deadlineMs: duration({ min: 1 }),
  replaySafe: flag,
  signed: flag,
  validForMs: duration(),
  partial: oneOf('reject', 'resolve'),
  trace: func,
};

const nothing: CallOptions = Object.freeze({});
const place: Place = Object.freeze({ owner: 'exchange', path: 'exchange.' });

/**
 * Checks what the caller says about one call.
 * @throws {TypeError} that names the option.
 */
export function callOptions(options: unknown): CallOptions {
  if (options === undefined) return nothing;
  checkShape(callShape, options, place);
  return options;
}
