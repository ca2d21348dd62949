// The harness of the benches: ways to do the same thing, measured in turn, block by block.

import { cpuMs, median, quantile } from './measure.ts';
import { startProgress } from './progress.ts';
import { table, times } from './table.ts';

/** One way to do the same thing. The first of a list is the control that all others are measured against. */
export interface Contender {
  readonly name: string;
  /** One unit of work; awaited unless `sync`. */
  readonly call: () => unknown;
  /** The name of another control. */
  readonly against?: string;
  /** Which part of a block's calls it makes, for those far slower than the rest. @default 1 */
  readonly share?: number;
  /** @default false */
  readonly sync?: boolean;
  readonly end?: () => unknown;
}

export interface Settings {
  /** In one block. */
  readonly calls: number;
  readonly rounds: number;
  /** Rounds before those that count. @default 2 */
  readonly warmUp?: number;
  /** @default 1 */
  readonly concurrency?: number;
  /** In milliseconds. @default processor time, which other programs disturb far less than the wall clock */
  readonly clock?: () => number;
}

/** What is compared with what, by the title of its table. Contenders are made when their turn comes. */
export type Plan = Record<
  string,
  {
    readonly contenders: () => readonly Contender[] | Promise<readonly Contender[]>;
    readonly settings: Settings;
  }
>;

interface Row {
  readonly name: string;
  /** Time per call over the control's, median of the blocks. */
  readonly ratio: number;
  /** First quartile of the ratios. */
  readonly low: number;
  /** Third quartile. */
  readonly high: number;
  /** Microseconds per call above the control, of the medians. Of this machine alone. */
  readonly addedUs: number;
}

type Sections = Readonly<Record<string, readonly Row[]>>;

/** One comparison after the other, under one progress. */
export async function compareAll(what: string, plan: Plan): Promise<Sections> {
  const total = Object.values(plan).reduce((sum, { settings }) => sum + roundsOf(settings), 0);
  const progress = startProgress(what, total, 'rounds');
  const sections: Record<string, readonly Row[]> = {};
  for (const [title, { contenders, settings }] of Object.entries(plan)) {
    sections[title] = await compare(await contenders(), settings, progress.step);
  }
  progress.end();
  return sections;
}

const roundsOf = ({ rounds, warmUp = 2 }: Settings): number => rounds + warmUp;

/** All contenders, and rows of their ratios, each taken within its round. */
async function compare(
  contenders: readonly Contender[],
  settings: Settings,
  step: () => void,
): Promise<readonly Row[]> {
  const { calls, rounds, warmUp = 2 } = settings;
  const measure = ({ share = 1, ...contender }: Contender): Promise<number> =>
    block(contender, Math.max(1, Math.round(calls * share)), settings);
  const us = await inRounds(contenders, measure, { rounds, warmUp, step });
  for (const { end } of contenders) await end?.();
  return contenders.map(({ name, against = contenders[0]?.name ?? name }) => {
    const own = us.get(name) ?? [];
    const control = us.get(against) ?? [];
    const ratios = own.map((one, at) => one / (control[at] ?? Number.NaN));
    return {
      name,
      ratio: median(ratios),
      low: quantile(ratios, 0.25),
      high: quantile(ratios, 0.75),
      addedUs: median(own) - median(control),
    };
  });
}

/**
 * Measures all in turn, round by round, so that whatever disturbs the machine disturbs all of them; every round begins
 * with another one.
 *
 * @returns what was measured in each round that counts, by name
 */
export async function inRounds<One extends { readonly name: string }, Measured>(
  all: readonly One[],
  measure: (one: One) => Promise<Measured>,
  {
    rounds,
    warmUp = 0,
    step,
  }: { readonly rounds: number; readonly warmUp?: number; readonly step?: () => void },
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const results = new Map<string, Measured[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const first = round % all.length;
    for (const one of [...all.slice(first), ...all.slice(0, first)]) {
      const measured = await measure(one);
      if (round >= warmUp) results.get(one.name)?.push(measured);
    }
    step?.();
  }
  return results;
}

/** Microseconds per call. */
async function block(
  { call, sync = false }: Contender,
  calls: number,
  { concurrency = 1, clock = cpuMs }: Settings,
): Promise<number> {
  // No collection is forced in between: a full one throws optimised code away, and the block would measure that.
  let left = calls;
  const began = clock();
  if (sync) for (; left > 0; left -= 1) call();
  else {
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await call();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  }
  return ((clock() - began) * 1000) / calls;
}

export function printSections(sections: Sections): void {
  for (const [title, rows] of Object.entries(sections)) {
    table(
      [title, 'ratio', 'half of the blocks'],
      rows.map(({ name, ratio, low, high }) => [name, times(ratio), `${times(low)} to ${times(high)}`]),
    );
  }
}
