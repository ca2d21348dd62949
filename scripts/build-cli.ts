// Bundles the command line into one file beside the built core, with the packages in it that only it uses: a package that
// bots install keeps its two dependencies. The licences of what was taken in lie beside it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * @param outdir the folder that `main.js`, `demo.js` and `LICENSES.txt` go to; beside it is `internal.js`, what the folders around the core take of it
 */
export async function buildCli(outdir: string): Promise<void> {
  await build({
    ...common,
    entryPoints: ['demo/packed.ts'],
    outfile: join(outdir, 'demo.js'),
    // As a user imports it: the simulator is in the package once.
    external: ['exchange-interceptors'],
    // The `paths` of tsconfig.json would lead to the sources.
    tsconfigRaw: '{}',
  });
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(outdir, 'main.js'),
    plugins: [builtCore, builtDemo],
    // What is taken in is CommonJS and asks for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    metafile: true,
  });
  writeFileSync(join(outdir, 'LICENSES.txt'), licences(Object.keys(metafile.inputs)));
}

const builtDemo: Plugin = {
  name: 'built-demo',
  setup({ onResolve }) {
    onResolve({ filter: /\/demo\/packed\.ts$/ }, () => ({ path: './demo.js', external: true }));
  },
};

/** The core is in the package once: also, an exchange of the user's that `check` loads is made by the code that looks at it. */
const builtCore: Plugin = {
  name: 'built-core',
  setup({ onResolve }) {
    onResolve({ filter: /^(?:\.\.\/)+internal\.ts$/ }, () => ({ path: '../internal.js', external: true }));
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
