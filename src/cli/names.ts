// Finds exchanges, categories and the like by what a person typed.
import { categories, didYouMean, type Exchange, either, exchanges, ofRoot } from '../internal.ts';
import { type CliError, misused, type WordKind } from './command.ts';
import { printable } from './text.ts';

/** The words that are known of each kind. The shell itself knows of files. */
export const knownWords: Readonly<Record<WordKind, readonly string[]>> = {
  exchange: exchanges.map(({ id }) => id),
  category: [...categories, 'success'],
  outcome: ['rejected', 'unknown', 'ok'],
  shell: ['bash', 'zsh', 'fish'],
  file: [],
};

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

/** The exchange that `matchExchange` finds. @throws {CliError} that names what is near */
export function findExchange(name: string): Exchange {
  const found = matchExchange(name);
  if (found) return found;
  throw noSuch('exchange', name, knownWords.exchange);
}

/** The known word of that kind, or the only one that begins so. @throws {CliError} that names what is near. */
export function findName(kind: WordKind, name: string): string {
  const plain = name.toLowerCase().replaceAll('_', '-');
  const begun = knownWords[kind].filter((one) => plain !== '' && one.startsWith(plain));
  const found = begun.length === 1 ? begun[0] : begun.find((one) => one === plain);
  if (found === undefined) throw noSuch(kind, name, knownWords[kind]);
  return found;
}

/** The error for a name that is none of the known ones. */
export function noSuch(
  kind: string,
  name: string,
  known: readonly string[],
  ...more: readonly string[]
): CliError {
  return misused(
    `There is no ${kind} "${printable(name, 40)}"${kind === 'exchange' ? ' here' : ''}.`,
    ...didYouMean(name, known),
    [`Known are ${either(known)}.`, ...more].join(' '),
  );
}

/** How an exchange is called in a headline. */
export function titleOf({ name, id }: Pick<Exchange, 'name' | 'id'>): string {
  return `${name} (${id})`;
}
