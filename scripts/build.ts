// Builds `dist`: types by tsc, ES modules by esbuild, and nothing left of an earlier build.
// Many small files cost a bot's start-up more than what they hold, so they are joined: a file for each entry point, for what
// several of them share, and for the Redis half. Within a file a bundler leaves out what is not used.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { buildCli } from './build-cli.ts';
import { straightImports } from './build-internal.ts';
import { joinParts } from './build-join.ts';
import { markPure } from './build-pure.ts';
import { pruneTypes } from './build-types.ts';

const tsc = 'node_modules/typescript/bin/tsc';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });

/** `src/index.ts`, and every folder of `under` that has an index. */
const indexesOf = (under: string): readonly string[] =>
  readdirSync(under, { withFileTypes: true })
    .map(({ name }) => `${under}/${name}/index.ts`)
    .filter((file) => existsSync(file));

const entryPoints = ['src/index.ts', ...indexesOf('src'), ...indexesOf('src/catalog')];
pruneTypes(
  'dist',
  entryPoints.map((file) => file.replace(/^src\/(.*)\.ts$/, '$1.d.ts')),
);

const { metafile } = await build({
  // The last is for the command line, and the package does not export it.
  entryPoints: [...entryPoints, 'src/internal.ts'],
  outdir: 'dist',
  outbase: 'src',
  chunkNames: 'parts/[name]-[hash]',
  bundle: true,
  splitting: true,
  plugins: [straightImports],
  packages: 'external',
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  metafile: true,
  logLevel: 'warning',
});

const modules = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${folder}/${name}`);

// The imports that share no name only keep an order of evaluation, and nothing here depends on one: bundlers warn of
// them, since the package says that it has no side effects.
for (const file of modules('dist')) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/^import "\.[^"]*";\n/gm, ''));
}
await joinParts('dist', metafile.outputs);
for (const file of modules('dist')) writeFileSync(file, markPure(readFileSync(file, 'utf8')));

await buildCli('dist/cli');
