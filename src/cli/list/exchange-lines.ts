// Writes the list of exchanges.
import type { Exchange } from '../../internal.ts';
import { meaningsOf } from '../explain/meanings.ts';
import { table } from '../text/layout.ts';
import type { Paint } from '../text/paint.ts';

/** One exchange in short: as `--json` prints it. */
export interface ExchangeRow {
  readonly exchange: string;
  readonly name: string;
  readonly codes: number;
  readonly limits: number;
  readonly hosts: readonly string[];
  readonly docs: readonly string[];
}

export function toRow(exchange: Exchange): ExchangeRow {
  const { id, name, limits, hosts, docs } = exchange;
  return { exchange: id, name, codes: meaningsOf(exchange).length, limits: limits.length, hosts, docs };
}

/** The exchanges, one line each. */
export function exchangeLines(exchanges: readonly Exchange[], paint: Paint): readonly string[] {
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
