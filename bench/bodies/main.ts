// What reading an answer on the way costs, by its size: fetch and `.json()` against a server on loopback, time and peak
// memory. `--json` for programs. Takes about 50 s.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compareAll, inRounds, type Plan, printSections } from '../../tools/compare.ts';
import { startLoopbackThread } from '../../tools/loopback.ts';
import { median, wallMs } from '../../tools/measure.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table, times } from '../../tools/table.ts';
import { contenders } from './contenders.ts';

const sizes = { '200 B': 200, '10 kB': 10_000, '1 MB': 1_000_000, '10 MB': 10_000_000 };
const server = await startLoopbackThread();

const plan: Plan = {};
for (const [title, bytes] of Object.entries(sizes)) {
  const calls = Math.max(1, Math.min(300, Math.round(2_000_000 / bytes)));
  const settings = { calls, rounds: bytes > 5_000_000 ? 11 : 13, warmUp: 3, clock: wallMs };
  plan[title] = { contenders: () => contenders(`${server.url}/${bytes}`), settings };
}
const time = await compareAll('bodies', plan);

const rounds = 5;
const all = contenders('');
const progress = startProgress('peak memory', rounds * all.length, 'processes');
const peaks = await inRounds(all, peakOf, { rounds });
progress.end();
await server.close();
const control = median(peaks.get('fetch') ?? []);
const peakMemory = [...peaks].map(([name, list]) => ({ name, ratio: median(list) / control }));
print({ time, peakMemory }, () => {
  printSections(time);
  table(
    ['peak memory, 10 MB', 'ratio'],
    peakMemory.map(({ name, ratio }) => [name, times(ratio)]),
  );
});

/** In bytes, from a process of its own, since a peak never goes down again. */
async function peakOf({ name }: { readonly name: string }): Promise<number> {
  const script = fileURLToPath(new URL('peak.ts', import.meta.url));
  const argv = [...process.execArgv, '--expose-gc', script, name, `${server.url}/${sizes['10 MB']}`];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  progress.step();
  return Number(stdout);
}
