// @ts-check
// What importing costs beyond axios's own import, each in processes of its own, and whether Bottleneck came with it.
// `--json` for programs. Takes about 20 s.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { asJson, median, table } from '../harness.js';
import { startProgress } from '../progress.js';

const run = promisify(execFile);
const ours = new URL('../../dist/index.js', import.meta.url).href;
/** @type {Readonly<Record<string, string>>} */
const imports = {
  'exchange-interceptors': ours,
  'exchange-interceptors again (noise)': ours,
  'axios-retry': 'axios-retry',
  ky: 'ky',
  got: 'got',
  undici: 'undici',
  bottleneck: 'bottleneck',
};

/** @param {string} target */
async function measure(target) {
  const code = `
    import { createRequire } from 'node:module';
    const began = performance.now();
    await import('axios');
    const between = performance.now();
    await import(${JSON.stringify(target)});
    const ended = performance.now();
    const loaded = Object.keys(createRequire(${JSON.stringify(ours)}).cache);
    const bottleneck = loaded.some((path) => path.includes('bottleneck'));
    console.log(JSON.stringify({ axiosMs: between - began, beyondMs: ended - between, bottleneck }));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], {
    cwd: new URL('.', import.meta.url),
  });
  /** @type {{ axiosMs: number, beyondMs: number, bottleneck: boolean }} */
  const result = JSON.parse(stdout);
  return result;
}

/** @type {Map<string, Awaited<ReturnType<typeof measure>>[]>} */
const results = new Map(Object.keys(imports).map((name) => [name, []]));
const rounds = 9;
const progress = startProgress('start-up', rounds * results.size, 'processes');
for (let round = 0; round < rounds; round += 1) {
  for (const [name, target] of Object.entries(imports)) {
    results.get(name)?.push(await measure(target));
    progress.step();
  }
}
progress.end();
const rows = [...results].map(([name, runs]) => ({
  name,
  overAxios: median(runs.map(({ axiosMs, beyondMs }) => beyondMs / axiosMs)),
  beyondMs: median(runs.map(({ beyondMs }) => beyondMs)),
  loadsBottleneck: runs.some(({ bottleneck }) => bottleneck),
}));
if (asJson) console.log(JSON.stringify(rows, undefined, 2));
else {
  table(
    ['import, after axios', 'over the import of axios', 'loads Bottleneck'],
    rows.map(({ name, overAxios, loadsBottleneck }) => [
      name,
      overAxios.toFixed(2),
      loadsBottleneck ? 'yes' : 'no',
    ]),
  );
}
