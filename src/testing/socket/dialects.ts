// The dialects over WebSocket that the package brings.
import type { SocketDialect } from './dialect.ts';
import { ktxSocket } from './ktx.ts';
import { mexcContractSocket } from './mexc-contract.ts';
import { oxFunSocket } from './ox-fun.ts';

/** By the exchange's `id`. */
export const socketDialects: ReadonlyMap<string, SocketDialect> = new Map(
  [oxFunSocket, ktxSocket, mexcContractSocket].map((dialect) => [dialect.id, dialect]),
);
