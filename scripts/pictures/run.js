// `npm run pictures`: measures, writes the data to `docs/pictures` and draws it. `-- --draw` draws what is there;
// `-- day` or `-- orders` measures one of them.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const outfile = at('../../node_modules/.cache/pictures/main.mjs');

mkdirSync(at('../../node_modules/.cache/pictures'), { recursive: true });
await build({
  entryPoints: [at('main.ts')],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
});
const { main } = await import(pathToFileURL(outfile).href);
const every = ['day', 'orders'];
const named = process.argv.slice(2);
const stranger = named.find((name) => name !== '--draw' && !every.includes(name));
if (stranger !== undefined)
  throw new Error(`There is no picture "${stranger}". Take ${every.join(', ')} or --draw.`);
const measured = named.length === 0 ? every : named;
await main({ folder: at('../../docs/pictures/'), root: at('../../'), measured });
// The data as the linter wants it, which is also how a change of it reads best.
const biome = at('../../node_modules/@biomejs/biome/bin/biome');
execFileSync(process.execPath, [biome, 'format', '--write', at('../../docs/pictures')], { stdio: 'ignore' });
