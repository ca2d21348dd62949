import type { Ledger } from '../../src/policies/ledger.ts';
import type { Waiter } from '../../src/policies/waiter.ts';
import { levelOf } from '../../src/policies/waiter.ts';

/** Milliseconds since the fake clock was set up. */
export const now = (): number => performance.now();

let orders = 0;

/** A waiter for `weight` units of each ledger, that calls `go` when its turn comes. */
export function waiterFor(
  ledgers: readonly Ledger[],
  go: () => void,
  { priority = 0, weight = 1 }: { readonly priority?: number; readonly weight?: number } = {},
): Waiter {
  orders += 1;
  return {
    priority,
    level: levelOf(priority),
    order: orders,
    shares: ledgers.map((ledger) => ({ ledger, weight, need: weight })),
    enter: () => undefined,
    go,
    gone: false,
  };
}
