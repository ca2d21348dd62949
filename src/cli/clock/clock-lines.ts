// Writes a reading of the exchange's clock for a person.
import type { ClockReading, Exchange } from '../../internal.ts';
import { titleOf } from '../names.ts';
import { fields, hang, wrap } from '../text/layout.ts';
import { tenths } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';

/** What was read, for a person. */
export function clockLines(
  exchange: Exchange,
  url: URL,
  { offsetMs, errorMs, roundTripMs }: ClockReading,
  asked: { readonly good: number; readonly samples: number },
  paint: Paint,
): readonly string[] {
  const sign = offsetMs > 0 ? '+' : '';
  const isRough = exchange.time.from === 'date';
  return [
    paint('bold', titleOf(exchange)),
    ...hang('', url.href),
    '',
    ...fields(
      [
        ['Offset', `${sign}${tenths(offsetMs)}: ${meaning(offsetMs, errorMs)}`],
        [
          'Error bound',
          `${tenths(errorMs)} either way${isRough ? ', since it tells whole seconds only' : ''}`,
        ],
        ['Round trip', `${tenths(roundTripMs)}, the shortest of ${asked.good}`],
        ['Lost', asked.good < asked.samples ? `${asked.samples - asked.good} of ${asked.samples}` : ''],
      ],
      paint,
    ),
    '',
    ...wrap('A gateway corrects its timestamps by that by itself as soon as the exchange refuses one.'),
  ];
}

function meaning(offsetMs: number, errorMs: number): string {
  if (Math.abs(offsetMs) <= errorMs) return 'no difference that could be measured';
  return offsetMs > 0 ? "this machine's clock is behind" : "this machine's clock is ahead";
}
