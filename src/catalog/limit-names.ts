// Which limits the headers, statuses and rows of a definition name.
import { badWord, type Place, wordsOf } from '../options/check-value.ts';
import type { Row } from './entry.ts';
import type { ExchangeSpec } from './exchange.ts';
import type { Limit, LimitRef } from './limit.ts';
import { withChanges } from './limit-size.ts';
import { type OneTableSpec, readyRows, tableNames, withDetails } from './rows.ts';
import type { SocketProtocol, SocketUsage } from './socket.ts';

/**
 * Checks that every limit which a header, a status or a row names is there: another would have no effect.
 * @throws {TypeError} that names the header, the status or the row, and the limits.
 */
export function checkLimitNames(spec: ExchangeSpec, place: Place): void {
  const { usage = [], statuses = [], limits = [] } = spec;
  const check = limitChecker(limits, place);
  for (const [at, { limit }] of usage.entries()) check(`usage[${at}].limit`, limit);
  for (const [at, { limit }] of (spec.socket?.usage?.limits ?? []).entries())
    check(`socket.usage.limits[${at}].limit`, limit);
  for (const [tier, changes] of Object.entries(spec.tiers ?? {}))
    withChanges(limits, changes, { ...place, path: `tiers['${tier.slice(0, 40)}']` });
  // Without limits of its own, its rows may name those that a gateway is given.
  if (limits.length === 0) return;
  for (const [at, { limit }] of statuses.entries()) check(`statuses[${at}].limit`, limit);
  for (const name of tableNames) checkRowLimits(spec, name, readyRows(spec[name]), place);
}

/**
 * Checks the limits that the rows of one table name.
 * @throws {TypeError} that names the row, and the limits.
 */
export function checkRowLimits(
  { limits = [] }: ExchangeSpec,
  name: (typeof tableNames)[number],
  rows: readonly Row[],
  place: Place,
): void {
  if (limits.length === 0) return;
  const check = limitChecker(limits, place);
  for (const [code, , , , more] of rows) {
    for (const { limit } of [more ?? {}, ...(more?.when ?? [])]) check(`${name} row "${code}" limit`, limit);
  }
}

function limitChecker(
  limits: readonly Limit[],
  place: Place,
): (option: string, ref: LimitRef | undefined) => void {
  const names = limits.map(({ name }) => name);
  return (option, ref) => {
    const limit = namesIn(ref).find((name) => !names.includes(name));
    if (limit === undefined) return;
    const takes = ['the name of a limit', wordsOf(names)].filter(Boolean).join(': ');
    throw badWord(option, limit, takes, place, names);
  };
}

/** A base whose limits an extension replaces: what it says of those that are gone is dropped. */
export function withinLimits(base: OneTableSpec, limits: ExchangeSpec['limits']): OneTableSpec {
  if (!limits) return base;
  const isThere = (ref: LimitRef | undefined): boolean =>
    namesIn(ref).every((wanted) => limits.some(({ name }) => name === wanted));
  return {
    ...base,
    table: { ...base.table, rows: base.table.rows.map((row) => freeRow(row, isThere)) },
    ...(base.tiers && { tiers: keptTiers(base.tiers, limits) }),
    ...(base.usage && { usage: base.usage.filter(({ limit }) => isThere(limit)) }),
    ...(base.socket?.usage && { socket: keptUsage(base.socket, base.socket.usage, isThere) }),
    ...(base.statuses && {
      statuses: base.statuses.map(({ limit, ...row }) => (limit && isThere(limit) ? { ...row, limit } : row)),
    }),
  };
}

function keptUsage(
  socket: SocketProtocol,
  usage: SocketUsage,
  isThere: (limit: LimitRef) => boolean,
): SocketProtocol {
  return { ...socket, usage: { ...usage, limits: usage.limits.filter(({ limit }) => isThere(limit)) } };
}

function keptTiers(
  tiers: NonNullable<ExchangeSpec['tiers']>,
  limits: readonly Limit[],
): NonNullable<ExchangeSpec['tiers']> {
  const isThere = ([name]: readonly [string, unknown]): boolean =>
    limits.some((limit) => limit.name === name);
  return Object.fromEntries(
    Object.entries(tiers).map(([tier, changes]) => [
      tier,
      Object.fromEntries(Object.entries(changes).filter(isThere)),
    ]),
  );
}

/** The names that have to be those of limits. */
function namesIn(ref: LimitRef | undefined): readonly string[] {
  if (ref === undefined || ref === true || ref === '') return [];
  return typeof ref === 'string' ? [ref] : ref;
}

function freeRow(row: Row, isThere: (limit: LimitRef | undefined) => boolean): Row {
  const more = row[4];
  const cases = more?.when ?? [];
  if (more === undefined || [more, ...cases].every(({ limit }) => isThere(limit))) return row;
  const when = cases.map((one) => freed(one, isThere));
  return withDetails(row, { ...freed(more, isThere), ...(more.when && { when }) });
}

/** Without a limit that is gone. */
function freed<Part extends { readonly limit?: LimitRef }>(
  { limit, ...part }: Part,
  isThere: (limit: LimitRef | undefined) => boolean,
): Omit<Part, 'limit'> & { readonly limit?: LimitRef } {
  return limit !== undefined && isThere(limit) ? { ...part, limit } : part;
}
