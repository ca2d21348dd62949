import { describeDecision, type Failure } from '../../internal.ts';
import { titleOf } from '../exchanges.ts';
import { fields } from '../text/layout.ts';
import { duration } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import type { Reading } from './reading.ts';
import { stands } from './stands.ts';

/** A reading for machines: what `classify` says, and what follows. */
export function toReport({ exchange, transport, rank, verdict }: Reading): object {
  return {
    exchange: exchange.id,
    transport,
    sure: rank === 'listed' || rank === 'success',
    ...verdict,
    whatWeDo: verdict.ok ? 'hands it over' : advice(exchange, verdict),
    docs: exchange.docs,
  };
}

/** A reading in full. */
export function readingLines(reading: Reading, status: number, paint: Paint): readonly string[] {
  const { exchange, transport, verdict } = reading;
  const over = transport === 'ws' ? ', over WebSocket' : status === 200 ? '' : `, under HTTP ${status}`;
  const code = verdict.ok ? 'success' : printable(verdict.code ?? 'a failure without a code', 40);
  const head = paint('bold', `${titleOf(exchange)}: ${code}${over}`);
  if (verdict.ok) return [head, '', ...fields([['May an order stand?', stands.ok]], paint)];
  const { entry } = verdict;
  const listed = entry ? `${entry.name ? `${entry.name}: ` : ''}${entry.text}` : 'in no table';
  return [
    head,
    '',
    ...fields(
      [
        ['Its table says', verdict.code === undefined ? '' : listed],
        ['Category', verdict.category],
        ['May an order stand?', stands[verdict.outcome]],
        ['Items that failed', failedItems(verdict)],
        ['Asked to wait', verdict.retryAfterMs === undefined ? '' : duration(verdict.retryAfterMs)],
        ['What we do', advice(exchange, verdict)],
        ['Note', entry?.note ?? ''],
        ['Source', entry?.source ?? ''],
        ['Read on', exchange.docs.filter((page) => page !== entry?.source).join(' ')],
      ],
      paint,
    ),
  ];
}

function advice(exchange: Reading['exchange'], { code, category, outcome }: Failure): string {
  if (outcome === 'partial') return 'fails, and its error lists the items';
  return describeDecision(exchange, { code, category, outcome });
}

function failedItems({ items = [] }: Failure): string {
  return items
    .filter(({ ok }) => !ok)
    .map(({ index, code, category }) => printable(`${index} (${code ?? category ?? 'unknown'})`, 40))
    .join(', ');
}
