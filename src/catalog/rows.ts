// Reads the rows of a definition: whichever option they stand in, they become one list, and from it the meaning of each code.
import type { Place } from '../options/check-value.ts';
import { duration, oneOf, text } from '../options/kinds.ts';
import { checkShape, type Shape } from '../options/shape.ts';
import { type Category, categories, type Entry } from '../types.ts';
import type { Row, RowDetails, Table } from './entry.ts';
import type { ExchangeSpec } from './exchange.ts';
import { limitRef } from './limit-shape.ts';

const known: ReadonlySet<string> = new Set<Category | 'success'>([...categories, 'success']);
const outcomes: ReadonlySet<string> = new Set(['ok', 'rejected', 'unknown']);

/** One line for each detail that a row may have. */
const detailsShape: Shape<RowDetails> = {
  name: text,
  note: text,
  source: text,
  over: oneOf('rest', 'ws'),
  limit: limitRef,
  waitMs: duration(),
};

/** The options that hold rows. */
export const tableNames = ['table', 'beyond', 'restOnly', 'wsOnly'] as const;

/** A definition all of whose rows stand in `table`. */
export type OneTableSpec = Omit<ExchangeSpec, 'beyond' | 'restOnly' | 'wsOnly'>;

type Entries = ReadonlyMap<string, Entry>;

/** What each code means: in the catalog, and over each transport. */
export interface Codes {
  readonly catalog: Entries;
  readonly rest: Entries;
  readonly ws: Entries;
}

/**
 * Reads the rows of a definition.
 * @throws {TypeError} that names the exchange, the row and the rule it breaks.
 */
export function readCodes(spec: ExchangeSpec): Codes {
  const rows = rowsOf(spec.id, spec);
  const entriesOver = (over: RowDetails['over']): Entries =>
    entries(
      spec.id,
      rows.filter(([, , , , more]) => more?.over === over),
    );
  const catalog = entriesOver(undefined);
  return {
    catalog,
    rest: overlay(catalog, entriesOver('rest')),
    ws: overlay(spec.wsSharesTable ? catalog : new Map(), entriesOver('ws')),
  };
}

/** The same definition with all of its rows in `table`. */
export function withOneTable({ beyond, restOnly, wsOnly, ...spec }: ExchangeSpec): OneTableSpec {
  const rows = rowsOf(spec.id, { table: spec.table, beyond, restOnly, wsOnly });
  return { ...spec, table: { source: spec.table.source, rows } };
}

/**
 * The rows of a base but those that an added one takes the place of, then the added ones. A row for one transport takes the
 * place of the base's row for the same; any other that of every row with its code, wherever it holds itself.
 */
export function mergeRows(
  base: readonly Row[],
  added: readonly Row[],
  wsSharesTable: boolean | undefined,
): readonly Row[] {
  const keys = new Set(added.map(([code, , , , more]) => keyOf(code, more?.over)));
  const isReplaced = ([code, , , , more]: Row): boolean =>
    keys.has(keyOf(code, more?.over)) ||
    (keys.has(keyOf(code, undefined)) && (more?.over !== 'ws' || wsSharesTable === true));
  return [...base.filter((row) => !isReplaced(row)), ...added];
}

function keyOf(code: string, over: RowDetails['over']): string {
  return `${over ?? ''} ${code}`;
}

/**
 * All rows of some tables as one list. Each names its source, and where it holds if that is not everywhere.
 * @param id of the exchange, for messages
 * @throws {TypeError} that names the exchange, the row and the rule it breaks.
 */
export function rowsOf(
  id: string,
  tables: { readonly [name in (typeof tableNames)[number]]?: Table | undefined },
): readonly Row[] {
  const { table, beyond, restOnly, wsOnly } = tables;
  const published = placed(id, table);
  const listed = new Set(published.flatMap(([code, , , , more]) => (more?.over === undefined ? code : [])));
  return [
    ...published,
    ...placed(id, beyond).filter(([code]) => !listed.has(code)),
    ...placed(id, restOnly, 'rest'),
    ...placed(id, wsOnly, 'ws'),
  ];
}

function placed(id: string, table: Table | undefined, over?: 'rest' | 'ws'): readonly Row[] {
  return (table?.rows ?? []).map((row) => {
    checkRow(id, row);
    return withDetails(row, { source: table?.source ?? '', ...(over && { over }), ...row[4] });
  });
}

/** The same row with other details. */
export function withDetails(row: Row, details: RowDetails): Row {
  return row[1] === 'success'
    ? [row[0], row[1], row[2], row[3], details]
    : [row[0], row[1], row[2], row[3], details];
}

function overlay(base: Entries, over: Entries): Entries {
  return over.size === 0 ? base : new Map([...base, ...over]);
}

function entries(id: string, rows: readonly Row[]): Entries {
  const found = new Map<string, Entry>();
  for (const row of rows) {
    const entry = toEntry(row);
    const twin = found.get(entry.code);
    if (twin && JSON.stringify(twin) !== JSON.stringify(entry)) {
      throw rowError(id, entry.code, 'stands twice with different words');
    }
    found.set(entry.code, entry);
  }
  return found;
}

function toEntry([code, category, outcome, words, { over: _, source = '', ...more } = {}]: Row): Entry {
  const base = { code, text: words };
  return Object.freeze(
    category === 'success'
      ? { ...base, category, outcome, source, ...more }
      : { ...base, category, outcome, source, ...more },
  );
}

function checkRow(id: string, row: Row): void {
  const [code, category, outcome, words, more] = row;
  if (typeof code !== 'string' || code === '') {
    throw rowError(id, String(code), 'must have its code as a string, exactly as written');
  }
  if (!known.has(category)) throw rowError(id, code, `has the unknown category "${category}"`);
  if (!outcomes.has(outcome)) throw rowError(id, code, `has the unknown outcome "${outcome}"`);
  if ((category === 'success') !== (outcome === 'ok')) {
    throw rowError(id, code, `contradicts itself: category "${category}" with outcome "${outcome}"`);
  }
  if (typeof words !== 'string') throw rowError(id, code, 'needs its text');
  if (row.length > 5) throw rowError(id, code, 'has more than code, category, outcome, text and details');
  // They are spread over the entry: an unknown one could take the place of its category.
  if (more !== undefined) checkShape(detailsShape, more, placeOf(id, code));
}

function placeOf(id: string, code: string): Place {
  return { owner: 'defineExchange', path: `row "${code}".`, opening: `defineExchange: ${id}: ` };
}

function rowError(id: string, code: string, rule: string): TypeError {
  return new TypeError(`defineExchange: ${id}: the row of code "${code}" ${rule}.`);
}
