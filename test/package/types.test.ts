import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofRoot } from '../../src/catalog/built-in.ts';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { categories } from '../../src/types.ts';
import { type Consumer, consumer } from './support/consumer.ts';
import { entries, manifest, peersOf } from './support/manifest.ts';

const require = createRequire(import.meta.url);
/** The newest compiler, and the one before it was rewritten. */
const compilers: Readonly<Record<string, string>> = {
  'TypeScript 7': require.resolve('typescript/package.json'),
  'TypeScript 6': createRequire(require.resolve('@microsoft/api-extractor')).resolve(
    'typescript/package.json',
  ),
};

const withFetch = `
import { createGateway, type ExchangeError, interceptFetch, isExchangeError, mexcContract } from 'exchange-interceptors';
const gateway = createGateway({ exchange: mexcContract, sign: mexcContract.signer({ apiKey: 'k', apiSecret: 's' }) });
const send: typeof fetch = interceptFetch(gateway);
void interceptFetch(gateway)('http://127.0.0.1/', { exchange: { priority: 1, deadlineMs: 1_000 } });
// @ts-expect-error a priority is a number
void interceptFetch(gateway)('http://127.0.0.1/', { exchange: { priority: 'high' } });
// @ts-expect-error a gateway has to know its exchange
createGateway({});
export const meant = (error: unknown): ExchangeError | undefined => (isExchangeError(error, 'funds') ? error : undefined);
export { send };
`;

const withAxios = `
import axios from 'axios';
import { createGateway, interceptAxios, mexcContract } from 'exchange-interceptors';
const gateway = createGateway({ exchange: mexcContract });
const api = axios.create({ baseURL: 'http://127.0.0.1' });
const detach: () => void = interceptAxios(api, gateway);
void api.get('/x', { exchange: { priority: 1 } });
// @ts-expect-error a priority is a number
void api.get('/x', { exchange: { priority: 'high' } });
// @ts-expect-error fetch is no axios instance
interceptAxios(fetch, gateway);
export { detach };
`;

const withRedis = `
import { createGateway, mexcContract } from 'exchange-interceptors';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
export const one = (client: Redis) => createGateway({ exchange: mexcContract, redis: { client } });
export const other = () => createGateway({ exchange: mexcContract, redis: { client: createClient() } });
// @ts-expect-error a URL is no client
createGateway({ exchange: mexcContract, redis: { client: 'redis://127.0.0.1' } });
`;

const withSocket = `
import { createGateway, interceptSocket, oxFun, type SocketCommands } from 'exchange-interceptors';
import { WebSocket as NodeSocket } from 'ws';
const gateway = createGateway({ exchange: oxFun });
interface Placing { op: string; data: { readonly clientOrderId: string } }
declare const placing: Placing;
const commands = interceptSocket(() => new NodeSocket('ws://127.0.0.1'), gateway);
const socket: NodeSocket = commands.socket;
const plain: SocketCommands = commands;
void commands.send(placing, { priority: 1 });
// @ts-expect-error a text is no command
void commands.send('placeorder');
// @ts-expect-error there is no such option
interceptSocket(socket, gateway, { timeout: 1 });
export { plain };
`;

const withOwnSocket = `
import { createGateway, interceptSocket, oxFun } from 'exchange-interceptors';
const gateway = createGateway({ exchange: oxFun });
export const own: WebSocket = interceptSocket(new WebSocket('ws://127.0.0.1'), gateway).socket;
export const made: WebSocket = interceptSocket(() => new WebSocket('ws://127.0.0.1'), gateway).socket;
`;

const withCodes = `
import { createGateway, failFast, isExchangeError, type Policies } from 'exchange-interceptors';
import { kraken, type KrakenCode } from 'exchange-interceptors/exchanges/kraken';
export const gateway = createGateway({ exchange: kraken, policies: { funds: failFast(), 'EService:Busy': failFast() } });
export const policies: Policies<KrakenCode> = { 'rate-limit': failFast(), 'EAPI:Invalid nonce': failFast() };
// @ts-expect-error a misspelt category
createGateway({ exchange: kraken, policies: { ratelimit: failFast() } });
// @ts-expect-error a misspelt code
export const misspelt: Policies<KrakenCode> = { 'EAPI:Invalid nonces': failFast() };
// @ts-expect-error a misspelt category
export const isPoor = (error: unknown): boolean => isExchangeError(error, 'fund');
export const isBusy = (error: unknown): boolean => isExchangeError(error, kraken) && error.code === 'EService:Busy';
`;

