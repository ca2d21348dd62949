// Runs the program of test/runtimes by a runtime and reads what it printed.
import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';
import type { Runtime } from './binaries.ts';

const run = promisify(execFile);
const flagsOf: Readonly<Record<Runtime, readonly string[]>> = {
  node: [],
  deno: ['run', '--allow-all', '--node-modules-dir=manual'],
  bun: [],
};

export interface Result {
  readonly passed: number;
  /** A line for each promise that was not kept. */
  readonly failures: readonly string[];
}

interface Proof {
  readonly name: string;
  readonly seen: unknown;
  readonly expected: unknown;
}

/**
 * @param path of the runtime's binary
 * @param cwd the project that installed the package
 */
export async function prove(runtime: Runtime, path: string, program: string, cwd: string): Promise<Result> {
  try {
    const { stdout, stderr } = await run(path, [...flagsOf[runtime], program], { cwd, timeout: 60_000 });
    const proofs: readonly Proof[] = JSON.parse(stdout);
    const broken = proofs.filter(({ seen, expected }) => !isDeepStrictEqual(seen, expected));
    const failures = broken.map(
      ({ name, seen, expected }) => `${name}: ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`,
    );
    if (proofs.length === 0) failures.push('the program proved nothing');
    // Users would see it too.
    if (stderr !== '') failures.push(stderr.trim());
    return { passed: proofs.length - broken.length, failures };
  } catch (error) {
    return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] };
  }
}
