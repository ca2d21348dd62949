import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mexcContract } from '../src/index.ts';
import { simulateExchange } from '../src/testing/index.ts';
import { blocksOf } from './docs/code-blocks.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = at('test/.readme/first');

beforeAll(() => mkdir(folder, { recursive: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the README', () => {
  it('has twenty lines that work when pasted', async () => {
    const exchange = simulateExchange(mexcContract, {
      credentials: { apiKey: 'your-key', apiSecret: 'your-secret' },
    });
    const base = await exchange.listen();
    const [{ code } = { code: '' }] = blocksOf('README.md');
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(22);
    await writeFile(`${folder}/run.ts`, code.replace('https://contract.mexc.com', base));
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(/* @vite-ignore */ `${folder}/run.ts`);
    const lines = log.mock.calls.map((values) => values[0]);
    log.mockRestore();
    await exchange.close();
    expect(lines).toEqual(['placed']);
    expect(exchange.executions('my-order-1')).toBe(1);
  });

  it('names the options and defaults that the code has', async () => {
    const text = await readFile(at('README.md'), 'utf8');
    const options = await readFile(at('src/gateway-options.ts'), 'utf8');
    const names = [...options.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
    for (const [, name, value] of options.matchAll(/@default (\d[\d_]*) \*\/\n {2}readonly (\w+)/g)) {
      const shown = Number(String(name).replaceAll('_', '')).toLocaleString('en');
      expect(text).toContain(`| \`${value}\` | ${shown} |`);
    }
  });
});
