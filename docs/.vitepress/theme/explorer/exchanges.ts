import { chainUp } from '../../../../src/catalog/chainup/index.ts';
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import { ktx } from '../../../../src/catalog/ktx/index.ts';
import { lbankContract } from '../../../../src/catalog/lbank-contract/index.ts';
import { mexcContract } from '../../../../src/catalog/mexc-contract/index.ts';
import { oxFun } from '../../../../src/catalog/ox-fun/index.ts';

/** The exchanges that the explorer knows, in the order of the README. */
export const exchanges: readonly Exchange[] = [ktx, mexcContract, lbankContract, oxFun, chainUp];
