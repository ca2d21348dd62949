// `npm run pictures`: measures, writes the data to `docs/pictures` and draws it. `-- --draw` draws what is there;
// `-- day`, `-- orders` or `-- goodput` measures one of them.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Day } from './pictures/day-data.ts';
import { drawDay } from './pictures/draw-day.ts';
import { drawGoodput, type Goodput } from './pictures/draw-goodput.ts';
import { drawOrders, type Orders } from './pictures/draw-orders.ts';
import { measureDay } from './pictures/measure-day.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const run = async (...argv: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, argv)).stdout;

const bench = async (name: string): Promise<unknown> =>
  JSON.parse(await run(...process.execArgv, at(`bench/${name}/main.ts`), '--json'));

const measures: Readonly<Record<string, () => Promise<unknown>>> = {
  day: () => measureDay(1),
  orders: () => bench('orders'),
  goodput: () => bench('goodput'),
};

const named = process.argv.slice(2);
const unknown = named.find((name) => name !== '--draw' && !Object.hasOwn(measures, name));
if (unknown !== undefined)
  throw new Error(`There is no picture "${unknown}". Take ${Object.keys(measures).join(', ')} or --draw.`);
for (const [name, measure] of Object.entries(measures)) {
  if (named.length === 0 || named.includes(name)) write(`${name}.json`, JSON.stringify(await measure()));
}
/** A page shows the narrow one on a phone. */
const sizes = [
  ['wide', ''],
  ['narrow', '-narrow'],
] as const;
const day: Day = JSON.parse(read('day.json'));
for (const [size, end] of sizes) write(`day${end}.svg`, drawDay(day, size));
const orders: Orders = JSON.parse(read('orders.json'));
for (const [size, end] of sizes) write(`orders${end}.svg`, drawOrders(orders, size));
const goodput: Goodput = JSON.parse(read('goodput.json'));
for (const [size, end] of sizes) write(`goodput${end}.svg`, drawGoodput(goodput, size));
// The data as the linter wants it, which is also how a change of it reads best.
await run(at('node_modules/@biomejs/biome/bin/biome'), 'format', '--write', at('docs/pictures'));

function read(name: string): string {
  return readFileSync(at(`docs/pictures/${name}`), 'utf8');
}

function write(name: string, text: string): void {
  writeFileSync(at(`docs/pictures/${name}`), `${text.trimEnd()}\n`);
}
