// Lists the exchanges, or the codes of one kind.
import { type Exchange, exchanges } from '../internal.ts';
import { failed, misused } from './cli-error.ts';
import type { Options, Report } from './command.ts';
import { meaningTable } from './explain/code-lines.ts';
import { meaningsOf } from './explain/meanings.ts';
import { findExchange, titleOf } from './names.ts';
import { table } from './text/layout.ts';
import { count } from './text/numbers.ts';
import type { Paint } from './text/paint.ts';

/** `list` */
export function run(words: readonly string[], { category, outcome }: Options): Report {
  if (words.length > 1) throw misused('list takes one exchange, or none.');
  const exchange = words[0] === undefined ? undefined : findExchange(words[0]);
  if (!exchange && category === undefined && outcome === undefined)
    return { value: exchanges.map(toRow), lines: exchangeLines };
  const found = (exchange ? [exchange] : exchanges)
    .flatMap(meaningsOf)
    .filter((one) => (category ?? one.category) === one.category && (outcome ?? one.outcome) === one.outcome);
  const which = [category, outcome && `outcome ${outcome}`].filter(Boolean).join(', ');
  const title = `${exchange ? titleOf(exchange) : 'All exchanges'}${which && `, ${which}`}: ${count(found.length, 'code')}`;
  return {
    value: found,
    lines: (paint) => [paint('bold', title), '', ...meaningTable(found, paint, exchange === undefined)],
    ...(found.length === 0 && {
      problem: failed(`${exchange?.name ?? 'No exchange'} has no code of ${which}.`),
    }),
  };
}

/** One exchange in short: as `--json` prints it. */
interface ExchangeRow extends Pick<Exchange, 'name' | 'hosts' | 'docs'> {
  readonly exchange: string;
  readonly codes: number;
  readonly limits: number;
}

function toRow(exchange: Exchange): ExchangeRow {
  const { id, name, limits, hosts, docs } = exchange;
  return { exchange: id, name, codes: meaningsOf(exchange).length, limits: limits.length, hosts, docs };
}

function exchangeLines(paint: Paint): readonly string[] {
  const rows = exchanges.map(toRow).map(({ exchange, name, codes, limits, hosts }) => {
    return [exchange, name, String(codes), String(limits), hosts.join(', ') || 'one of each tenant'];
  });
  return [
    ...table(['Exchange', 'Name', 'Codes', 'Limits', 'Hosts'], rows, paint, [2, 3]),
    '',
    'The codes of one: list <exchange>. Of one kind: list --category funds.',
  ];
}
