// Which limits the headers, statuses and rows of a definition name.
import { bad, type Place } from '../options/check-value.ts';
import type { Row } from './entry.ts';
import type { ExchangeSpec } from './exchange.ts';
import { type OneTableSpec, tableNames, withDetails } from './rows.ts';

/**
 * Checks that every limit which a header, a status or a row names is there: another would have no effect.
 * @throws {TypeError} that names the header, the status or the row, and the limits.
 */
export function checkLimitNames(spec: ExchangeSpec, place: Place): void {
  const { usage = [], statuses = [], limits = [] } = spec;
  const names = limits.map(({ name }) => name);
  const check = (option: string, limit: string | undefined): void => {
    if (limit === undefined || limit === '' || names.includes(limit)) return;
    const list = names.map((name) => `'${name}'`).join(', ');
    throw bad(option, limit, ['the name of a limit', list].filter(Boolean).join(': '), place);
  };
  for (const [at, { limit }] of usage.entries()) check(`usage[${at}].limit`, limit);
  // Without limits of its own, its rows may name those that a gateway is given.
  if (names.length === 0) return;
  for (const [at, { limit }] of statuses.entries()) check(`statuses[${at}].limit`, limit);
  for (const name of tableNames) {
    for (const [code, , , , more] of spec[name]?.rows ?? [])
      check(`${name} row "${code}" limit`, more?.limit);
  }
}

/** A base whose limits an extension replaces: what it says of those that are gone is dropped. */
export function withinLimits(base: OneTableSpec, limits: ExchangeSpec['limits']): OneTableSpec {
  if (!limits) return base;
  const isThere = (limit: string | undefined): boolean =>
    limit === undefined || limit === '' || limits.some(({ name }) => name === limit);
  return {
    ...base,
    table: { ...base.table, rows: base.table.rows.map((row) => freeRow(row, isThere)) },
    ...(base.usage && { usage: base.usage.filter(({ limit }) => isThere(limit)) }),
    ...(base.statuses && {
      statuses: base.statuses.map(({ limit, ...row }) => (limit && isThere(limit) ? { ...row, limit } : row)),
    }),
  };
}

function freeRow(row: Row, isThere: (limit: string | undefined) => boolean): Row {
  const more = row[4];
  if (more === undefined || isThere(more.limit)) return row;
  const { limit: _gone, ...rest } = more;
  return withDetails(row, rest);
}