/** A bot in three files. */
const botAt = (name: string, id: string, code: string): Readonly<Record<string, string>> => ({
  'gateway.mts': `
import { byClientOrderId, createGateway, failFast, interceptFetch } from 'exchange-interceptors';
import { ${name} } from 'exchange-interceptors/exchanges/${id}';
export { ${name} as exchange };
export const gateway = createGateway({ exchange: ${name}, reconcile: byClientOrderId(), policies: { '${code}': failFast() } });
export const send = interceptFetch(gateway);
`,
  'place.mts': `
import { isExchangeError } from 'exchange-interceptors';
import { exchange, send } from './gateway.mjs';
export async function place(id: string): Promise<unknown> {
  try {
    return await send('http://127.0.0.1/', { method: 'POST', body: id, exchange: { clientOrderId: id } });
  } catch (error) {
    if (isExchangeError(error, 'funds')) return undefined;
    if (isExchangeError(error, exchange) && error.code === '${code}') return undefined;
    throw error;
  }
}
`,
  'bot.mts': `
import { gateway } from './gateway.mjs';
import { place } from './place.mjs';
gateway.on('giveUp', ({ error }) => console.log(error.code));
void place('a').then(() => gateway.close());
`,
});

/** Few codes, some, and the most. */
const bots = [
  ['oxFun', 'ox-fun', '20007'],
  ['kucoin', 'kucoin', '429000'],
  ['okx', 'okx', '50011'],
] as const;

const names = [...entries.keys()];
const importing = (list: readonly string[]): string =>
  list.map((name, at) => `export * as entry${at} from '${name}';`).join('\n');

let bare: Consumer;
let full: Consumer;

beforeAll(async () => {
  bare = await consumer();
  full = await consumer(...Object.keys(manifest.peerDependencies), '@types/node', 'ws', '@types/ws');
  await bare.write('fetch.mts', withFetch);
  await bare.write('fetch.cts', withFetch);
  await bare.write('entries.mts', importing(names.filter((name) => peersOf(name).length === 0)));
  await full.write('fetch.mts', withFetch);
  await full.write('fetch.cts', withFetch);
  await full.write('axios.mts', withAxios);
  await full.write('axios.cts', withAxios);
  await full.write('redis.mts', withRedis);
  await full.write('entries.mts', importing(names));
  await full.write('socket.mts', withSocket);
  await bare.write('socket.mts', withOwnSocket);
  await bare.write('codes.mts', withCodes);
}, 180_000);

afterAll(async () => {
  await bare?.remove();
  await full?.remove();
});

/** The compiler's words, and whether it was content. */
function tsc(found: string, project: Consumer, ...flags: string[]): Promise<{ ok: boolean; text: string }> {
  const compiler = join(found, '..', 'bin', 'tsc');
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, '-p', '.', ...flags], { cwd: project.folder }, (error, text) =>
      resolve({ ok: !error, text }),
    );
  });
}

describe.each(Object.entries(compilers))('a strict consumer with %s and skipLibCheck off', (_, found) => {
  /** What the compiler says to files of a project. */
  async function compile(
    project: Consumer,
    resolution: string,
    files: readonly string[],
    lib: readonly string[] = ['es2023', 'dom', 'dom.iterable'],
  ): Promise<string> {
    const options = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      skipLibCheck: false,
      target: 'es2023',
      lib,
      // Without the DOM library it is Node that has a fetch.
      ...(!lib.includes('dom') && { types: ['node'] }),
      module: resolution === 'bundler' ? 'esnext' : resolution,
      moduleResolution: resolution,
    };
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions: options, files }));
    const { ok, text } = await tsc(found, project);
    return ok ? 'fine' : text;
  }

  // The older compiler reads all of Redis's types for some seconds.
  const timeout = 120_000;

  it('uses fetch where nothing else is installed', { timeout }, async () => {
    expect(await compile(bare, 'nodenext', ['fetch.mts', 'fetch.cts', 'entries.mts'])).toBe('fine');
    expect(await compile(bare, 'bundler', ['fetch.mts', 'entries.mts'])).toBe('fine');
  });

  it('knows codes and categories, and finds misspelt ones', { timeout }, async () => {
    expect(await compile(bare, 'nodenext', ['codes.mts'])).toBe('fine');
  });

  it('uses a socket as the one that it made, with the DOM library and without it', { timeout }, async () => {
    expect(await compile(bare, 'nodenext', ['socket.mts'])).toBe('fine');
    expect(await compile(full, 'nodenext', ['socket.mts'])).toBe('fine');
    expect(await compile(full, 'nodenext', ['socket.mts'], ['es2023'])).toBe('fine');
  });

  it("uses fetch without the DOM library, by Node's own types", { timeout }, async () => {
    expect(await compile(full, 'nodenext', ['fetch.mts', 'fetch.cts'], ['es2022'])).toBe('fine');
  });

  it('uses axios, Redis and every entry point where all is installed', { timeout }, async () => {
    const files = ['axios.mts', 'redis.mts', 'entries.mts'];
    expect(await compile(full, 'nodenext', [...files, 'axios.cts'])).toBe('fine');
    expect(await compile(full, 'bundler', files)).toBe('fine');
  });
});

