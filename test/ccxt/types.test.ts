import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const folder = at('test/.readme/ccxt');

const uses = `
import ccxt from 'ccxt';
import { createGateway } from 'exchange-interceptors';
import { ccxtFetch, exchangeFromCcxt, throttleCcxt } from 'exchange-interceptors/ccxt';
const instance = new ccxt.bybit();
const gateway = createGateway({ exchange: exchangeFromCcxt(instance, { url: 'https://api.bybit.com' }) });
const undo: () => void = throttleCcxt(instance, gateway);
instance.fetchImplementation = ccxtFetch(gateway);
exchangeFromCcxt(new ccxt.binance());
throttleCcxt(new ccxt.pro.okx(), gateway);
undo();
// @ts-expect-error an instance is wanted
exchangeFromCcxt(ccxt.bybit);
// @ts-expect-error no exchange at all
throttleCcxt({}, gateway);
`;

const tsconfig = {
  extends: at('tsconfig.json'),
  // ccxt's own types do not pass without.
  compilerOptions: { skipLibCheck: true, types: ['node'] },
  include: [],
  files: ['uses.ts', at('examples/ccxt.ts'), at('src/throttle/bottleneck-light.d.ts')],
};

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/uses.ts`, uses);
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify(tsconfig));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the types of the bridge', () => {
  it('take the real ones of ccxt, and nothing else', { timeout: 60_000 }, async () => {
    const lines = await new Promise<readonly string[]>((resolve) => {
      const tsc = at('node_modules/typescript/bin/tsc');
      execFile(process.execPath, [tsc, '-p', folder, '--listFiles'], { maxBuffer: 1e8 }, (_, stdout) =>
        resolve(stdout.split('\n')),
      );
    });
    expect(lines).toContain(realpathSync(at('node_modules/ccxt/js/ccxt.d.ts')));
    expect(lines.filter((line) => /(?:uses|ccxt[/\w-]*)\.ts\(\d/.test(line))).toEqual([]);
  });
});
