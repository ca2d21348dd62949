// The program for a process of any runtime that has Node's `http`.
import * as library from '../../../src/index.ts';
import { overFetch, trade } from './bot.ts';
import { signAll } from './signatures.ts';
import { type World, worlds } from './world.ts';

/** A promise as it should be, and as this runtime keeps it. */
interface Proof {
  readonly name: string;
  readonly seen: unknown;
  readonly expected: unknown;
}

/** The exchanges are in the same process, behind real sockets. */
async function main(): Promise<void> {
  const days = await Promise.all(worlds().map(day));
  const signatures = await signAll();
  const signed = signatures.map(({ name, given, expected }) => ({ name, seen: given, expected }));
  const proofs: readonly Proof[] = [...days.flat(), ...signed];
  console.log(JSON.stringify(proofs));
}

async function day({ value, exchange, market, expected, saw }: World): Promise<readonly Proof[]> {
  const seen = await trade(library, market(await exchange.listen()), overFetch);
  await exchange.close();
  return [
    { name: `${value}: what the bot saw`, seen, expected },
    { name: `${value}: what the exchange saw`, ...saw() },
  ];
}

main();
