// Bundles the command line into one file beside the built exchanges, with the progress bar in it: a package that bots
// install keeps its two dependencies. The licences of what was taken in lie beside it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { straightImports } from './build-internal.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param outdir the folder that `main.js` and `LICENSES.txt` go to; its neighbour `catalog` holds the built exchanges */
export async function buildCli(outdir: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(outdir, 'main.js'),
    bundle: true,
    // A command loads what it needs of the core, and no more.
    plugins: [straightImports, builtExchanges],
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // What is taken in is CommonJS and asks for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(join(outdir, 'LICENSES.txt'), licences(Object.keys(metafile.inputs)));
}

/** Bots and the command line share the built exchanges: the rows of all of them are most of what the package holds. */
const builtExchanges: Plugin = {
  name: 'built-exchanges',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/[\w-]+\/index\.ts$/ }, ({ path, importer }) =>
      importer.endsWith(join('src', 'catalog', 'all.ts'))
        ? { path: `../catalog/${path.slice(2, -3)}.js`, external: true }
        : undefined,
    );
  },
};

/** The licence of every package that a file came from. A package without one stops the build. */
function licences(inputs: readonly string[]): string {
  const folders = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const path = join(root, folder);
      const { name, version }: { name: string; version: string } = JSON.parse(
        readFileSync(join(path, 'package.json'), 'utf8'),
      );
      const file = existsSync(path) && readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
      if (!file) throw new Error(`build: ${name} is taken into the command line and has no licence text.`);
      return `${name} ${version}\n\n${readFileSync(join(path, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
