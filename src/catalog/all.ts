import { chainUp } from './chainup/index.ts';
import type { Exchange } from './exchange.ts';
import { ktx } from './ktx/index.ts';
import { lbankContract } from './lbank-contract/index.ts';
import { mexcContract } from './mexc-contract/index.ts';
import { oxFun } from './ox-fun/index.ts';

/**
 * Every built-in exchange by the name under which the package exports it, in the order of the README. The one list: the
 * command line, the explorer, pages and tests take theirs from here. A bot does not load it, so that its bundle holds the
 * exchanges that it names and no others.
 */
export const builtIn: Readonly<Record<string, Exchange>> = {
  ktx,
  mexcContract,
  lbankContract,
  oxFun,
  chainUp,
};

/** The same as a list. */
export const exchanges: readonly Exchange[] = Object.values(builtIn);
