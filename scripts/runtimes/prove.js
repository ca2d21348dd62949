// Runs the program of test/runtimes by a runtime and reads what it printed.
import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';

const run = promisify(execFile);
const flagsOf = { node: [], deno: ['run', '--allow-all', '--node-modules-dir=manual'], bun: [] };

/**
 * @param {'node' | 'deno' | 'bun'} runtime
 * @param {string} path of its binary
 * @param {string} program
 * @param {string} cwd the project that installed the package
 * @returns {Promise<{ passed: number, failures: string[] }>} how many promises were kept, and a line for each that was not
 */
export async function prove(runtime, path, program, cwd) {
  try {
    const { stdout, stderr } = await run(path, [...flagsOf[runtime], program], { cwd, timeout: 60_000 });
    const proofs = JSON.parse(stdout);
    const broken = proofs.filter(({ seen, expected }) => !isDeepStrictEqual(seen, expected));
    const failures = broken.map(
      ({ name, seen, expected }) => `${name}: ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`,
    );
    if (proofs.length === 0) failures.push('the program proved nothing');
    // A word on its standard error is one that users would have to read.
    if (stderr !== '') failures.push(stderr.trim());
    return { passed: proofs.length - broken.length, failures };
  } catch (error) {
    return { passed: 0, failures: [error.message] };
  }
}
