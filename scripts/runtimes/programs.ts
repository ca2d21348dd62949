// The programs of test/runtimes as files of their own, in a project that installed the packed package.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Format, type Plugin } from 'esbuild';
import { pack } from '../pack.ts';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const programs = fileURLToPath(new URL('../../test/runtimes/programs/', import.meta.url));

/** Makes an empty project that installed the package as it would be published; returns its folder. */
export function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'runtimes-'));
  const tarball = pack(folder);
  writeFileSync(join(folder, 'package.json'), '{"name":"consumer","private":true}');
  const flags = ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball];
  execFileSync(npm, flags, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  return folder;
}

/**
 * Has what the programs import from the sources come from the installed package.
 * @param inside whether the package and its axios go into the bundle
 */
const installed = (folder: string, inside: boolean): Plugin => ({
  name: 'installed',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /\/src\/(testing\/)?index\.ts$/ }, ({ path, kind }) => {
      const name = `exchange-interceptors${path.includes('/testing/') ? '/testing' : ''}`;
      return inside ? resolve(name, { kind, resolveDir: folder }) : { path: name, external: true };
    });
    // The page's own axios is the one that the package loads. The mark ends the second look-up.
    onResolve({ filter: /^axios$/ }, ({ path, kind, pluginData }) =>
      !inside || pluginData === folder
        ? undefined
        : resolve(path, { kind, resolveDir: folder, pluginData: folder }),
    );
  },
});

/**
 * Writes the program for processes, once as an ES module and once in CommonJS.
 * @returns where they are
 */
export async function processProgram(
  folder: string,
): Promise<{ readonly esm: string; readonly cjs: string }> {
  const write = async (format: Format, outfile: string): Promise<string> => {
    const entryPoints = [join(programs, 'process.ts')];
    const plugins = [installed(folder, false)];
    await build({ entryPoints, outfile, format, plugins, bundle: true, platform: 'node' });
    return outfile;
  };
  return {
    esm: await write('esm', join(folder, 'bot.mjs')),
    cjs: await write('cjs', join(folder, 'bot.cjs')),
  };
}

/** Bundles the program for a page, package included, and returns its code. */
async function pageProgram(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(programs, 'page.ts')],
    plugins: [installed(folder, true)],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? '.';
  console.log(JSON.stringify({ ...(await processProgram(folder)), page: await pageProgram(folder) }));
}
