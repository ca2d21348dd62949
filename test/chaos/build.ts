import { execFile } from 'node:child_process';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Built {
  /** Where the build is: an own copy, since another test may be building `dist`. */
  readonly folder: string;
  /** Runs a program that imports from `./dist`, and resolves with what it printed. */
  readonly run: (program: string, options?: { readonly timeout?: number }) => Promise<string>;
}

/** Builds the package for programs of their own: a process shows what a gateway leaves behind. */
export async function build(): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-'));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const config = join(root, 'tsconfig.build.json');
  const flags = ['--emitDeclarationOnly', 'false', '--outDir', join(folder, 'dist')];
  await run(process.execPath, [compiler, '-p', config, ...flags], { cwd: root });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return {
    folder,
    run: async (program, { timeout = 60_000 } = {}) => {
      const flags = ['--expose-gc', '--input-type=module', '-e', program];
      const { stdout } = await run(process.execPath, flags, { cwd: folder, timeout });
      return stdout;
    },
  };
}