describe('what the compiler has to do for a bot', () => {
  /** Of the newest compiler, by the exchange's id; each at most a tenth above what was counted. */
  interface Budget {
    readonly declarationBytes: number;
    readonly bots: Readonly<
      Record<string, { readonly Files: number; readonly Types: number; readonly Instantiations: number }>
    >;
  }
  const budget: Budget = JSON.parse(
    readFileSync(new URL('../../scripts/size/types-budget.json', import.meta.url), 'utf8'),
  );
  const compiler = compilers['TypeScript 7'] ?? '';

  it('stays within its budgets, counted and not timed', { timeout: 120_000 }, async () => {
    const counted: Record<string, Record<string, number>> = {};
    for (const [name, id, code] of bots) {
      const files = botAt(name, id, code);
      for (const [file, text] of Object.entries(files)) await bare.write(file, text);
      const options = {
        strict: true,
        noEmit: true,
        target: 'es2023',
        lib: ['es2023', 'dom'],
        module: 'nodenext',
      };
      await bare.write(
        'tsconfig.json',
        JSON.stringify({ compilerOptions: options, files: Object.keys(files) }),
      );
      const { ok, text } = await tsc(compiler, bare, '--extendedDiagnostics', '--singleThreaded');
      expect(ok, text).toBe(true);
      counted[id] = Object.fromEntries(
        ['Files', 'Types', 'Instantiations'].map((what) => [
          what,
          Number(new RegExp(`^${what}: +(\\d+)`, 'm').exec(text)?.[1]),
        ]),
      );
    }
    expect(wrong(counted, budget.bots)).toEqual([]);
  });

  it('lets an editor offer the codes of the exchange', { timeout: 60_000 }, async () => {
    const imports = `import { createGateway, failFast, isExchangeError, mexcContract } from 'exchange-interceptors';`;
    const typed = [
      `createGateway({ exchange: mexcContract, policies: { '|': failFast() } });`,
      `export const is = (error: unknown) => isExchangeError(error, mexcContract) && error.code === '|';`,
      `isExchangeError(undefined, '|');`,
    ].map((line) => `${imports}\n${line}`);
    const library = join(compilers['TypeScript 6'] ?? '', '..', 'lib', 'typescript.js');
    const child = join(import.meta.dirname, 'completions.child.js');
    const { stdout } = await bare.node(child, library, bare.folder, ...typed);
    const codes = [...mexcContract.catalog.keys()];
    expect(JSON.parse(stdout)).toEqual([
      [...categories, ...codes].toSorted(),
      codes.toSorted(),
      categories.toSorted(),
    ]);
  });

  it('is given no more declarations than planned', () => {
    const files = readdirSync(bare.installed, { recursive: true, encoding: 'utf8' });
    const bytes = files
      .filter((file) => file.endsWith('.d.ts'))
      .reduce((sum, file) => sum + statSync(join(bare.installed, file)).size, 0);
    expect(wrong({ all: { bytes } }, { all: { bytes: budget.declarationBytes } })).toEqual([]);
  });

  it('does not load the exchanges that the root does not export', async () => {
    await bare.write('root.mts', `export { createGateway } from 'exchange-interceptors';`);
    const options = { noEmit: true, target: 'es2023', lib: ['es2023', 'dom'], module: 'nodenext' };
    await bare.write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['root.mts'] }));
    const { text } = await tsc(compiler, bare, '--listFilesOnly');
    const loaded = text.matchAll(/catalog\/([\w-]+)\/index\.d\.ts/g);
    expect([...loaded].map(([, id]) => id).toSorted()).toEqual(ofRoot.map(({ id }) => id).toSorted());
  });

  type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

  /** What is over its budget, or so far below that the budget says nothing. */
  function wrong(counted: Counts, allowed: Counts): readonly string[] {
    return Object.entries(counted).flatMap(([id, counts]) =>
      Object.entries(counts).flatMap(([what, count]) => {
        const most = allowed[id]?.[what] ?? 0;
        return count <= most && most <= count * 1.1 ? [] : [`${id}: ${count} ${what}, budget ${most}`];
      }),
    );
  }
});
