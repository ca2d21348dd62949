// `npm start [-- exchange ...]`: compiles the demo, for Node 20 runs no TypeScript, and runs it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const compiler = [at('node_modules/typescript/bin/tsc'), '-p', at('demo/tsconfig.json')];
const { status } = spawnSync(process.execPath, compiler, { stdio: ['ignore', 2, 2] });
if (status === 0) {
  const { main } = await import('../demo/dist/demo/main.js');
  process.exitCode = await main(process.argv.slice(2), process.stdout);
} else {
  process.stderr.write('The demo could not be compiled. Did `npm ci` run?\n');
  process.exitCode = 1;
}
