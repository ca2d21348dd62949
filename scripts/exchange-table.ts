// Writes the tables of all exchanges, for the site and the README, from their data and the comments beside it.
import { readdirSync, readFileSync } from 'node:fs';
import type { Exchange } from '../src/catalog/exchange.ts';
import { code, table } from './exchange-docs.ts';
import { pagesUrl } from './repository.ts';

const catalog = new URL('../src/catalog/', import.meta.url);

/** The page of all exchanges, in Markdown. */
export function renderAll(exchanges: readonly Exchange[]): string {
  const head = ['Exchange', 'Codes', 'Limits', 'Clock', 'Look-up by id', 'Sockets', 'Batches', 'As of'];
  const sections = [
    '<!-- Generated from the catalog: do not edit, see `src/catalog/README.md`. -->',
    '# Exchanges',
    `What is known of each exchange, and since when. To find one code, ask the [explorer](../explorer.md).`,
    table(
      head,
      exchanges.map((exchange) => [
        link(exchange, '.'),
        String(countOf(exchange)),
        limitsOf(exchange),
        clockOf(exchange),
        lookUpOf(exchange),
        yesNo(takesOrders(exchange)),
        batchesOf(exchange),
        readAsOf(exchange),
      ]),
    ),
    `**Clock**: the codes by which a time of signing is refused. **Look-up by id**: whether \`byClientOrderId()\` finds an order; books are
asked one after the other, open orders first. **Sockets**: orders over them, under the same limits, codes and
look-ups. **Batches**: the most orders of one request, where \`partial: 'repeat'\` can be asked for. **As of**: the day of the
documents that were read last.`,
    '## What is assumed',
    "Where an exchange's documents are silent. The file, in `src/catalog/<id>`, says what would settle it.",
    exchanges.flatMap(assumptionsOf).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Over a socket: some have subscriptions alone. */
function takesOrders({ socket }: Exchange): boolean {
  return socket?.commands.some(({ kind }) => kind === 'order') ?? false;
}

/** The short one of the README. */
export function renderShort(exchanges: readonly Exchange[]): string {
  return table(
    ['Exchange', 'Id', 'Codes', 'Look-up by id', 'Socket orders', 'As of'],
    exchanges.map((exchange) => [
      link(exchange, `${pagesUrl}/docs/exchanges`),
      code(exchange.id),
      String(countOf(exchange)),
      isLookedUp(exchange),
      yesNo(takesOrders(exchange)),
      readAsOf(exchange),
    ]),
  );
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

function link({ id, name }: Exchange, folder: string): string {
  return `[${name}](${folder}/${id}.md)`;
}

/** Of every table that it has. */
function countOf({ catalog: rows, codes }: Exchange): number {
  const tables = [codes, ...codes.named.values()].flatMap(({ rest, ws }) => [rest, ws]);
  return new Set([rows, ...tables].flatMap((one) => [...one.values()])).size;
}

function limitsOf({ limits }: Exchange): string {
  const scopes = (['ip', 'account'] as const).map((scope) => {
    const count = limits.filter((limit) => limit.scope === scope).length;
    return count === 0 ? '' : `${count} per ${scope === 'ip' ? 'IP' : 'account'}`;
  });
  return scopes.filter(Boolean).join(', ') || 'none published';
}

/** Of a nonce too, which is a time there. */
function clockOf({ codes }: Exchange): string {
  const tables = [codes, ...codes.named.values()].flatMap(({ rest }) => [...rest.values()]);
  const found = tables.filter(({ category, outcome }) => category === 'timestamp' && outcome === 'rejected');
  const names = [...new Set(found.map((row) => row.code))];
  const more = names.length > 3 ? `, ${names.length - 3} more` : '';
  return names.length === 0 ? 'none of its own' : names.slice(0, 3).map(code).join(', ') + more;
}

function lookUpOf(exchange: Exchange): string {
  const books = countBooks(exchange);
  return books > 1 ? `yes, in ${books} books` : isLookedUp(exchange);
}

/** By the order's client order id. */
function isLookedUp(exchange: Exchange): string {
  return isOwnLookUp(exchange) ? 'by sending it again' : yesNo(countBooks(exchange) > 0);
}

const isOwnLookUp = ({ clientOrderId }: Exchange): boolean => clientOrderId?.deduplicated === 'returned';

/** Where an order can be looked up by its client order id. */
function countBooks({ lookup }: Exchange): number {
  const named = lookup.filter(({ by }) => by === undefined);
  return named.length === 0 ? 0 : 1 + Math.max(...named.map(({ next = [] }) => next.length));
}

/** Of those that place orders. */
function batchesOf({ batches, routes }: Exchange): string {
  const orders = routes.filter(({ kind, amends }) => kind === 'order' && !amends);
  const placing = batches.filter(({ path, method = 'POST' }) =>
    orders.some((route) => route.path === path && (route.method ?? method) === method),
  );
  if (placing.length === 0) return 'no';
  const most = Math.max(...placing.map(({ most: items = 0 }) => items));
  return most === 0 ? 'yes' : `up to ${most}`;
}

/** The comments of an exchange's files, each as one line, by the name of its file. */
function commentsOf({ id }: Exchange): readonly (readonly [file: string, comment: string])[] {
  const folder = new URL(`${id}/`, catalog);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .flatMap((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const found = text.match(/\/\*\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n)+/gm) ?? [];
      return found.map((comment) => [name.replace('.ts', ''), flat(comment)] as const);
    });
}

function flat(comment: string): string {
  return comment
    .replace(/^\s*(?:\/\*\*|\*\/|\*|\/\/)/gm, '')
    .replaceAll('*/', '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** "As of 2026-07-24.": the comment over the source of its table. */
function readAsOf(exchange: Exchange): string {
  const said = commentsOf(exchange).flatMap(([file, comment]) =>
    file === 'codes' ? [...comment.matchAll(/\b[Aa]s of [^.]*?\b(20\d\d(?:-\d\d){0,2})\b/g)] : [],
  );
  return said[0]?.[1] ?? 'not noted';
}

function assumptionsOf(exchange: Exchange): readonly string[] {
  const found = commentsOf(exchange).flatMap(([file, comment]) =>
    [...comment.matchAll(/\b[Aa]ssumed(?::| is| are) (.*?)\.(?= |$)/g)].map(
      ([, what]) => `${what} (\`${file}.ts\`)`,
    ),
  );
  return found.map((what) => `- [${exchange.name}](./${exchange.id}.md): ${what}.`);
}
