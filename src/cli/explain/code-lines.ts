// Writes codes for a person: one in full, or several as a table.
import { type Exchange, exchanges, type Outcome } from '../../internal.ts';
import type { Report } from '../command.ts';
import { titleOf } from '../names.ts';
import { fields, headline, table, wrap } from '../text/layout.ts';
import { count } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import type { CodeMeaning } from './meanings.ts';

/** Whether an order that was answered so may stand. */
export const stands: Readonly<Record<Outcome | 'ok', string>> = {
  ok: 'ok: yes, this says that it worked',
  rejected: 'rejected: no, this copy of it certainly had no effect',
  unknown: 'unknown: it may; look it up before sending it again',
  partial: 'partial: some of its items stand and some do not',
};

const transports: ReadonlyMap<string, string> = new Map([
  ['rest', 'REST'],
  ['ws', 'WebSocket'],
]);

function placesOf({ over }: Pick<CodeMeaning, 'over'>): string {
  return over.map((one) => transports.get(one) ?? one).join(' and ');
}

/** Tells one code in full. */
export function meaningLines(meaning: CodeMeaning, paint: Paint): readonly string[] {
  const exchange = exchanges.find(({ id }) => id === meaning.exchange);
  const { code, category, outcome, whatWeDo, note, source, docs } = meaning;
  const isCertain = outcome === 'rejected' && !exchange?.trustsCodesUnder5xx;
  const doubt = isCertain ? '. Under HTTP 5xx nobody can tell whatever the code.' : '';
  const over = placesOf(meaning);
  // Where only one of them is documented there is nothing to tell apart.
  const isOneOfTwo = exchange !== undefined && exchange.codes.ws.size > 0 && meaning.over.length === 1;
  const title = `${exchange ? titleOf(exchange) : meaning.exchange}: ${code}`;
  const name = meaning.name === undefined ? '' : ` ${meaning.name}`;
  return [
    ...headline(title + name + (isOneOfTwo ? `, over ${over}` : ''), paint),
    ...wrap(meaning.text),
    '',
    ...fields(
      [
        ['Category', category],
        ['May an order stand?', stands[outcome] + doubt],
        ['What we do', whatWeDo],
        ['Note', note],
        ['Holds over', over],
        ...readOn(source, docs),
      ],
      paint,
    ),
  ];
}

/** Where to read on, as two fields. */
export function readOn(source: string | undefined, docs: Exchange['docs']): [string, string | undefined][] {
  return [
    ['Source', source],
    ['Read on', docs.filter((page) => page !== source).join(' ')],
  ];
}

/** Several codes, one line each. @param isMixed whether they are of several exchanges */
export function meaningTable(
  meanings: readonly CodeMeaning[],
  paint: Paint,
  isMixed: boolean,
): readonly string[] {
  const head = ['Exchange', 'Code', 'Category', 'Outcome', 'Text'];
  const rows = meanings.map(({ exchange, code, category, outcome, text, over }) => {
    return [
      exchange,
      code,
      category,
      outcome,
      text + (over.includes('rest') ? '' : ` (over ${placesOf({ over })})`),
    ];
  });
  const from = isMixed ? 0 : 1;
  return table(
    head.slice(from),
    rows.map((row) => row.slice(from)),
    paint,
  );
}

/** What a search found. */
export function foundReport(found: readonly CodeMeaning[], words: readonly string[]): Report {
  const what = `${count(found.length, 'code')} with "${printable(words.join(' '), 60)}"`;
  return {
    value: found,
    lines: (paint) => [
      ...meaningTable(found, paint, true),
      '',
      ...wrap(`${what}. In full: explain <exchange> <code>.`),
    ],
  };
}
