// Lists the exchanges, or the codes of one kind.
import { type Exchange, exchanges } from '../../internal.ts';
import { failed, misused } from '../cli-error.ts';
import type { Arguments, Context } from '../command.ts';
import { meaningTable } from '../explain/code-lines.ts';
import { type CodeMeaning, meaningsOf } from '../explain/meanings.ts';
import { categoryNames, findExchange, findName, outcomeNames, titleOf } from '../names.ts';
import { print, printJson } from '../terminal.ts';
import { table } from '../text/layout.ts';
import { count } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';

/** `list` */
export function run({ words, values }: Arguments, context: Context): number {
  if (words.length > 1) throw misused('list takes one exchange, or none.');
  const exchange = words[0] === undefined ? undefined : findExchange(words[0]);
  const filter = {
    category: wanted('category', values['category'], categoryNames),
    outcome: wanted('outcome', values['outcome'], outcomeNames),
  };
  const isFiltered = filter.category !== undefined || filter.outcome !== undefined;
  return exchange || isFiltered ? listCodes(exchange, filter, context) : listExchanges(context);
}

interface Filter {
  readonly category: string | undefined;
  readonly outcome: string | undefined;
}

function wanted(what: string, name: string | undefined, known: readonly string[]): string | undefined {
  return name === undefined ? undefined : findName(what, name, known);
}

function listExchanges({ terminal, paint, json }: Context): number {
  if (json) printJson(terminal.stdout, exchanges.map(toRow));
  else print(terminal.stdout, exchangeLines(exchanges, paint));
  return 0;
}

function listCodes(exchange: Exchange | undefined, filter: Filter, context: Context): number {
  const { terminal, paint, json } = context;
  const found = (exchange ? [exchange] : exchanges).flatMap(meaningsOf).filter((one) => fits(one, filter));
  if (json) printJson(terminal.stdout, found);
  const which = [filter.category, filter.outcome && `outcome ${filter.outcome}`].filter(Boolean).join(', ');
  if (found.length === 0) throw failed(`${exchange?.name ?? 'No exchange'} has no code of ${which}.`);
  if (json) return 0;
  const title = `${exchange ? titleOf(exchange) : 'All exchanges'}${which && `, ${which}`}: ${count(found.length, 'code')}`;
  print(terminal.stdout, [paint('bold', title), '', ...meaningTable(found, paint, exchange === undefined)]);
  return 0;
}

function fits({ category, outcome }: CodeMeaning, filter: Filter): boolean {
  return (
    (filter.category === undefined || category === filter.category) &&
    (filter.outcome === undefined || outcome === filter.outcome)
  );
}

/** One exchange in short: as `--json` prints it. */
interface ExchangeRow {
  readonly exchange: string;
  readonly name: string;
  readonly codes: number;
  readonly limits: number;
  readonly hosts: readonly string[];
  readonly docs: readonly string[];
}

function toRow(exchange: Exchange): ExchangeRow {
  const { id, name, limits, hosts, docs } = exchange;
  return { exchange: id, name, codes: meaningsOf(exchange).length, limits: limits.length, hosts, docs };
}

/** The exchanges, one line each. */
function exchangeLines(exchanges: readonly Exchange[], paint: Paint): readonly string[] {
  return [
    ...table(
      ['Exchange', 'Name', 'Codes', 'Limits', 'Hosts'],
      exchanges
        .map(toRow)
        .map(({ exchange, name, codes, limits, hosts }) => [
          exchange,
          name,
          String(codes),
          String(limits),
          hosts.join(', ') || 'one of each tenant',
        ]),
      paint,
      [2, 3],
    ),
    '',
    'The codes of one: list <exchange>. Of one kind: list --category funds.',
  ];
}
