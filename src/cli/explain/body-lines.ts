// Writes the reading of a body for a person or a machine.
import { describeDecision, type Failure } from '../../internal.ts';
import { titleOf } from '../names.ts';
import { fields } from '../text/layout.ts';
import { duration } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import type { BodyReading } from './body-reading.ts';
import { stands } from './code-lines.ts';

/** A reading for machines: what `classify` says, and what follows. */
export function toReport({ exchange, transport, rank, classification }: BodyReading): object {
  return {
    exchange: exchange.id,
    transport,
    sure: rank === 'listed' || rank === 'success',
    ...classification,
    whatWeDo: classification.ok ? 'hands it over' : advice(exchange, classification),
    docs: exchange.docs,
  };
}

/** A reading in full. */
export function readingLines(reading: BodyReading, status: number, paint: Paint): readonly string[] {
  const { exchange, transport, classification } = reading;
  const over = transport === 'ws' ? ', over WebSocket' : status === 200 ? '' : `, under HTTP ${status}`;
  const code = classification.ok
    ? 'success'
    : printable(classification.code ?? 'a failure without a code', 40);
  const head = paint('bold', `${titleOf(exchange)}: ${code}${over}`);
  if (classification.ok) return [head, '', ...fields([['May an order stand?', stands.ok]], paint)];
  const { entry } = classification;
  const listed = entry ? `${entry.name ? `${entry.name}: ` : ''}${entry.text}` : 'in no table';
  return [
    head,
    '',
    ...fields(
      [
        ['Its table says', classification.code === undefined ? '' : listed],
        ['Category', classification.category],
        ['May an order stand?', stands[classification.outcome]],
        ['Items that failed', failedItems(classification)],
        [
          'Asked to wait',
          classification.retryAfterMs === undefined ? '' : duration(classification.retryAfterMs),
        ],
        ['What we do', advice(exchange, classification)],
        ['Note', entry?.note ?? ''],
        ['Source', entry?.source ?? ''],
        ['Read on', exchange.docs.filter((page) => page !== entry?.source).join(' ')],
      ],
      paint,
    ),
  ];
}

function advice(exchange: BodyReading['exchange'], { code, category, outcome }: Failure): string {
  if (outcome === 'partial') return 'fails, and its error lists the items';
  return describeDecision(exchange, { code, category, outcome });
}

function failedItems({ items = [] }: Failure): string {
  return items
    .filter(({ ok }) => !ok)
    .map(({ index, code, category }) => printable(`${index} (${code ?? category ?? 'unknown'})`, 40))
    .join(', ');
}
