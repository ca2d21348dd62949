// Finds exchanges, categories and the like by what a person typed.
import { categories, didYouMean, type Exchange, either, exchanges } from '../internal.ts';
import { matchExchange } from '../replay/match-exchange.ts';
import { printable } from '../replay/wording.ts';
import { type CliError, misused, type WordKind } from './command.ts';

/** The words that are known of each kind. The shell itself knows of files. */
export const knownWords: Readonly<Record<WordKind, readonly string[]>> = {
  exchange: exchanges.map(({ id }) => id),
  category: [...categories, 'success'],
  outcome: ['rejected', 'unknown', 'ok'],
  shell: ['bash', 'zsh', 'fish'],
  file: [],
};

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
