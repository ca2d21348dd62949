// The dialects that the package brings.
import type { KnownDialect, OwnDialect } from '../dialect.ts';
import { chainUpDialect } from './chainup.ts';
import { coinbaseAdditions } from './coinbase.ts';
import { deribitAdditions } from './deribit.ts';
import { ktxDialect } from './ktx.ts';
import { lbankContractDialect } from './lbank-contract.ts';
import { mexcContractDialect } from './mexc-contract.ts';
import { oxFunDialect } from './ox-fun.ts';

/** The dialects of the exchanges that the package knows, by the exchange's `id`. */
export const dialects: ReadonlyMap<string, KnownDialect> = new Map(
  [ktxDialect, mexcContractDialect, lbankContractDialect, oxFunDialect, chainUpDialect].map((dialect) => [
    dialect.id,
    dialect,
  ]),
);

/** What definitions of others cannot say, by the exchange's `id`. */
export const additions: ReadonlyMap<string, OwnDialect> = new Map(
  [coinbaseAdditions, deribitAdditions].map((dialect) => [dialect.id, dialect]),
);
