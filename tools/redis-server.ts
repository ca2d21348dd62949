// A server of our own that speaks as Redis does: redis-server, or valkey-server.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';

export type RedisBinary = 'redis-server' | 'valkey-server';

const has = (binary: RedisBinary): boolean => spawnSync(binary, ['--version']).status === 0;

/** Without it nothing is skipped in CI: there the tests fail. */
export const hasRedis: boolean = has('redis-server');
/** Not every Debian has it, so that its tests are skipped where it is missing. */
export const hasValkey: boolean = has('valkey-server');

export interface RedisServerOptions {
  /** @default 'redis-server' */
  readonly binary?: RedisBinary;
  /** What its command line says beyond port, address and that nothing is kept on disk. */
  readonly args?: readonly string[];
  /** With TLS the plain port is off, and whether it answers has to be asked otherwise. @default false */
  readonly tls?: boolean;
}

/** On a free loopback port, and keeps nothing on disk. */
export class RedisServer {
  readonly port: number;
  readonly #options: RedisServerOptions;
  #child: ChildProcess | undefined;

  private constructor(port: number, options: RedisServerOptions) {
    this.port = port;
    this.#options = options;
  }

  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.start();
    return server;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const { binary = 'redis-server', args = [], tls = false } = this.#options;
    const ports = tls ? ['--port', '0', '--tls-port', String(this.port)] : ['--port', String(this.port)];
    const options = [...ports, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...args];
    this.#child = spawn(binary, options, { stdio: 'ignore' });
    for (let left = 200; left > 0; left -= 1) {
      if (await answers(this.port, tls)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${binary} did not start`);
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Whether it is there: it answers in any way, or, with TLS, lets itself be connected to. */
function answers(port: number, tls: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isThere: boolean): void => {
      resolve(isThere);
      socket.destroy();
    };
    socket.once('error', () => end(false));
    socket.once('connect', () => (tls ? end(true) : socket.write('PING\r\n')));
    socket.once('data', (data) => end(/^(\+PONG|-NOAUTH)/.test(String(data))));
  });
}
