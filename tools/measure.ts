// What this process took so far, and what many measurements come to.
import { readFileSync } from 'node:fs';

/** Milliseconds of processor time that this process took, all threads of it. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The same of this thread alone, where the machine tells: others collect garbage and compile. It is told some times per 10 ms. */
export function threadMs(): number {
  try {
    const [onProcessorNs] = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ');
    return Number(onProcessorNs) / 1e6;
  } catch {
    return cpuMs();
  }
}

/** For what mostly waits, or runs on another thread as well. */
export const wallMs = (): number => performance.now();

/** Collects garbage and returns the bytes that are left. @throws without `--expose-gc` */
export function heapBytes(): number {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** @param part from 0 for the least to 1 for the most */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  return below + ((sorted[Math.ceil(at)] ?? Number.NaN) - below) * (at % 1);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
