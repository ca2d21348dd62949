// What a definition says, what of it is doubtful, and what is missing in it.
import { type Category, type Exchange, fitsPath, type Limit, rowsOf } from '../../internal.ts';
import { count, duration, few, grouped, increase, mostFirst } from '../../replay/wording.ts';
import type { Report } from '../command.ts';
import { type CodeMeaning, meaningsOf } from '../explain/meanings.ts';
import { titleOf } from '../names.ts';
import { fields, hang, headline } from '../text.ts';

/** Categories that are no reason why nothing was done. */
const catchAlls: readonly (Category | 'success')[] = ['server', 'timeout', 'network', 'unknown'];

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
  [
    ({ lookup, clientOrderId }) => lookup.length === 0 && clientOrderId?.deduplicated !== 'returned',
    'no look-up: a lost order stays unknown',
  ],
  [
    ({ lookup, validity, expiry, clientOrderId }) =>
      lookup.length > 0 &&
      !(validity ?? expiry) &&
      ![true, 'always'].includes(clientOrderId?.deduplicated ?? ''),
    'no validity or expiry: an order that is not found stays unknown, and is not sent again',
  ],
  [
    ({ lookup, routes }) => lookup.length > 0 && !isCovered(lookup, routes, 'cancel'),
    'no look-up covers a cancel (`covers`): a lost one stays unknown',
  ],
];

/** Whether a look-up asks about what one of the routes of this kind names; where there is none, whether it could. */
function isCovered(
  lookup: Exchange['lookup'],
  routes: Exchange['routes'],
  wanted: Exchange['routes'][number]['kind'],
): boolean {
  const named = routes.filter(({ kind }) => kind === wanted);
  const fits = (path: string): boolean =>
    lookup.some(({ covers }) => !covers || covers.some((one) => fitsPath(path, one) || fitsPath(one, path)));
  return named.length === 0 || named.some(({ path }) => path === undefined || fits(path));
}

/** Tells what a definition says. @throws {TypeError} for rows that are read only now and break a rule */
export function definitionReport(exchange: Exchange): Report {
  const rows = meaningsOf(exchange);
  const facts = factsOf(exchange, rows);
  const missing = gaps.flatMap(([isMissing, meaning]) => (isMissing(exchange) ? [meaning] : []));
  return {
    value: {
      exchange: exchange.id,
      name: exchange.name,
      rows: rows.length,
      ...Object.fromEntries(facts.map(([name, , values]) => [name, values])),
      missing,
    },
    lines: [
      ...headline(`${titleOf(exchange)}: ${count(rows.length, 'row')}`),
      '',
      ...fields(facts.map(([, label, values]) => [label, few(values, 20)])),
      ...(missing.length > 0 ? ['', 'What is missing'] : []),
      ...missing.flatMap((one) => hang('  - ', one)),
    ],
  };
}

type Fact = readonly [name: string, label: string, values: readonly string[]];

function factsOf(exchange: Exchange, rows: readonly CodeMeaning[]): readonly Fact[] {
  const { spec, limits, time, clientOrderId, lookup } = exchange;
  const codesOf = (isIt: (row: CodeMeaning) => boolean): readonly string[] =>
    rows.filter(isIt).map(({ code }) => code);
  const listed = rowsOf(spec).map(([code, , , , more]) => code + (more?.over ? ` over ${more.over}` : ''));
  const categories: Record<string, number> = {};
  for (const { category } of rows) increase(categories, category);
  const sources =
    time.from === 'date'
      ? ['header Date']
      : time.from.map((from) => (typeof from === 'string' ? from : from.field));
  return [
    ['categories', 'Categories', mostFirst(categories).map((one) => one.join(' '))],
    ['unknownOutcomes', 'Unknown outcome', codesOf(({ outcome }) => outcome === 'unknown')],
    [
      'surelyRejected',
      'Rejected, sure?',
      codesOf((row) => row.outcome === 'rejected' && catchAlls.includes(row.category)),
    ],
    ['standTwice', 'Stands twice', [...new Set(listed.filter((row, at) => listed.indexOf(row) !== at))]],
    ['limits', 'Limits', limits.map(limitText)],
    ['clock', 'Clock', [time.routes.at(-1)?.path ?? '/', ...sources]],
    ['orderIds', 'Client order id', clientOrderId?.fields ?? []],
    ['lookUps', 'Look-up', lookup.map(({ method, path, by }) => `${method} ${path}${by ? ` by ${by}` : ''}`)],
  ];
}

function limitText({ name, capacity, windowMs, refill, scope }: Limit): string {
  const most = windowMs === undefined ? '' : ` in ${duration(windowMs)}`;
  const drains = refill ? `, ${refill.units} back in ${duration(refill.everyMs)}` : '';
  return `${name} (${grouped(capacity)}${most || drains || ' at once'}, by ${scope})`;
}
