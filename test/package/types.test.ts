import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
}, 180_000);

afterAll(async () => {
  await bare?.remove();
  await full?.remove();
});

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
    const compiler = join(found, '..', 'bin', 'tsc');
    return new Promise((resolve) => {
      execFile(process.execPath, [compiler, '-p', '.'], { cwd: project.folder }, (error, stdout) =>
        resolve(error ? stdout : 'fine'),
      );
    });
  }

  // The older compiler reads all of Redis's types for some seconds.
  const timeout = 120_000;

  it('uses fetch where nothing else is installed', { timeout }, async () => {
    expect(await compile(bare, 'nodenext', ['fetch.mts', 'fetch.cts', 'entries.mts'])).toBe('fine');
    expect(await compile(bare, 'bundler', ['fetch.mts', 'entries.mts'])).toBe('fine');
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
