// `npm run test:runtimes [-- node-22 deno ...]`: brings other runtimes from the npm registry, runs the contract suite on each
// Node, and on every runtime the program of test/runtimes from the packed package. Ends with a table; 1 if anything failed.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { startProgress } from '../tools/progress.ts';
import { binary, type Runtime } from './runtimes/binaries.ts';
import { processProgram, project } from './runtimes/programs.ts';
import { prove, type Result } from './runtimes/prove.ts';
import { runSuite } from './runtimes/suite.ts';

const run = promisify(execFile);

interface Row {
  readonly name: Runtime;
  readonly version: string;
  /** The program as an ES module, the program in CommonJS, the suite; undefined where it is not run. */
  readonly results: readonly (Result | undefined)[];
  readonly failures: readonly string[];
}

/** The oldest Node that is supported, and each release line after it. */
const runtimes: Readonly<Record<string, readonly [Runtime, string]>> = {
  'node-20': ['node', '20.19.0'],
  'node-22': ['node', '22'],
  'node-24': ['node', '24'],
  'node-latest': ['node', 'latest'],
  deno: ['deno', 'latest'],
  bun: ['bun', 'latest'],
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(runtimes);
const stranger = names.find((name) => !Object.hasOwn(runtimes, name));
if (stranger !== undefined) {
  console.error(`There is no runtime "${stranger}": it takes ${Object.keys(runtimes).join(', ')}.`);
  process.exit(2);
}

const isNode = (name: string): boolean => name.startsWith('node');
const runs = names.reduce((total, name) => total + (isNode(name) ? 3 : 1), 0);
const progress = startProgress('runtimes', runs, 'runs');
const folder = project();
const programs = await processProgram(folder);
const rows: Row[] = [];
// One at a time: what waits for real clocks and real sockets is judged on a machine that is not overrun.
for (const name of names) rows.push(await trial(name));
progress.end();
rmSync(folder, { recursive: true, force: true });

for (const { name, version, failures } of rows) {
  for (const failure of failures) console.log(`${name} ${version}: ${failure}`);
}
for (const line of table(rows)) console.log(line);
if (rows.some(({ failures }) => failures.length > 0)) process.exitCode = 1;

async function trial(name: string): Promise<Row> {
  const [runtime, wanted] = runtimes[name] ?? ['node', 'latest'];
  const path = await binary(runtime, wanted);
  const { stdout } = await run(path, ['--version']);
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout.trim();
  const results = [
    await counted(prove(runtime, path, programs.esm, folder)),
    isNode(name) ? await counted(prove(runtime, path, programs.cjs, folder)) : undefined,
    isNode(name) ? await counted(runSuite(path)) : undefined,
  ];
  const failures = results.flatMap((result) => result?.failures ?? []);
  return { name: runtime, version, results, failures };
}

async function counted(result: Promise<Result>): Promise<Result> {
  await result;
  progress.step();
  return result;
}

function table(lines: readonly Row[]): readonly string[] {
  const line = (texts: readonly string[]): string =>
    texts.map((text, at) => (at < 2 ? text.padEnd(10) : text.padStart(10))).join('');
  const cell = (result: Result | undefined): string =>
    result ? `${result.passed} ${result.failures.length > 0 ? 'BAD' : 'ok'}` : '-';
  return [
    line(['runtime', 'version', 'import', 'require', 'suite']),
    ...lines.map(({ name, version, results }) => line([name, version, ...results.map(cell)])),
  ];
}
