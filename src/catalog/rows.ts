import type { Place } from '../options/check-value.ts';
import { duration, text } from '../options/kinds.ts';
import { checkShape, type Shape } from '../options/shape.ts';
import { type Category, categories, type Entry } from '../types.ts';
import type { Row, RowDetails, Table } from './entry.ts';
import type { ExchangeSpec } from './exchange.ts';

const known: ReadonlySet<string> = new Set<Category | 'success'>([...categories, 'success']);
const outcomes: ReadonlySet<string> = new Set(['ok', 'rejected', 'unknown']);

/** One line for each detail that a row may have. */
const detailsShape: Shape<RowDetails> = {
  name: text,
  note: text,
  source: text,
  limit: text,
  waitMs: duration(),
};

type Entries = ReadonlyMap<string, Entry>;

/** What each code means: in the catalog, and over each transport. */
export interface Codes {
  readonly catalog: Entries;
  readonly rest: Entries;
  readonly ws: Entries;
}

/**
 * Reads the tables of a definition.
 * @throws {TypeError} that names the exchange, the row and the rule it breaks.
 */
export function readTables(spec: ExchangeSpec): Codes {
  const table = entries(spec, spec.table);
  const beyond = entries(spec, spec.beyond);
  // The table's own order first, so that a listing reads like the exchange's page.
  const catalog = new Map([...table, ...beyond, ...table]);
  return {
    catalog,
    rest: overlay(catalog, entries(spec, spec.restOnly)),
    ws: overlay(spec.wsSharesTable ? catalog : new Map(), entries(spec, spec.wsOnly)),
  };
}

type Tables = Pick<ExchangeSpec, 'table' | 'beyond' | 'restOnly' | 'wsOnly' | 'wsSharesTable'>;

/**
 * The tables of a base with the rows of an extension, each of which wins wherever it holds: a row of `table` or `beyond`
 * takes the place of the base's row with its code in every table that counts there, a row for one transport that of the
 * base's row for the same transport.
 */
export function mergeTables(base: Tables, changes: Partial<Tables>): Tables {
  const sharesTable = changes.wsSharesTable ?? base.wsSharesTable ?? false;
  const everywhere = codesOf(changes.table, changes.beyond);
  const overRest = codesOf(changes.table, changes.beyond, changes.restOnly);
  const overWs = sharesTable
    ? codesOf(changes.table, changes.beyond, changes.wsOnly)
    : codesOf(changes.wsOnly);
  const merged = {
    beyond: merge(base.beyond, everywhere, changes.beyond),
    restOnly: merge(base.restOnly, overRest, changes.restOnly),
    wsOnly: merge(base.wsOnly, overWs, changes.wsOnly),
  };
  return {
    table: merge(base.table, everywhere, changes.table) ?? base.table,
    ...(merged.beyond && { beyond: merged.beyond }),
    ...(merged.restOnly && { restOnly: merged.restOnly }),
    ...(merged.wsOnly && { wsOnly: merged.wsOnly }),
    wsSharesTable: sharesTable,
  };
}

function codesOf(...tables: readonly (Table | undefined)[]): ReadonlySet<string> {
  return new Set(tables.flatMap((table) => table?.rows.map(([code]) => code) ?? []));
}

/** The base's rows but those with the replaced codes, then the added ones, with the source of their own table. */
function merge(
  base: Table | undefined,
  replaced: ReadonlySet<string>,
  added: Table | undefined,
): Table | undefined {
  if (!added) return base && { ...base, rows: base.rows.filter(([code]) => !replaced.has(code)) };
  const kept = base?.rows.filter(([code]) => !replaced.has(code)) ?? [];
  const rows = added.rows.map((row) => sourced(row, added.source));
  return { source: base?.source ?? added.source, rows: [...kept, ...rows] };
}

function sourced(row: Row, source: string): Row {
  return withDetails(row, { source, ...row[4] });
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

function entries(spec: ExchangeSpec, table: Table | undefined): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const row of table?.rows ?? []) {
    const entry = toEntry(spec, row, table?.source ?? '');
    const twin = found.get(entry.code);
    if (twin && JSON.stringify(twin) !== JSON.stringify(entry)) {
      throw rowError(spec, entry.code, 'stands twice with different words');
    }
    found.set(entry.code, entry);
  }
  return found;
}

function toEntry(spec: ExchangeSpec, row: Row, source: string): Entry {
  const [code, category, outcome, words, more] = row;
  if (typeof code !== 'string' || code === '') {
    throw rowError(spec, String(code), 'must have its code as a string, exactly as written');
  }
  if (!known.has(category)) throw rowError(spec, code, `has the unknown category "${category}"`);
  if (!outcomes.has(outcome)) throw rowError(spec, code, `has the unknown outcome "${outcome}"`);
  if ((category === 'success') !== (outcome === 'ok')) {
    throw rowError(spec, code, `contradicts itself: category "${category}" with outcome "${outcome}"`);
  }
  if (typeof words !== 'string') throw rowError(spec, code, 'needs its text');
  if (row.length > 5) throw rowError(spec, code, 'has more than code, category, outcome, text and details');
  // They are spread over the entry: one that nobody knows could take the place of its category.
  if (more !== undefined) checkShape(detailsShape, more, placeOf(spec, code));
  return Object.freeze(
    category === 'success'
      ? { code, text: words, category, outcome, source, ...more }
      : { code, text: words, category, outcome, source, ...more },
  );
}

function placeOf(spec: ExchangeSpec, code: string): Place {
  return { owner: 'defineExchange', path: `row "${code}".`, opening: `defineExchange: ${spec.id}: ` };
}

function rowError(spec: ExchangeSpec, code: string, rule: string): TypeError {
  return new TypeError(`defineExchange: ${spec.id}: the row of code "${code}" ${rule}.`);
}
