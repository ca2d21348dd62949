// `npm run size`: what the built package adds to a bundle, min + gzip, without its dependencies, and what each of those adds.
// `--json` for machines, `--check` ends with 1 when a line is over its budget, `--package <folder>` weighs another build.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dependencies, ours } from './size/cases.ts';
import { type Weight, weigh } from './size/measure.ts';

interface Row extends Weight {
  readonly name: string;
  readonly budget: number | undefined;
}

interface Manifest {
  readonly exports: object;
  readonly dependencies: object;
  readonly peerDependencies: object;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    package: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
});
const folder = resolve(values.package);
const manifest: Manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
const budgets: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(new URL('size/budget.json', import.meta.url), 'utf8'),
);
const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

const rows: Row[] = [];
for (const [name, code] of Object.entries(ours(Object.keys(manifest.exports))))
  rows.push(await row(name, code, external));
for (const [name, code] of Object.entries(dependencies)) rows.push(await row(name, code, []));

if (values.json) console.log(JSON.stringify(rows, null, 2));
else for (const line of table(rows)) console.log(line);
if (values.check && rows.some(({ first, budget = 0 }) => first > budget)) process.exitCode = 1;

async function row(name: string, code: string, left: readonly string[]): Promise<Row> {
  return {
    name,
    ...(await weigh(code, folder, left)),
    budget: budgets[name] ?? budgets[name.replace(/\+ .*/, '+ *')],
  };
}

function table(lines: readonly Row[]): readonly string[] {
  const line = (name: string, cells: readonly string[]): string =>
    name.padEnd(32) + cells.map((cell) => cell.padStart(8)).join('');
  const kb = (bytes: number | undefined): string =>
    bytes === undefined ? 'none' : (bytes / 1000).toFixed(1);
  const rated = lines.map(({ name, first, later, budget }) => {
    const over = budget === undefined ? '  no budget' : first > budget ? '  OVER' : '';
    return line(name, [first, later, budget].map(kb)) + over;
  });
  return [line('kB, min + gzip', ['at once', 'later', 'budget']), ...rated];
}
