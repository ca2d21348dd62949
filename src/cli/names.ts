// Finds exchanges, categories and the like by what a person typed.
import { categories, didYouMean, type Exchange, either, exchanges } from '../internal.ts';
import { misused } from './cli-error.ts';
import { printable } from './text/printable.ts';

export const categoryNames: readonly string[] = [...categories, 'success'];
export const outcomeNames: readonly string[] = ['rejected', 'unknown', 'ok'];

/** Without case, hyphens and dots: `MEXC_Contract`, `mexcContract` and `mexc-contract` are one. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** The exchange of that id or name, or the only one that begins so; undefined where there is none, or more than one. */
export function matchExchange(name: string, among: readonly Exchange[] = exchanges): Exchange | undefined {
  const wanted = bare(name);
  if (wanted === '') return undefined;
  const namesOf = ({ id, name: title }: Exchange): string[] => [bare(id), bare(title)];
  const exact = among.find((exchange) => namesOf(exchange).includes(wanted));
  if (exact) return exact;
  const found = among.filter((exchange) => namesOf(exchange).some((one) => one.startsWith(wanted)));
  return found.length === 1 ? found[0] : undefined;
}

/** @throws {CliError} that names what is near. */
export function findExchange(name: string): Exchange {
  const found = matchExchange(name);
  if (found) return found;
  const ids = exchanges.map(({ id }) => id);
  throw misused(
    `There is no exchange "${printable(name, 40)}" here.`,
    ...didYouMean(name, ids),
    `Known are ${either(ids)}.`,
  );
}

/** @throws {CliError} that names what is near. */
export function findName(what: string, name: string, known: readonly string[]): string {
  const plain = name.toLowerCase().replaceAll('_', '-');
  if (known.includes(plain)) return plain;
  const begun = known.filter((one) => plain !== '' && one.startsWith(plain));
  if (begun.length === 1 && begun[0] !== undefined) return begun[0];
  throw misused(
    `There is no ${what} "${printable(name, 40)}".`,
    ...didYouMean(plain, known),
    `Known are ${either(known)}.`,
  );
}

/** How an exchange is called in a headline. */
export function titleOf({ name, id }: Exchange): string {
  return `${name} (${id})`;
}
