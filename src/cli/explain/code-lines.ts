// Writes codes for a person: one in full, or several as a table.
import { exchanges, type Outcome } from '../../internal.ts';
import { titleOf } from '../names.ts';
import { fields, table, wrap } from '../text/layout.ts';
import type { Paint } from '../text/paint.ts';
import type { CodeMeaning } from './meanings.ts';

/** Whether an order that was answered so may stand. */
export const stands: Readonly<Record<Outcome | 'ok', string>> = {
  ok: 'ok: yes, this says that it worked',
  rejected: 'rejected: no, this copy of it certainly had no effect',
  unknown: 'unknown: it may; look it up before sending it again',
  partial: 'partial: some of its items stand and some do not',
};

/** For answers that come under HTTP 5xx all the same. */
const standsUnder5xx = 'Under HTTP 5xx nobody can tell whatever the code.';

const transports = { rest: 'REST', ws: 'WebSocket' } as const;

/** Tells one code in full. */
export function meaningLines(meaning: CodeMeaning, paint: Paint): readonly string[] {
  const exchange = exchanges.find(({ id }) => id === meaning.exchange);
  const title = exchange ? titleOf(exchange) : meaning.exchange;
  const doubt = meaning.outcome === 'rejected' && !exchange?.trustsCodesUnder5xx ? `. ${standsUnder5xx}` : '';
  const name = meaning.name === undefined ? '' : ` ${meaning.name}`;
  // Where only one of them is documented there is nothing to tell apart.
  const isOneOfTwo = exchange !== undefined && exchange.codes.ws.size > 0 && meaning.over.length === 1;
  const over = isOneOfTwo ? `, over ${meaning.over.map((one) => transports[one]).join()}` : '';
  return [
    paint('bold', `${title}: ${meaning.code}${name}${over}`),
    ...wrap(meaning.text),
    '',
    ...fields(
      [
        ['Category', meaning.category],
        ['May an order stand?', stands[meaning.outcome] + doubt],
        ['What we do', meaning.whatWeDo],
        ['Note', meaning.note ?? ''],
        ['Holds over', meaning.over.map((one) => transports[one]).join(' and ')],
        ['Source', meaning.source],
        ['Read on', meaning.docs.filter((page) => page !== meaning.source).join(' ')],
      ],
      paint,
    ),
  ];
}

/** Several codes, one line each. */
export function meaningTable(
  meanings: readonly CodeMeaning[],
  paint: Paint,
  isMixed: boolean,
): readonly string[] {
  const head = ['Code', 'Category', 'Outcome', 'Text'];
  const rows = meanings.map((one) => [
    one.code,
    one.category,
    one.outcome,
    one.text + (one.over.includes('rest') ? '' : ' (over WebSocket)'),
  ]);
  if (!isMixed) return table(head, rows, paint);
  return table(
    ['Exchange', ...head],
    rows.map((row, at) => [meanings[at]?.exchange ?? '', ...row]),
    paint,
  );
}
