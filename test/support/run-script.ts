// Starts this repository's own programs in processes of their own.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Flags by which every supported Node runs TypeScript. */
export const typescript: readonly string[] = [
  '--import',
  new URL('../../tools/typescript.js', import.meta.url).href,
];

/**
 * Runs a program, from the repository's root on, and resolves with what it printed.
 * @throws when it ends with anything but 0
 */
export function runScript(
  path: string,
  ...args: readonly string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  return promisify(execFile)(process.execPath, [...typescript, file, ...args], { maxBuffer: 1e8 });
}
