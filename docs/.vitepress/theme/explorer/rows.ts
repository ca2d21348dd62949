// A card for every row of every exchange's table.
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import type { Entry, FailureEntry } from '../../../../src/types.ts';
import { type Card, type Line, makeCard } from './card.ts';

const drawn = new WeakMap<Exchange, readonly Card[]>();

/** Every row of every table, each once: a number that means the same over both transports is one row. */
export function rowsOf(exchange: Exchange): readonly Card[] {
  const rows = drawn.get(exchange) ?? drawRows(exchange);
  drawn.set(exchange, rows);
  return rows;
}

function drawRows(exchange: Exchange): readonly Card[] {
  const { rest, ws, named } = exchange.codes;
  const shared = [...rest].map(([code, entry]) => {
    const isSame = ws.get(code) === entry;
    return rowCard(exchange, entry, isSame ? 'REST and WebSocket' : 'REST');
  });
  const own = [...ws]
    .filter(([code, entry]) => rest.get(code) !== entry)
    .map(([, entry]) => rowCard(exchange, entry, 'WebSocket'));
  // A table of its own holds the common rows too.
  const common = new Set([...rest.values(), ...ws.values()]);
  const special = [...named].flatMap(([name, tables]) =>
    [...new Set([...tables.rest.values(), ...tables.ws.values()])]
      .filter((entry) => !common.has(entry))
      .map((entry) => rowCard(exchange, entry, name)),
  );
  return [...shared, ...own, ...special];
}

function rowCard(exchange: Exchange, entry: Entry, over: string): Card {
  return makeCard({
    key: `${exchange.id}:${entry.code}:${over}`,
    exchanges: [exchange],
    code: entry.code,
    text: entry.text,
    category: entry.category,
    outcome: entry.outcome,
    ...(entry.name === undefined ? {} : { name: entry.name }),
    facts: factsOf(exchange, entry, over),
    source: entry.source,
    page: pageOf(exchange, entry.code),
  });
}

function factsOf(exchange: Exchange, entry: Entry, over: string): readonly Line[] {
  const doubted = entry.outcome === 'rejected' && !exchange.trustsCodesUnder5xx;
  return [
    { label: 'Holds over', text: over },
    ...textsOf(entry).map(({ text, category, outcome }) => ({
      label: 'With the text',
      text: `${text} (${category}, ${outcome})`,
    })),
    ...(entry.note === undefined ? [] : [{ label: 'Note', text: entry.note }]),
    ...(doubted
      ? [{ label: 'Under HTTP 5xx', text: 'A write is of unknown outcome, whatever the code.' }]
      : []),
  ];
}

/** The texts that tell cases of its code apart. */
function textsOf(entry: Entry): readonly FailureEntry[] {
  return entry.category === 'success' ? [] : (entry.when ?? []);
}

/** The anchor that the site gives to the row of a code. Some codes are sentences, and an anchor has no blanks. */
export function anchorOf(code: string): string {
  return `code-${code.replace(/[^\w-]+/g, '_')}`;
}

export function pageOf({ id }: Pick<Exchange, 'id'>, code: string): string {
  return `exchanges/${id}.html#${anchorOf(code)}`;
}
