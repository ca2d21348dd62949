// Makes an exchange, or a variant of one, out of its checked definition.
import { bad, isObject, type Place, read } from '../options/check-value.ts';
import { checkShape } from '../options/shape.ts';
import { checkPolicyKey } from './check-policy-key.ts';
import type { Row, Table } from './entry.ts';
import type { Exchange, ExchangeSpec } from './exchange.ts';
import { checkLimitNames, checkRowLimits, withinLimits } from './limit-names.ts';
import { makeExchange } from './make-exchange.ts';
import { checkRow } from './row-shape.ts';
import {
  checkCodes,
  hasLazyRows,
  mergeRows,
  type OneTableSpec,
  rowsOf,
  tableNames,
  withOneTable,
} from './rows.ts';
import { specShape } from './spec-shape.ts';

/**
 * Makes an exchange out of its data: codes, limits, routes, clock, orders.
 * @throws {TypeError} that names what is wrong: an option that there is not, a value of another kind, a row with an
 * unknown category or outcome or a contradiction between the two, a code that stands twice with different words.
 */
export function defineExchange(spec: ExchangeSpec): Exchange {
  const given = isObject(spec) ? withTable(withoutGaps(spec), {}) : spec;
  checkSpec(given, 'defineExchange');
  const made = makeExchange(withCheckedRows(given));
  checkCodes(made);
  for (const key of Object.keys(made.policies)) checkPolicyKey(key, made);
  return made;
}

/**
 * A variant of an exchange: the given parts replace the base's, but rows are added, and win over the base's wherever they
 * hold.
 * @throws {TypeError} as `defineExchange` does.
 */
export function extendExchange<Base extends Exchange>(base: Base, extension: Partial<ExchangeSpec>): Base {
  if (!isObject(base) || !isObject(base.spec))
    throw bad('extendExchange base', base, 'an exchange, such as `chainUp` or what `defineExchange` returns');
  const changes = isObject(extension) ? withTable(withoutGaps(extension), base.spec) : extension;
  checkChanges(changes);
  const { table, beyond, restOnly, wsOnly, ...given } = changes;
  const isLazy = hasLazyRows(base.spec) || hasLazyRows(changes);
  const keptOf = (from: ExchangeSpec): OneTableSpec => withinLimits(withOneTable(from), given.limits);
  const spec = { ...keptOf(isLazy ? withoutRows(base.spec) : base.spec), ...given };
  const added = (): readonly Row[] => rowsOf({ table, beyond, restOnly, wsOnly });
  const rows = (): readonly Row[] => mergeRows(keptOf(base.spec).table.rows, added(), spec.wsSharesTable);
  const source = base.spec.table.source;
  // The base's are read when a code is looked up; what is wrong with those that are given is told now.
  if (isLazy && !hasLazyRows(changes))
    checkCodes(makeExchange(withCheckedRows({ ...spec, table: { source, rows: added() } })));
  return Object.freeze({
    ...base,
    ...defineExchange({ ...spec, table: { source, rows: isLazy ? rows : rows() } }),
  });
}

const noRows: Table = { source: 'none', rows: [] };

function withoutRows({ beyond: _beyond, restOnly: _rest, wsOnly: _ws, ...spec }: ExchangeSpec): ExchangeSpec {
  return { ...spec, table: noRows };
}

/** Rows alone are a table of their exchange's. */
function withTable<Given extends Partial<ExchangeSpec>>(given: Given, of: Partial<ExchangeSpec>): Given {
  const { docs = of.docs, name = of.name, table } = given;
  return Array.isArray(table) ? { ...given, table: { source: docs?.[0] ?? name, rows: table } } : given;
}

/** Left out and given as undefined is the same. */
function withoutGaps<Given extends object>(given: Given): Given {
  return Object.fromEntries(
    Object.keys(given)
      .map((name) => [name, read(given, name)] as const)
      .filter(([, value]) => value !== undefined),
  ) as Given;
}

/** Rows that a function returns are checked when it is called. */
function withCheckedRows(spec: ExchangeSpec): ExchangeSpec {
  const tables = tableNames.flatMap((name) => {
    const table = spec[name];
    const rows = table?.rows ?? [];
    const checked = (list: readonly Row[]): readonly Row[] => {
      for (const row of list) checkRow(spec, row);
      checkRowLimits(spec, name, list, placeOf(spec));
      return list;
    };
    if (typeof rows === 'function') return [[name, { ...table, rows: () => checked(rows()) }] as const];
    checked(rows);
    return [];
  });
  return tables.length === 0 ? spec : { ...spec, ...Object.fromEntries(tables) };
}

function placeOf(spec: ExchangeSpec, owner = 'defineExchange'): Place {
  const { id } = spec;
  const named = typeof id === 'string' && id !== '' ? `${id.slice(0, 40)}: ` : '';
  return { owner, path: '', opening: `${owner}: ${named}` };
}

function checkSpec(spec: ExchangeSpec, owner: string): void {
  if (!isObject(spec)) throw bad(owner, spec, 'an object');
  const place = placeOf(spec, owner);
  checkShape(specShape, spec, place);
  checkLimitNames(spec, place);
}

/** Checked before they are merged, so that a mistake is told by the name that it has here. */
function checkChanges(changes: Partial<ExchangeSpec>): void {
  const shape = Object.entries(specShape).map(
    ([name, kind]) => [name, { ...kind, isRequired: false }] as const,
  );
  checkShape(Object.fromEntries(shape), changes, {
    owner: 'extendExchange',
    path: '',
    opening: 'extendExchange: ',
  });
}
