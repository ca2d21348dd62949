// What importing costs beyond axios's own import, each in processes of its own, and whether Bottleneck came with it.
// `--json` for programs. Takes about 20 s.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inRounds } from '../../tools/compare.ts';
import { median } from '../../tools/measure.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table } from '../../tools/table.ts';

interface Import {
  readonly name: string;
  readonly target?: string;
}

interface Cost {
  readonly axiosMs: number;
  readonly beyondMs: number;
  readonly bottleneck: boolean;
}

const imports: readonly Import[] = [
  { name: 'exchange-interceptors' },
  { name: 'exchange-interceptors again (noise)', target: 'exchange-interceptors' },
  ...['axios-retry', 'ky', 'got', 'undici', 'bottleneck'].map((name) => ({ name })),
];
const rounds = 9;
const progress = startProgress('start-up', rounds * imports.length, 'processes');

async function measure({ name, target = name }: Import): Promise<Cost> {
  const code = `
    import { createRequire } from 'node:module';
    import { pathToFileURL } from 'node:url';
    const began = performance.now();
    await import('axios');
    const between = performance.now();
    await import(${JSON.stringify(target)});
    const ended = performance.now();
    const loaded = Object.keys(createRequire(pathToFileURL('bench.js')).cache);
    const bottleneck = loaded.some((path) => path.includes('bottleneck'));
    console.log(JSON.stringify({ axiosMs: between - began, beyondMs: ended - between, bottleneck }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    cwd: new URL('.', import.meta.url),
  });
  progress.step();
  return JSON.parse(stdout);
}

const costs = await inRounds(imports, measure, { rounds });
progress.end();
const rows = [...costs].map(([name, runs]) => ({
  name,
  overAxios: median(runs.map(({ axiosMs, beyondMs }) => beyondMs / axiosMs)),
  beyondMs: median(runs.map(({ beyondMs }) => beyondMs)),
  loadsBottleneck: runs.some(({ bottleneck }) => bottleneck),
}));
print(rows, () =>
  table(
    ['import, after axios', 'over the import of axios', 'loads Bottleneck'],
    rows.map(({ name, overAxios, loadsBottleneck }) => [
      name,
      overAxios.toFixed(2),
      loadsBottleneck ? 'yes' : 'no',
    ]),
  ),
);
