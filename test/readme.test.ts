import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { repositoryUrl, withRepository } from '../scripts/repository.ts';
import { mexcContract } from '../src/index.ts';
import { simulateExchange } from '../src/testing/index.ts';
import { blocksOf } from './docs/code-blocks.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = at('test/.readme/first');

beforeAll(() => mkdir(folder, { recursive: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the README', () => {
  it('has eight lines that work when pasted', async () => {
    const exchange = simulateExchange(mexcContract, {
      credentials: { apiKey: 'your-key', apiSecret: 'your-secret' },
    });
    const base = await exchange.listen();
    const [{ code } = { code: '' }] = blocksOf('README.md');
    expect(code.split('\n').filter(Boolean).length).toBeLessThanOrEqual(8);
    await writeFile(`${folder}/run.ts`, code.replace('https://contract.mexc.com', base));
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(/* @vite-ignore */ `${folder}/run.ts`);
    const lines = log.mock.calls.map((values) => values[0]);
    log.mockRestore();
    await exchange.close();
    expect(lines).toMatchObject([{ success: true }]);
    expect(exchange.executions('my-order-1')).toBe(1);
  });

  it('fits on two screens, and says how to run it', async () => {
    const text = await readFile(at('README.md'), 'utf8');
    const prose = text
      .replace(/<!-- exchanges -->[\s\S]*<!-- \/exchanges -->/, '')
      .replace(/\(https:[^)]*\)/g, '');
    expect(prose.split(/\s+/).length).toBeLessThanOrEqual(330);
    expect(text).toContain('\nnpx exchange-interceptors demo\nnpm ci && npm start\nnpm ci && npm test\n');
  });

  it('has links and pictures that work on the page of the registry', async () => {
    const found = await readFile(at('README.md'), 'utf8');
    if (process.env['UPDATE_DOCS'] === '1') await writeFile(at('README.md'), withRepository(found));
    const text = await readFile(at('README.md'), 'utf8');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(
      ([, link, tag]) => link ?? tag ?? '',
    );
    const page = new RegExp(`^${repositoryUrl.replaceAll('.', '\\.')}/(?:blob|raw)/main/([^#]+)`);
    const dead = targets.filter((target) => !existsSync(at(page.exec(target)?.[1] ?? 'no such file')));
    expect(dead, 'Renew them: UPDATE_DOCS=1 npx vitest run test/readme.test.ts').toEqual([]);
    expect(targets.length).toBeGreaterThan(15);
  });
});

it('the page of options names the options and defaults that the code has', async () => {
  const text = await readFile(at('docs/options.md'), 'utf8');
  const source = await readFile(at('src/gateway-options.ts'), 'utf8');
  // Another interface of the file has names and defaults of its own.
  const [options = ''] = /^export interface GatewayOptions\b[\s\S]*?^\}/m.exec(source) ?? [];
  const rows = new Map<string, string>();
  // A name may stand in later tables too: the first is that of `createGateway`.
  for (const [row = '', name = ''] of text.matchAll(/^\| `(\w+)`.*$/gm)) {
    if (!rows.has(name)) rows.set(name, row);
  }
  const names = [...options.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !rows.has(name))).toEqual([]);
  for (const [, value, name = ''] of options.matchAll(/@default (\d[\d_]*) \*\/\n {2}readonly (\w+)/g)) {
    expect(rows.get(name)).toMatch(new RegExp(`\\| ${value} \\|$`));
  }
});
