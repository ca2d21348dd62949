// Reads the rows of a definition: whichever option they stand in, they become one list, and from it the meaning of each code.
import type { Entry, FailureEntry } from '../types.ts';
import type { Row, RowDetails, Table, TextCase } from './entry.ts';
import type { Exchange, ExchangeSpec } from './exchange.ts';
import { lazyMap } from './lazy-map.ts';

/** The options that hold rows. */
export const tableNames = ['table', 'beyond', 'restOnly', 'wsOnly'] as const;

/** A definition all of whose rows stand in `table`. */
export type OneTableSpec = Omit<ExchangeSpec, (typeof tableNames)[number]> & {
  readonly table: { readonly source: string; readonly rows: readonly Row[] };
};

type Entries = ReadonlyMap<string, Entry>;

/** What each code means: in the catalog, over each transport and in each namespace. */
export type Codes<Code extends string = string> = Exchange<Code>['codes'] & Pick<Exchange<Code>, 'catalog'>;

/** Whether a definition has rows that are read when a code is first looked up. */
export function hasLazyRows(spec: Partial<ExchangeSpec>): boolean {
  return tableNames.some((name) => typeof spec[name]?.rows === 'function');
}

/** The rows of a table that are there without a call. */
export function readyRows(table: Table | undefined): readonly Row[] {
  return typeof table?.rows === 'function' ? [] : (table?.rows ?? []);
}

/**
 * Reads the rows of a definition when a code is first looked up; `checkCodes` reads them at once.
 * @throws {TypeError} that names the exchange, the row and the rule it breaks.
 */
export function readCodes(spec: ExchangeSpec): Codes {
  const { namespaces = [] } = spec;
  const rows = lazyMap(() => new Map([['', groupRows(rowsOf(spec))]]));
  const entriesOver = (over: string): Entries => entries(spec.id, rows.get('')?.get(over) ?? []);
  const catalog = lazyMap(() => entriesOver(''));
  const rest = lazyMap(() => overlay(catalog, entriesOver('rest')));
  const ws = lazyMap(() => overlay(spec.wsSharesTable ? catalog : new Map(), entriesOver('ws')));
  const named = namespaces.map(({ name, alone }) => {
    const own = lazyMap(() => entriesOver(name));
    const within = (base: Entries): Entries => lazyMap(() => (alone ? own : overlay(base, own)));
    return [name, { rest: within(rest), ws: within(ws) }] as const;
  });
  return { catalog, rest, ws, named: new Map(named) };
}

/** @throws {TypeError} for a row that breaks a rule, where the rows of the definition are there without a call */
export function checkCodes({ spec, codes, catalog }: Exchange): void {
  if (hasLazyRows(spec)) return;
  const named = [...codes.named.values()].flatMap(({ rest, ws }) => [rest, ws]);
  // Asked for its size, a lazy map is built.
  for (const map of [catalog, codes.rest, codes.ws, ...named]) void map.size;
}

/** Rows by where they hold; without `over`: by an empty text. */
function groupRows(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const over = row[4]?.over ?? '';
    const group = groups.get(over);
    if (group) group.push(row);
    else groups.set(over, [row]);
  }
  return groups;
}

/** The same definition with all of its rows in `table`. */
export function withOneTable({ beyond, restOnly, wsOnly, ...spec }: ExchangeSpec): OneTableSpec {
  const rows = rowsOf({ table: spec.table, beyond, restOnly, wsOnly });
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
 */
export function rowsOf(
  tables: {
    readonly [name in (typeof tableNames)[number]]?: Table | undefined;
  },
): readonly Row[] {
  const { table, beyond, restOnly, wsOnly } = tables;
  const published = placed(table);
  const listed = new Set(published.flatMap(([code, , , , more]) => (more?.over === undefined ? code : [])));
  return [
    ...published,
    ...placed(beyond).filter(([code]) => !listed.has(code)),
    ...placed(restOnly, 'rest'),
    ...placed(wsOnly, 'ws'),
  ];
}

function placed(table: Table | undefined, over?: 'rest' | 'ws'): readonly Row[] {
  const rows = typeof table?.rows === 'function' ? table.rows() : (table?.rows ?? []);
  return rows.map((row) =>
    withDetails(row, { source: table?.source ?? '', ...(over && { over }), ...row[4] }),
  );
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

function toEntry(row: Row): Entry {
  const [code, category, outcome, words, { over: _, when, source = '', ...more } = {}] = row;
  const base = { code, text: words, source, ...more };
  if (category === 'success') return Object.freeze({ ...base, category, outcome });
  const entry: FailureEntry = { ...base, category, outcome };
  return Object.freeze(when === undefined ? entry : { ...entry, when: toCases(entry, when) });
}

/** The cases of a row, the longest text first. */
function toCases(row: FailureEntry, cases: readonly TextCase[]): readonly FailureEntry[] {
  return cases
    .map((one) => Object.freeze({ ...row, ...one }))
    .toSorted((one, other) => other.text.length - one.text.length);
}

/** The error for a row that breaks a rule. */
export function rowError(id: string, code: string, rule: string, more: readonly string[] = []): TypeError {
  return new TypeError([`defineExchange: ${id}: the row of code "${code}" ${rule}.`, ...more].join(' '));
}
