// What a definition says, what of it is doubtful, and what is missing in it.
import { type Category, type Exchange, type Limit, rowsOf } from '../../internal.ts';
import { meaningsOf } from '../explain/meanings.ts';
import { titleOf } from '../names.ts';
import { fields, hang, headline } from '../text/layout.ts';
import { count, duration, few, grouped, mostFirst } from '../text/numbers.ts';

/** A definition in short: as `--json` prints it. */
export interface Findings {
  readonly exchange: string;
  readonly name: string;
  readonly rows: number;
  readonly categories: Readonly<Record<string, number>>;
  readonly unknownOutcomes: readonly string[];
  /** Rows that stand there more than once. */
  readonly twice: readonly string[];
  /** Codes that are `rejected`, though their category is no reason why nothing was done. */
  readonly surelyRejected: readonly string[];
  readonly limits: readonly string[];
  readonly clock: string;
  readonly orderIds: readonly string[];
  readonly lookUps: readonly string[];
  readonly missing: readonly string[];
}

/** What is missing, and what that means for orders. */
const gaps: readonly (readonly [isMissing: (exchange: Exchange) => boolean, meaning: string])[] = [
  [
    ({ rest }) => rest.ok.length === 0 && rest.flags.length === 0 && !rest.bare && !rest.read,
    'nothing marks a good answer (`ok`, `flags` or `bare`): none is read as good',
  ],
  [
    ({ codes }) => ![...codes.rest.values()].some(({ category }) => category === 'rate-limit'),
    'no row is a rate limit: HTTP 429 and 418 alone make calls wait',
  ],
  [({ limits }) => limits.length === 0, 'no limits: calls wait only once the exchange has refused one'],
  [({ time }) => time.from === 'date', 'no clock: the time is that of the Date header, in whole seconds'],
  [
    ({ routes }) => !routes.some(({ kind }) => kind === 'order'),
    'no route of kind order: an order is a write like any other, and a lost one stays unknown',
  ],
  [
    ({ routes, signedPaths }) => signedPaths.length === 0 && !routes.some(({ signed }) => signed),
    'no signed paths: nothing is signed',
  ],
  [({ hosts }) => hosts.length === 0, 'no hosts: keys keep to the first origin that they are used for'],
  [({ clientOrderId }) => !clientOrderId, 'no client order ids: an order cannot be asked about by its name'],
  [({ lookup }) => lookup.length === 0, 'no look-up: a lost order stays unknown'],
  [
    ({ lookup, validity, expiry, clientOrderId }) =>
      lookup.length > 0 &&
      !(validity ?? expiry) &&
      ![true, 'always'].includes(clientOrderId?.deduplicated ?? ''),
    'no validity or expiry: an order that is not found stays unknown, and is not sent again',
  ],
];

/** Categories that are no reason why nothing was done. */
const catchAlls: readonly (Category | 'success')[] = ['server', 'timeout', 'network', 'unknown'];

/** @throws {TypeError} for rows that are read only now and break a rule */
export function inspect(exchange: Exchange): Findings {
  const { id, name, limits, time, clientOrderId, lookup } = exchange;
  const rows = meaningsOf(exchange);
  const categories: Record<string, number> = {};
  for (const { category } of rows) categories[category] = (categories[category] ?? 0) + 1;
  const listed = rowsOf(exchange.spec).map(
    ([code, , , , more]) => `${code}${more?.over ? ` over ${more.over}` : ''}`,
  );
  return {
    exchange: id,
    name,
    rows: rows.length,
    categories,
    unknownOutcomes: rows.filter(({ outcome }) => outcome === 'unknown').map(({ code }) => code),
    twice: [...new Set(listed.filter((row, at) => listed.indexOf(row) !== at))],
    surelyRejected: rows
      .filter(({ category, outcome }) => outcome === 'rejected' && catchAlls.includes(category))
      .map(({ code }) => code),
    limits: limits.map(limitText),
    clock: [
      time.routes.at(-1)?.path ?? '/',
      time.from === 'date' ? 'header Date' : time.from.map(fieldOf).join(' or '),
    ].join(', '),
    orderIds: clientOrderId?.fields ?? [],
    lookUps: lookup.map(({ method, path, by }) => `${method} ${path}${by === undefined ? '' : ` by ${by}`}`),
    missing: gaps.flatMap(([isMissing, meaning]) => (isMissing(exchange) ? [meaning] : [])),
  };
}

function fieldOf(from: string | { readonly field: string }): string {
  return typeof from === 'string' ? from : from.field;
}

function limitText({ name, capacity, windowMs, refill, scope }: Limit): string {
  const most = windowMs === undefined ? '' : ` in ${duration(windowMs)}`;
  const drains = refill ? `, ${refill.units} back in ${duration(refill.everyMs)}` : '';
  return `${name} (${grouped(capacity)}${most || drains || ' at once'}, by ${scope})`;
}

/** The findings for a person. */
export function findingLines(found: Findings): readonly string[] {
  const { rows, categories, missing } = found;
  const kinds = mostFirst(categories).map(([category, times]) => `${category} ${grouped(times)}`);
  return [
    ...headline(`${titleOf({ id: found.exchange, name: found.name })}: ${count(rows, 'row')}`),
    '',
    ...fields([
      ['Categories', kinds.join(', ')],
      ['Unknown outcome', few(found.unknownOutcomes, 20)],
      ['Rejected, sure?', few(found.surelyRejected, 20)],
      ['Stands twice', few(found.twice, 20)],
      ['Limits', few(found.limits, 10)],
      ['Clock', found.clock],
      ['Client order id', found.orderIds.join(', ')],
      ['Look-up', found.lookUps.join(', ')],
    ]),
    ...(missing.length > 0 ? ['', 'What is missing'] : []),
    ...missing.flatMap((one) => hang('  - ', one)),
  ];
}
