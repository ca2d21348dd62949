// Lists the exchanges, or the codes of one kind.
import { exchanges } from '../../internal.ts';
import { failed, misused } from '../cli-error.ts';
import type { Options, Report } from '../command.ts';
import { findExchange, titleOf } from '../names.ts';
import { headline, table } from '../text/layout.ts';
import { count } from '../text/numbers.ts';
import { meaningsOf, meaningTable } from './meanings.ts';

/** `list` */
export function run(words: readonly string[], { category, outcome }: Options): Report {
  const [name, ...more] = words;
  if (more.length > 0) throw misused('list takes one exchange, or none.');
  const exchange = name === undefined ? undefined : findExchange(name);
  if (!exchange && category === undefined && outcome === undefined) return listExchanges();
  const found = (exchange ? [exchange] : exchanges)
    .flatMap(meaningsOf)
    .filter((one) => (category ?? one.category) === one.category && (outcome ?? one.outcome) === one.outcome);
  const which = [category, outcome && `outcome ${outcome}`].filter(Boolean).join(', ');
  if (found.length === 0)
    return {
      value: [],
      lines: [],
      problem: failed(`${exchange?.name ?? 'No exchange'} has no code of ${which}.`),
    };
  const title = `${exchange ? titleOf(exchange) : 'All exchanges'}${which && `, ${which}`}: ${count(found.length, 'code')}`;
  return { value: found, lines: [...headline(title), '', ...meaningTable(found, exchange === undefined)] };
}

function listExchanges(): Report {
  const value = exchanges.map((exchange) => {
    const { id, name, limits, hosts, docs } = exchange;
    return { exchange: id, name, codes: meaningsOf(exchange).length, limits: limits.length, hosts, docs };
  });
  const rows = value.map(({ exchange, name, codes, limits, hosts }) => {
    return [exchange, name, String(codes), String(limits), hosts.join(', ') || 'one of each tenant'];
  });
  return {
    value,
    lines: [
      ...table(['Exchange', 'Name', 'Codes', 'Limits', 'Hosts'], rows, [2, 3]),
      '',
      'The codes of one: list <exchange>. Of one kind: list --category funds.',
    ],
  };
}
