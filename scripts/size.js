// `npm run size`: what the package adds to a bundle, min + gzip, without its dependencies, and what each of those adds.
// `--json` for machines, `--check` ends with 1 when a line is over its budget, `--package <folder>` weighs another build.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dependencies, ours } from './size/cases.js';
import { weigh } from './size/measure.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    package: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
});
const folder = resolve(values.package);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const manifest = read(resolve(folder, 'package.json'));
const budget = read(new URL('size/budget.json', import.meta.url));
const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

const rows = [];
for (const [name, code] of Object.entries(ours(folder))) rows.push(await row(name, code, external));
for (const [name, code] of Object.entries(dependencies)) rows.push(await row(name, code, []));

if (values.json) console.log(JSON.stringify(rows, null, 2));
else for (const line of table(rows)) console.log(line);
if (values.check && rows.some(({ first, budget: allowed }) => !(first <= allowed))) process.exitCode = 1;

async function row(name, code, left) {
  const { first, later, builtIns } = await weigh(code, folder, left);
  return { name, first, later, budget: budget[name] ?? budget[name.replace(/\+ .*/, '+ *')], builtIns };
}

function table(lines) {
  const kb = (bytes) => (bytes === undefined ? 'none' : (bytes / 1000).toFixed(1));
  const cells = lines.map(({ name, first, later, budget: allowed }) => {
    const verdict = first <= allowed ? '' : allowed === undefined ? '  no budget' : '  OVER';
    return `${name.padEnd(32)}${kb(first).padStart(8)}${kb(later).padStart(8)}${kb(allowed).padStart(8)}${verdict}`;
  });
  return [
    `${'kB, min + gzip'.padEnd(32)}${'at once'.padStart(8)}${'later'.padStart(8)}${'budget'.padStart(8)}`,
    ...cells,
  ];
}
