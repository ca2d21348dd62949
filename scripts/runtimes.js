// `npm run test:runtimes [-- node-22 deno ...]`: brings other runtimes from the npm registry, runs the contract suite on each
// Node, and on every runtime the program of test/runtimes from the packed package. Ends with a table; 1 if anything failed.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { startProgress } from '../bench/progress.js';
import { binary } from './runtimes/binaries.js';
import { processProgram, project } from './runtimes/programs.js';
import { prove } from './runtimes/prove.js';
import { runSuite } from './runtimes/suite.js';

const run = promisify(execFile);

/** The oldest Node that is supported, and each release line after it. */
const runtimes = {
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

const isNode = (name) => runtimes[name][0] === 'node';
const runs = names.reduce((total, name) => total + (isNode(name) ? 3 : 1), 0);
const progress = startProgress('runtimes', runs, 'runs');
const folder = project();
const programs = await processProgram(folder);
const rows = new Map();
// One at a time: what waits for real clocks and real sockets is judged on a machine that is not overrun.
for (const name of names) rows.set(name, await trial(name));
progress.end();
rmSync(folder, { recursive: true, force: true });

const results = names.map((name) => rows.get(name));
for (const { name, version, failures } of results) {
  for (const failure of failures) console.log(`${name} ${version}: ${failure}`);
}
for (const line of table(results)) console.log(line);
if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;

async function trial(name) {
  const [runtime, wanted] = runtimes[name];
  const path = await binary(runtime, wanted);
  const { stdout } = await run(path, ['--version']);
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout.trim();
  const esm = await counted(prove(runtime, path, programs.esm, folder));
  const cjs = isNode(name) ? await counted(prove(runtime, path, programs.cjs, folder)) : undefined;
  const tests = isNode(name) ? await counted(runSuite(path)) : undefined;
  const failures = [esm, cjs, tests].flatMap((result) => result?.failures ?? []);
  return { name: runtime, version, esm, cjs, tests, failures };
}

async function counted(result) {
  await result;
  progress.step();
  return result;
}

function table(lines) {
  const line = (...texts) => texts.map((text, at) => (at < 2 ? text.padEnd(10) : text.padStart(10))).join('');
  const told = (result) => (result ? `${result.passed} ${result.failures.length > 0 ? 'BAD' : 'ok'}` : '-');
  const cells = ({ esm, cjs, tests }) => [esm, cjs, tests].map(told);
  return [
    line('runtime', 'version', 'import', 'require', 'suite'),
    ...lines.map((row) => line(row.name, row.version, ...cells(row))),
  ];
}
