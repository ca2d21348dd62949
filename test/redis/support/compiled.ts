import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The sources as JavaScript, for processes of their own: not every supported Node reads TypeScript. */
export function compile(): string {
  const out = `${root}node_modules/.cache/test-redis`;
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const { status, stdout } = spawnSync(
    process.execPath,
    [tsc, '-p', 'tsconfig.build.json', '--emitDeclarationOnly', 'false', '--outDir', out],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`the sources do not compile:\n${stdout}`);
  return out;
}
