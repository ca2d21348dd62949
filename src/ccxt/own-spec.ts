// What an exchange that is made of a ccxt instance takes from our own catalogs.
import {
  type Entry,
  type Exchange,
  type ExchangeSpec,
  type Limit,
  matchesRoute,
  type RouteInfo,
  type Row,
  type StatusRow,
} from '../internal.ts';
import type { OwnCatalog } from './own-catalog.ts';

type Own = Partial<Omit<ExchangeSpec, 'id' | 'name' | 'table' | 'rest' | 'beyond' | 'restOnly' | 'wsOnly'>>;

/**
 * What holds for the whole ccxt exchange. Of several parts lists are joined, of which each entry names its routes or its
 * limits; what else differs is left out.
 */
export function ownSpecOf(own: readonly OwnCatalog[]): Own {
  const [first, ...others] = own;
  if (!first) return {};
  const exchanges = own.map(({ exchange }) => exchange);
  const shared = others.length === 0 ? sharedOfOne(first) : sharedOfSeveral(exchanges);
  return { ...shared, lookup: exchanges.flatMap(({ lookup }) => lookup), ...validityOf(exchanges) };
}

/** The clock's route of a part is not on the hosts of the others: there the `Date` header serves. */
function sharedOfOne({ exchange: { spec }, isWhole }: OwnCatalog): Own {
  const { lookup, validity, table, rest, beyond, restOnly, wsOnly, time, ...others } = spec;
  return { ...others, ...(isWhole && time && { time }) };
}

function sharedOfSeveral(exchanges: readonly Exchange[]): Own {
  const specs = exchanges.map(({ spec }) => spec);
  const usage = specs.flatMap((spec) => spec.usage ?? []);
  const resets = specs.flatMap((spec) => spec.resets ?? []);
  const expiry = specs.find((spec) => spec.expiry)?.expiry;
  return {
    statuses: joinedStatuses(specs.map(({ statuses = [] }) => statuses)),
    waits: specs.flatMap(({ waits = [] }) => waits),
    ...(usage.length > 0 && { usage }),
    ...(resets.length > 0 && { resets }),
    maxPauseMs: Math.max(...specs.map(({ maxPauseMs = 0 }) => maxPauseMs)),
    signedPaths: specs.flatMap(({ signedPaths = [] }) => signedPaths),
    batches: specs.flatMap(({ batches = [] }) => batches),
    ...(expiry && { expiry }),
  };
}

/**
 * For answers that are no JSON, of which no part is told apart: a proof of a refusal counts where all have it, and rows about
 * one case are one, for the limits of all.
 */
function joinedStatuses(parts: readonly (readonly StatusRow[])[]): readonly StatusRow[] {
  const keyOf = ({ status, html, text, outcome }: StatusRow): string =>
    JSON.stringify([status, html, text, outcome]);
  const found = new Map<string, StatusRow>();
  for (const row of parts.flat()) {
    const isEverywhere = parts.every((rows) => rows.some((one) => keyOf(one) === keyOf(row)));
    if (row.outcome === 'rejected' && !isEverywhere) continue;
    const { status, html, text } = row;
    const key = JSON.stringify([status, html, text]);
    const { limit, ...first } = found.get(key) ?? row;
    const both = joined(limit, row.limit);
    found.set(key, { ...first, ...(both !== undefined && { limit: both }) });
  }
  return [...found.values()];
}

/** Undefined, for everything, where the two cannot be joined. */
function joined(one: StatusRow['limit'], other: StatusRow['limit']): StatusRow['limit'] {
  if (one === true || other === true || one === undefined || other === undefined)
    return one === other ? one : undefined;
  return [...new Set([one, other].flat())];
}

/** The longest window of all; ccxt says another one in a parameter, if at all. */
function validityOf(exchanges: readonly Exchange[]): Pick<Own, 'validity'> {
  const [first, ...others] = exchanges.map(({ validity }) => validity);
  if (!first || others.length === 0) return first ? { validity: first } : {};
  const all = [first, ...others];
  const windows = all.map((validity) => validity?.forMs);
  if (windows.includes(undefined) || all.some((one) => one?.since ?? one?.unit === 'until')) return {};
  const param = all.find((one) => one?.param !== undefined)?.param;
  return {
    validity: { forMs: Math.max(...windows.map((ms = 0) => ms)), ...(param !== undefined && { param }) },
  };
}

/** Ours, the first of several that have a code, and those of the codes that ours lack. */
export function mergedRows(rows: readonly Row[], own: readonly OwnCatalog[]): readonly Row[] {
  const entries = new Map<string, Entry>();
  for (const { exchange } of own.toReversed())
    for (const [code, entry] of exchange.codes.rest) entries.set(code, entry);
  return [...[...entries.values()].map(rowOf), ...rows.filter(([code]) => !entries.has(code))];
}

function rowOf(entry: Entry): Row {
  const { code, text, category: _category, outcome: _outcome, ...more } = entry;
  if (entry.category === 'success') return [code, entry.category, entry.outcome, text, more];
  const when = entry.when?.map((one) => ({
    text: one.text,
    category: one.category,
    outcome: one.outcome,
    ...(one.limit !== undefined && { limit: one.limit }),
    ...(one.waitMs !== undefined && { waitMs: one.waitMs }),
    ...(one.note !== undefined && { note: one.note }),
  }));
  return [code, entry.category, entry.outcome, text, { ...more, ...(when && { when }) }];
}

/** Our limits, for calls of their part. */
export function ownLimits({ exchange, covers, isWhole }: OwnCatalog): readonly Limit[] {
  if (isWhole) return exchange.limits;
  return exchange.limits.map((limit) => ({
    ...limit,
    match: (route: RouteInfo) => covers(route.path) && matchesRoute(limit.match, route),
  }));
}
