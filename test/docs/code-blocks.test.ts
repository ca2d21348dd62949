import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { mexcContract } from '../../src/index.ts';
import { type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { hasRedis, RedisServer } from '../../tools/redis-server.ts';
import { asModule, blocksOf, type CodeBlock, fencesOf, foreign, pages, root } from './code-blocks.ts';

const run = promisify(execFile);
/** Inside the package, so that imports are resolved as a user's are. */
const folder = join(root, 'test/.readme/pages');
/** What a block says that wants a Redis; it gets one of its own. */
const redisUrl = 'redis://127.0.0.1:6379';
const canRun = ({ code }: CodeBlock): boolean =>
  hasRedis || process.env['CI'] !== undefined || !code.includes(redisUrl);
const blocks = pages().flatMap((page) => blocksOf(page));

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the code on the pages', () => {
  it('is found, all of it', () => {
    const fences = pages().flatMap((page) => fencesOf(page));
    expect(fences.filter(({ info }) => /^(javascript|typescript|tsx|jsx)\b/.test(info))).toEqual([]);
    expect(fences.filter(({ info }) => /^(ts|js)\b/.test(info)).length).toBe(blocks.length);
    expect(blocks.filter(({ page }) => page === 'README.md').length).toBe(1);
    expect(blocks.length).toBeGreaterThanOrEqual(55);
  });

  it('compiles under the strictest settings', { timeout: 120_000 }, async () => {
    for (const [index, block] of blocks.entries()) {
      writeFileSync(join(folder, `${index}.ts`), `// ${block.title}\n${asModule(block)}`);
    }
    writeFileSync(join(folder, 'foreign.d.ts'), foreign);
    const config = {
      extends: '../../../tsconfig.json',
      compilerOptions: {
        isolatedDeclarations: false,
        declaration: false,
        noUnusedLocals: false,
        // ccxt's own declarations do not hold up under these settings.
        skipLibCheck: true,
      },
      include: ['*.ts', '../../../src/throttle/bottleneck-light.d.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    const named = stdout.replace(/\S*?(\d+)\.ts\(/g, (_, index) => `${blocks[Number(index)]?.title}: (`);
    expect(named).toBe('');
  });
});

describe('the code that says it runs', () => {
  const running = blocks.filter(({ runs }) => runs);
  let exchange: SimulatedExchange | undefined;
  let redis: RedisServer | undefined;

  afterEach(async () => {
    vi.restoreAllMocks();
    await exchange?.close();
    exchange = undefined;
    await redis?.kill();
    redis = undefined;
  });

  it('is not forgotten', () => {
    expect(running.length).toBeGreaterThanOrEqual(5);
    expect(running.filter(({ prints }) => prints === undefined)).toEqual([]);
  });

  it.each(running.filter(canRun))('$title prints what it promises', async ({ code, prints }) => {
    // Who trades at the exchange itself gets a simulated one; a block may also bring its own.
    exchange = simulateExchange(mexcContract, {
      credentials: { apiKey: 'your-key', apiSecret: 'your-secret' },
    });
    const file = join(folder, `run-${running.findIndex((block) => block.code === code)}.ts`);
    redis = code.includes(redisUrl) ? await RedisServer.start() : undefined;
    const own = code.replaceAll('https://contract.mexc.com', await exchange.listen());
    writeFileSync(file, own.replaceAll(redisUrl, `redis://127.0.0.1:${redis?.port}`));
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(/* @vite-ignore */ file);
    const printed = log.mock.calls.map((values) =>
      values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '),
    );
    expect(printed).toEqual(prints);
  });
});
