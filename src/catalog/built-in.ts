// The built-in exchanges as data, for what goes through all of them: command line, explorer, pages, tests. A bot does not
// load it, so that its bundle holds the exchanges that it names and no others.
import * as all from './all.ts';
import type { Exchange } from './exchange.ts';

/** What the root exports: shown before the others, which follow by name. */
const first: readonly string[] = [
  'ktx',
  'mexcContract',
  'lbankContract',
  'oxFun',
  'chainUp',
] satisfies (keyof typeof all)[];

function placeOf(name: string): number {
  return first.includes(name) ? first.indexOf(name) : first.length;
}

/** Every built-in exchange by the name under which the package exports it. */
export const builtIn: Readonly<Record<string, Exchange>> = Object.fromEntries(
  Object.entries(all).toSorted(([one], [other]) => placeOf(one) - placeOf(other)),
);

/** The same as a list. */
export const exchanges: readonly Exchange[] = Object.values(builtIn);

/** Those that the root exports. */
export const ofRoot: readonly Exchange[] = exchanges.slice(0, first.length);
