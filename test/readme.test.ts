import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mexcContract } from '../src/index.ts';
import { simulateExchange } from '../src/testing/index.ts';

const run = promisify(execFile);
const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = at('test/.readme');

/** What a block leaves to its reader, declared so that the compiler can read it. */
const given = `
declare const credentials: { apiKey: string; apiSecret: string };
declare const gateway: import('exchange-interceptors').Gateway;
declare const mexcContract: typeof import('exchange-interceptors').mexcContract;
declare const socket: WebSocket;
declare const url: string;
declare const order: object;
declare const clientOrderId: string;
declare const onMarketData: (event: unknown) => void;
`;

async function blocks(): Promise<readonly string[]> {
  const text = await readFile(at('README.md'), 'utf8');
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
}

/** Only the declarations whose names the block does not bring along. */
function prelude(code: string): string {
  const wanted = given.split('\n').filter((line) => {
    const name = /declare const (\w+)/.exec(line)?.[1];
    return name !== undefined && !new RegExp(`(const|import)[^;]*\\b${name}\\b[^;]*(=|from)`).test(code);
  });
  return `export {};\n${wanted.join('\n')}\n`;
}

beforeAll(() => mkdir(folder, { recursive: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the README', () => {
  it('has blocks that compile under the strictest settings', { timeout: 60_000 }, async () => {
    const all = await blocks();
    expect(all.length).toBeGreaterThanOrEqual(3);
    await Promise.all(all.map((code, index) => writeFile(`${folder}/${index}.ts`, prelude(code) + code)));
    const config = {
      extends: '../../tsconfig.json',
      compilerOptions: { isolatedDeclarations: false, declaration: false, noUnusedLocals: false },
      include: ['*.ts', '../../src/policies/bottleneck-light.d.ts'],
    };
    await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config));
    const tsc = at('node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  it('has twenty lines that work when pasted', async () => {
    const exchange = simulateExchange(mexcContract, {
      credentials: { apiKey: 'your-key', apiSecret: 'your-secret' },
    });
    const base = await exchange.listen();
    const [code = ''] = await blocks();
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
