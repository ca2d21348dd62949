// Finds an exchange by what a person or a record calls it.
import { type Exchange, exchanges, ofRoot } from '../internal.ts';

/**
 * The exchange of that id or name, or the only one that begins so; of several one of the root's whose first word it is, which
 * was called so before there were others. Undefined where there is none.
 */
export function matchExchange(name: string, among: readonly Exchange[] = exchanges): Exchange | undefined {
  const wanted = bare(name);
  if (wanted === '') return undefined;
  const namesOf = ({ id, name: title }: Exchange): string[] => [bare(id), bare(title)];
  const exact = among.find((exchange) => namesOf(exchange).includes(wanted));
  const begun = among.filter((exchange) => namesOf(exchange).some((one) => one.startsWith(wanted)));
  if (exact || begun.length === 1) return exact ?? begun[0];
  return begun.find(
    (exchange) => ofRoot.includes(exchange) && bare(exchange.id.split('-')[0] ?? '') === wanted,
  );
}

/** Without case, hyphens and dots: `MEXC_Contract`, `mexcContract` and `mexc-contract` are one. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
