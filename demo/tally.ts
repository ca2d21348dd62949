// A day in numbers, counted from what the exchange logged and executed.
import type { Category, Exchange } from 'exchange-interceptors';
import type { LogEntry, SimulatedExchange } from 'exchange-interceptors/testing';
import type { Asked } from './day.ts';

export interface Tally {
  /** Requests other than those for the time. */
  readonly requests: number;
  readonly timeRequests: number;
  readonly overLimit: number;
  readonly errors: ReadonlyMap<Category, number>;
  readonly asked: number;
  /** Orders that were executed at least once. */
  readonly executed: number;
  /** Orders that were executed more than once. */
  readonly doubled: number;
  /** The most that one order was executed. */
  readonly mostExecutions: number;
  /** Executed, and reported as failed. */
  readonly executedUnnoticed: number;
  /** Affordable and not executed. */
  readonly missed: number;
  /** Not executed, and reported as placed. */
  readonly imagined: number;
  readonly elapsedMs: number;
}

export function count(
  sim: SimulatedExchange,
  exchange: Exchange,
  asked: readonly Asked[],
  elapsedMs: number,
): Tally {
  const orders = asked.map((order) => ({ ...order, executions: sim.executions(order.id) }));
  const many = (test: (order: (typeof orders)[number]) => boolean): number => orders.filter(test).length;
  return {
    requests: sim.log.length - sim.timeRequests.length,
    timeRequests: sim.timeRequests.length,
    overLimit: sim.violations.length,
    errors: errorsOf(sim.log, exchange),
    asked: orders.length,
    executed: many(({ executions }) => executions > 0),
    doubled: many(({ executions }) => executions > 1),
    mostExecutions: Math.max(0, ...orders.map(({ executions }) => executions)),
    executedUnnoticed: many(({ executions, believed }) => executions > 0 && !believed),
    missed: many(({ executions, affordable }) => executions === 0 && affordable),
    imagined: many(({ executions, believed }) => executions === 0 && believed),
    elapsedMs,
  };
}

/** The days of several exchanges as one. */
export function sum(tallies: readonly Tally[]): Tally {
  const total = (read: (tally: Tally) => number): number =>
    tallies.reduce((all, tally) => all + read(tally), 0);
  const errors = new Map<Category, number>();
  for (const [category, times] of tallies.flatMap((tally) => [...tally.errors]))
    errors.set(category, (errors.get(category) ?? 0) + times);
  return {
    requests: total(({ requests }) => requests),
    timeRequests: total(({ timeRequests }) => timeRequests),
    overLimit: total(({ overLimit }) => overLimit),
    errors,
    asked: total(({ asked }) => asked),
    executed: total(({ executed }) => executed),
    doubled: total(({ doubled }) => doubled),
    mostExecutions: Math.max(0, ...tallies.map(({ mostExecutions }) => mostExecutions)),
    executedUnnoticed: total(({ executedUnnoticed }) => executedUnnoticed),
    missed: total(({ missed }) => missed),
    imagined: total(({ imagined }) => imagined),
    elapsedMs: total(({ elapsedMs }) => elapsedMs),
  };
}

/** What a bot may never do, in words; nothing if it did not. */
export function wrongs({ doubled, missed, executedUnnoticed, imagined }: Tally): readonly string[] {
  return [
    doubled > 0 && `${doubled} executed more than once`,
    missed > 0 && `${missed} not executed`,
    executedUnnoticed > 0 && `${executedUnnoticed} executed and reported as failed`,
    imagined > 0 && `${imagined} reported as placed and not executed`,
  ].filter((wrong) => wrong !== false);
}

function errorsOf(log: readonly LogEntry[], exchange: Exchange): ReadonlyMap<Category, number> {
  const found = new Map<Category, number>();
  for (const { code, fault } of log) {
    const listed = code === undefined ? undefined : exchange.codes.rest.get(code)?.category;
    const category =
      fault === 'answer-lost' ? 'network' : code === undefined ? undefined : (listed ?? 'unknown');
    if (category && category !== 'success') found.set(category, (found.get(category) ?? 0) + 1);
  }
  return found;
}
