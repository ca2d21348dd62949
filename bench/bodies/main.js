// @ts-check
// What reading an answer on the way costs, by its size: fetch and `.json()` against a server on loopback, time and peak
// memory. `--json` for programs. Takes about 50 s.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { asJson, compareAll, median, print, startServer, table, times, wallMs } from '../harness.js';
import { startProgress } from '../progress.js';
import { contenders } from './contenders.js';

const run = promisify(execFile);
const sizes = { '200 B': 200, '10 kB': 10_000, '1 MB': 1_000_000, '10 MB': 10_000_000 };
const server = await startServer();

/** @type {Parameters<typeof compareAll>[1]} */
const plan = {};
for (const [title, bytes] of Object.entries(sizes)) {
  const calls = Math.max(1, Math.min(300, Math.round(2_000_000 / bytes)));
  const settings = { calls, rounds: bytes > 5_000_000 ? 11 : 13, warmUp: 3, clock: wallMs };
  plan[title] = { contenders: () => contenders(`${server.url}/${bytes}`), settings };
}
const sections = await compareAll('bodies', plan);

/** Peaks in processes of their own, since a peak never goes down again. @type {Map<string, number[]>} */
const peaks = new Map();
const peakRounds = 5;
const names = contenders('').map(({ name }) => name);
const progress = startProgress('peak memory', peakRounds * names.length, 'processes');
for (let round = 0; round < peakRounds; round += 1) {
  for (const name of names) {
    const script = new URL('peak.js', import.meta.url).pathname;
    const { stdout } = await run(process.execPath, [
      '--expose-gc',
      script,
      name,
      `${server.url}/${sizes['10 MB']}`,
    ]);
    peaks.set(name, [...(peaks.get(name) ?? []), Number(stdout)]);
    progress.step();
  }
}
progress.end();
await server.close();
const control = median(peaks.get('fetch') ?? []);
const memory = [...peaks].map(([name, list]) => ({ name, ratio: median(list) / control }));
if (asJson) console.log(JSON.stringify({ time: sections, peakMemory: memory }, undefined, 2));
else {
  print(sections);
  table(
    ['peak memory, 10 MB', 'ratio'],
    memory.map(({ name, ratio }) => [name, times(ratio)]),
  );
}
