/** Writes an exchange's page from its data: `test/catalog/docs.test.ts` keeps `docs/exchanges` equal to it. */
import { builtIn } from '../src/catalog/built-in.ts';
import type { Envelope, ItemsShape } from '../src/catalog/envelope.ts';
import type { Exchange } from '../src/catalog/exchange.ts';
import { maxInt64 } from '../src/catalog/integers.ts';
import type { Limit } from '../src/catalog/limit.ts';
import { isRefusedForGood } from '../src/catalog/order-ids.ts';
import type { ClientOrderId, LookupRoute } from '../src/catalog/order-rules.ts';
import { meaningsOf } from '../src/cli/explain/meanings.ts';
import { describeDecision } from '../src/policies/describe-decision.ts';
import type { Entry } from '../src/types.ts';
import { commandFacts, commandRows } from './exchange-commands.ts';

/** The page of one exchange, in Markdown. */
export function renderExchange(exchange: Exchange): string {
  const sections = [
    `# ${exchange.name}`,
    use(exchange),
    facts(exchange),
    '## Envelope',
    envelopes(exchange),
    '## Limits',
    `Sources and dates stand in \`src/catalog/${exchange.id}\`, what is assumed [beside the list of exchanges](./index.md#what-is-assumed).`,
    limits(exchange),
    ...commands(exchange),
    '## Codes',
    legend(exchange),
    `Look one up, or paste an answer: [code explorer](../explorer.md#exchange=${exchange.id}).`,
    rows(exchange, [...exchange.catalog.values()]),
    ...onlyOver(exchange, 'REST', exchange.codes.rest),
    ...onlyOver(exchange, 'WebSocket', exchange.codes.ws),
    ...[...exchange.codes.named].flatMap(([name, own]) => {
      // What holds over a transport everywhere stands above.
      const kept = [own.rest, own.ws].flatMap((table, at) =>
        [...table].filter(
          ([code, entry]) => [exchange.codes.rest, exchange.codes.ws][at]?.get(code) !== entry,
        ),
      );
      return onlyOver(exchange, `\`${name}\``, new Map(kept));
    }),
    '<!-- Generated from the catalog: do not edit, see `src/catalog/README.md`. -->',
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What is typed first, and what it then does about an order that was lost. */
function use(exchange: Exchange): string {
  const { id, name, clientOrderId, lookup } = exchange;
  const [exported] = Object.entries(builtIn).find(([, one]) => one === exchange) ?? [];
  const ids = clientOrderId?.fields.map(code).join(' or ');
  const asked = 'with `reconcile: byClientOrderId()` an order whose answer is lost is';
  const lost =
    clientOrderId?.deduplicated === 'returned'
      ? `${asked} sent once more under its ${ids}, and answered with the first`
      : lookup.some(({ by }) => by === undefined)
        ? `${asked} looked up by its ${ids}`
        : 'an order whose answer is lost stays unknown, since it cannot be looked up';
  return [
    '```ts',
    `import { ${exported} } from 'exchange-interceptors/exchanges/${id}';`,
    '```',
    '',
    `\`createGateway({ exchange: ${exported} })\` knows the codes, limits and clock of ${name}; ${lost}. [How to begin](../start.md).`,
  ].join('\n');
}

function commands({ socket }: Exchange): readonly string[] {
  if (!socket) return [];
  return [
    '## Commands over WebSocket',
    'Through [`interceptSocket`](../websocket.md).',
    table(['', ''], commandFacts(socket)),
    table(['Command', 'Does', 'Needs the account', 'Counts and is looked up as'], commandRows(socket)),
  ];
}

function facts(exchange: Exchange): string {
  const { id, hosts, docs, clientOrderId, lookup } = exchange;
  const lines = [
    ['Id', `\`${id}\``],
    ['Client order id', clientOrderId ? clientOrderId.fields.map(code).join(', or ') : 'none'],
    ['Its form', clientOrderId ? form(clientOrderId.pattern) : ''],
    ['A second order with one id', duplicates(clientOrderId?.deduplicated)],
    ['Look-up', [...new Set(lookup.map(lookupText))].join('; ')],
    ['A "not found" is believed', absence(exchange)],
    [
      'Usage headers',
      exchange.usage
        .map((rule) => `${headersOf(rule).map(code).join(', ')} (${limitText(rule.limit)})`)
        .join(', '),
    ],
    ['Clock', clock(exchange)],
    ['Hosts', hosts.map(code).join(', ') || 'none named: see the documents'],
    ['Signed', exchange.signedPaths.map(code).join(', ')],
    ['Documents', docs.map((page) => `<${page}>`).join(', ')],
  ];
  return table(
    ['', ''],
    lines.filter(([, value]) => value !== ''),
  );
}

function duplicates(refused: ClientOrderId['deduplicated'] = false): string {
  if (refused === 'while-open') return 'is refused while the first is open';
  if (refused === 'returned')
    return 'makes none, and is answered with the first: sent once more, it is its own look-up';
  return refused === false ? 'is not known to be refused' : 'is refused';
}

/** When the ready look-up takes an order that is not shown for one that never was placed. */
function absence({ settle, clientOrderId, repeat, validity, expiry }: Exchange): string {
  const answers = `after ${settle.asks} answers over at least ${time(settle.settleMs)}`;
  if (clientOrderId?.deduplicated === 'returned') return 'not asked: the order itself is sent once more';
  if (isRefusedForGood(clientOrderId)) return `${answers}, since a second order would be refused`;
  if (repeat === 'same-bytes') return `${answers}, since the exchange takes the same bytes once`;
  if (!validity)
    return expiry
      ? 'never, unless `validForMs` tells the exchange until when it may be carried out'
      : 'never, since nothing is documented that bounds how late it may be carried out: the order stays unknown';
  const { forMs, header, param, since } = validity;
  const own = header ?? param;
  const ends = [
    forMs === undefined ? '' : `${time(forMs)} after ${since === undefined ? 'its signature' : code(since)}`,
    own === undefined ? '' : `as ${code(own)} of the request says`,
    expiry?.always ? `as ${code(expiry.header ?? '')} says, which the gateway adds` : '',
  ].filter(Boolean);
  const never = since === undefined ? '' : `; never where an order has no ${code(since)}`;
  return `${answers}, the last once no copy can be accepted any more: ${ends.join(', or ')}${never}`;
}

function headersOf(rule: Exchange['usage'][number]): readonly string[] {
  const given = 'parse' in rule ? [rule.header] : [rule.used, rule.left, rule.capacity, rule.reset];
  const names = given.flatMap((one) => (one === undefined ? [] : typeof one === 'string' ? one : one.header));
  return [...new Set(names)];
}

function limitText(limit: Exchange['usage'][number]['limit']): string {
  if (limit === true) return 'the limits of the account that the call counts on';
  return typeof limit === 'string' ? limit || 'the narrowest limit' : limit.join(', ');
}

/** Numbers up to the largest of 64 bits make a pattern too long to read. */
function form(pattern: RegExp): string {
  const isInt64 = pattern.test(maxInt64) && !pattern.test(String(BigInt(maxInt64) + 1n));
  return isInt64 ? `a whole number, 1 to ${maxInt64}` : code(pattern.source);
}

function clock({ time: { routes, from } }: Exchange): string {
  const paths = routes.map(
    ({ when, path }) => code(`GET ${path}`) + (when ? ` (for ${code(`${when}*`)})` : ''),
  );
  const where =
    from === 'date'
      ? 'the HTTP `Date` header, whole seconds'
      : from.map((one) => code(typeof one === 'string' ? one : one.field)).join(', ');
  return `${paths.join(', ')}: ${where}`;
}

function lookupText({ when, method, path, query }: LookupRoute): string {
  const pairs = Object.entries(query ?? {}).map(([name, value]) => `${name}=${value}`);
  const text = `${method} ${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
  return code(text) + (when ? ` (for ${code(`${when}*`)})` : '');
}

function envelopes({ rest, ws }: Exchange): string {
  const over = ws ?? rest;
  const fact = (name: string, tell: (envelope: Envelope) => string): string[] => [
    name,
    tell(rest),
    tell(over),
  ];
  return table(
    ['', 'REST', 'WebSocket'],
    [
      fact('Code', ({ code: fields }) => list(fields)),
      fact('Text', ({ message }) => list(message)),
      fact('Codes of success', ({ ok }) => list(ok)),
      fact('Flags of success', ({ flags }) => list(flags)),
      fact('Marks of failure', ({ failure = [] }) =>
        list(failure.map(({ field, equals, except }) => `${field}: ${equals ?? markText(except)}`)),
      ),
      fact('A good answer may come bare', ({ bare }) => (bare ? 'yes' : 'no')),
      fact('Items of a batch', ({ items = [] }) => items.map(itemsText).join('; ') || 'none'),
    ],
  );
}

function markText(except: RegExp | undefined): string {
  return except === undefined ? 'not empty' : `not ${except.source}`;
}

function itemsText({ at = '', failedIds, doneAt, ...shape }: ItemsShape): string {
  if (failedIds)
    return `${code(at)} lists the ids that failed${doneAt ? `, ${code(doneAt)} those that did not` : ''}`;
  const fields = [...(shape.flags ?? []), ...(shape.code ?? []), ...(shape.message ?? [])];
  return `${code(at === '' ? '(the answer)' : `${at}[]`)}: ${list(fields)}`;
}

function limits(exchange: Exchange): string {
  return table(
    ['Limit', 'Calls', 'At most', 'Per', 'Counted by'],
    exchange.limits.map((limit) => [
      limit.name,
      calls(limit),
      size(limit),
      limit.scope === 'ip' ? 'IP' : 'account',
      [
        countedBy(limit),
        ...(typeof limit.weight === 'number' || limit.weight === undefined ? [] : ['weights by route']),
      ].join(', '),
    ]),
  );
}

function size(limit: Limit): string {
  const { refill, inFlight, capacity } = limit;
  if (inFlight !== undefined) return `${inFlight} in flight`;
  if (refill) return `${capacity}, of which ${refill.units} drain in ${time(refill.everyMs)}`;
  return `${capacity} in ${time(limit.windowMs ?? 0)}`;
}

function countedBy({ per = 'all' }: Limit): string {
  if (per === 'all') return 'all together';
  const parts = per === 'route' ? ['route'] : per;
  return `each ${parts.map((part) => (part === 'route' ? part : code(part))).join(' and ')} for itself`;
}

function calls({ match }: Limit): string {
  if (match === undefined) return 'all';
  if (typeof match === 'function') return 'some';
  const { method, path, kind, signed, transport } = match;
  const sort = signed === undefined ? '' : signed ? 'private' : 'public';
  const route = [method, path].filter((part) => part !== undefined).join(' ');
  const over = transport === undefined ? '' : `over ${transport === 'ws' ? 'WebSocket' : 'REST'}`;
  return [sort, kind, route && code(route), over].filter(Boolean).join(' ');
}

function legend(exchange: Exchange): string {
  const { codes, catalog } = exchange;
  const all = meaningsOf(exchange).length;
  const isShared = [...codes.ws.values()].some((entry) => catalog.get(entry.code) === entry);
  const own = codes.ws.size > 0 ? 'those below alone' : 'every number is `unknown`';
  const beyond = 'A code with a dagger (†) is documented, or was seen, beyond the published table.';
  const ws = isShared ? 'They hold over WebSocket too.' : `They hold over REST; over WebSocket ${own}.`;
  const others =
    all > catalog.size ? ` Of ${all} in all, the others hold in parts of the API alone and stand below.` : '';
  return `${catalog.size} codes, and what the default policies do. ${ws}${others} ${beyond}`;
}

function onlyOver(exchange: Exchange, transport: string, codes: ReadonlyMap<string, Entry>): string[] {
  const found = [...codes.values()].filter((entry) => exchange.catalog.get(entry.code) !== entry);
  if (found.length === 0) return [];
  return [`## Over ${transport} only`, 'These win over the rows above.', rows(exchange, found)];
}

function rows(exchange: Exchange, entries: readonly Entry[]): string {
  const origin = exchange.spec.table.source;
  return table(
    ['Code', 'Text', 'Category', 'Outcome', 'What we do', 'Note'],
    entries.map((entry) => [
      code(entry.code) + (entry.source === origin ? '' : ' †'),
      asText(entry.name ? `${entry.name}: ${entry.text}` : entry.text),
      entry.category,
      entry.outcome,
      describeDecision(exchange, entry),
      asText(
        [entry.note, entry.source === origin ? undefined : `source: ${entry.source}`]
          .filter(Boolean)
          .join('; '),
      ),
    ]),
  );
}

/** An exchange's words, which are neither tags nor the site's expressions. */
function asText(words: string): string {
  return words.replaceAll('<', '\\<').replaceAll('{{', '{<!-- -->{');
}

export function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.map(code).join(', ');
}

export function code(text: string): string {
  return `\`${text}\``;
}

function time(ms: number): string {
  if (ms % 60_000 === 0) return ms === 60_000 ? 'a minute' : `${ms / 60_000} min`;
  return ms === 1000 ? 'a second' : `${ms / 1000} s`;
}
