// Runtimes as the npm registry carries them: one package per platform, which holds the binary and nothing else.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { arch, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const npm = platform === 'win32' ? 'npm.cmd' : 'npm';
const cache = fileURLToPath(new URL('../../node_modules/.cache/runtimes/', import.meta.url));
const suffix = platform === 'win32' ? '.exe' : '';
const [system, libc] = platform === 'linux' ? ['linux', '-glibc'] : [platform, ''];

export type Runtime = 'node' | 'deno' | 'bun';

const sources: Readonly<Record<Runtime, { readonly package: string; readonly file: string }>> = {
  node: { package: `node-${platform === 'win32' ? 'win' : platform}-${arch}`, file: `bin/node${suffix}` },
  deno: { package: `@deno/${system}-${arch}${libc}`, file: `deno${suffix}` },
  bun: {
    package: `@oven/bun-${platform === 'win32' ? 'windows' : platform}-${arch === 'arm64' ? 'aarch64' : arch}`,
    file: `bin/bun${suffix}`,
  },
};

/**
 * @param version a version, the start of one, or a tag
 * @returns where the binary is
 */
export async function binary(runtime: Runtime, version: string): Promise<string> {
  const { package: name, file } = sources[runtime];
  const folder = `${cache}${runtime}-${version}`;
  mkdirSync(folder, { recursive: true });
  const flags = ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--prefix', folder];
  await run(npm, [...flags, `${name}@${version}`]);
  const path = `${folder}/node_modules/${name}/${file}`;
  chmodSync(path, 0o755);
  return path;
}
