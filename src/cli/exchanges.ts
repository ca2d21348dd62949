import { chainUp } from '../catalog/chainup/index.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { ktx } from '../catalog/ktx/index.ts';
import { lbankContract } from '../catalog/lbank-contract/index.ts';
import { mexcContract } from '../catalog/mexc-contract/index.ts';
import { oxFun } from '../catalog/ox-fun/index.ts';

/** Every exchange that the command line knows, in the order of the README. */
export const exchanges: readonly Exchange[] = [ktx, mexcContract, lbankContract, oxFun, chainUp];

/** How an exchange is called in a headline. */
export function titleOf({ name, id }: Exchange): string {
  return `${name} (${id})`;
}
