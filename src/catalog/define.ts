import { type Category, categories, type Entry } from '../types.ts';
import type { Row, Table } from './entry.ts';
import type { Exchange, ExchangeSpec, TimeSource } from './exchange.ts';
import { lookupRequest, type OrderReference } from './orders.ts';
import { rateLimitHeaders, resetHeaders } from './usage.ts';

const known: ReadonlySet<string> = new Set<Category | 'success'>([...categories, 'success']);
const outcomes: ReadonlySet<string> = new Set(['ok', 'rejected', 'unknown']);
const dateHeader: TimeSource = { routes: [{ path: '/' }], from: 'date' };
const settle = { settleMs: 2000, asks: 3 };

/**
 * Makes an exchange out of its data.
 * @throws {TypeError} that names the row and the rule it breaks: an unknown category or outcome, a contradiction
 * between the two, a code that stands twice with different words.
 */
export function defineExchange(spec: ExchangeSpec): Exchange {
  for (const option of ['id', 'name', 'table', 'rest'] as const) {
    if (!spec[option]) throw new TypeError(`defineExchange: \`${option}\` is required.`);
  }
  const table = entries(spec, spec.table);
  const catalog = new Map([...entries(spec, spec.beyond), ...table]);
  // The table's own order first, so that a listing reads like the exchange's page.
  const ordered = new Map([...table, ...catalog]);
  return Object.freeze({
    docs: [],
    hosts: [],
    trustsCodesUnder5xx: false,
    limits: [],
    usage: rateLimitHeaders,
    statuses: [],
    resets: resetHeaders,
    maxPauseMs: 0,
    time: dateHeader,
    routes: [],
    lookup: [],
    signedPaths: [],
    settle,
    retryAfter: undefined,
    clientOrderId: undefined,
    ...spec,
    ws: spec.ws,
    socket: spec.socket,
    catalog: ordered,
    codes: {
      rest: overlay(ordered, entries(spec, spec.restOnly)),
      ws: overlay(spec.wsSharesTable ? ordered : new Map(), entries(spec, spec.wsOnly)),
    },
    lookupOrder: (order: OrderReference) => lookupRequest(spec.lookup ?? [], order),
    spec,
  });
}

/**
 * A variant of an exchange: the given parts replace the base's, `table` rows are added and win over rows with the
 * same code.
 * @throws {TypeError} as `defineExchange` does.
 */
export function extendExchange<Base extends Exchange>(base: Base, changes: Partial<ExchangeSpec>): Base {
  const changed = new Set(changes.table?.rows.map(([code]) => code));
  const kept = base.spec.table.rows.filter(([code]) => !changed.has(code));
  const added = changes.table?.rows.map((row) => sourced(row, changes.table?.source ?? ''));
  const spec: ExchangeSpec = {
    ...base.spec,
    ...changes,
    table: { source: base.spec.table.source, rows: [...kept, ...(added ?? [])] },
  };
  return Object.freeze({ ...base, ...defineExchange(spec) });
}

function sourced(row: Row, source: string): Row {
  const [code, category, outcome, text, more] = row;
  return [code, category, outcome, text, { source, ...more }];
}

function overlay(
  base: ReadonlyMap<string, Entry>,
  over: ReadonlyMap<string, Entry>,
): ReadonlyMap<string, Entry> {
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
  const [code, category, outcome, text, more] = row;
  if (typeof code !== 'string' || code === '') {
    throw rowError(spec, String(code), 'must have its code as a string, exactly as written');
  }
  if (!known.has(category)) throw rowError(spec, code, `has the unknown category "${category}"`);
  if (!outcomes.has(outcome)) throw rowError(spec, code, `has the unknown outcome "${outcome}"`);
  if ((category === 'success') !== (outcome === 'ok')) {
    throw rowError(spec, code, `contradicts itself: category "${category}" with outcome "${outcome}"`);
  }
  if (typeof text !== 'string') throw rowError(spec, code, 'needs its text');
  return Object.freeze({ code, text, category, outcome, source, ...more });
}

function rowError(spec: ExchangeSpec, code: string, rule: string): TypeError {
  return new TypeError(`defineExchange: ${spec.id}: the row of code "${code}" ${rule}.`);
}
