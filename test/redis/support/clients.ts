// Processes of their own that share limits over one Redis.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const outfile = fileURLToPath(
  new URL('../../../node_modules/.cache/test-redis/client.child.mjs', import.meta.url),
);

/** Makes the program of a `Client` one file that starts fast: four of them start side by side. */
export async function buildClient(): Promise<void> {
  const entryPoints = [fileURLToPath(new URL('client.child.ts', import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node' });
}

export interface ClientReport {
  readonly answered: number;
  readonly states: readonly string[];
  readonly trips: number;
}

export interface ClientSetup {
  readonly url: string;
  readonly port: number;
  readonly calls: number;
  readonly capacity: number;
  readonly windowMs: number;
  readonly kind: 'ioredis' | 'node-redis';
  readonly batch?: number;
  readonly leaseMs?: number;
  readonly share?: number;
}

/** A process of its own that uses the limits. */
export class Client {
  readonly #child: ChildProcess;
  readonly ready: Promise<void>;
  /** Undefined if it was killed. */
  readonly report: Promise<ClientReport | undefined>;

  constructor(setup: ClientSetup) {
    this.#child = fork(outfile, [JSON.stringify(setup)]);
    this.ready = new Promise((resolve, reject) => {
      this.#child.once('message', () => resolve());
      this.#child.once('exit', () => reject(new Error('a client process ended before it began')));
    });
    this.report = new Promise((resolve) => {
      this.#child.on('message', (message) => {
        if (typeof message === 'object' && 'answered' in message) resolve(message as ClientReport);
      });
      this.#child.once('exit', () => resolve(undefined));
    });
  }

  begin(): void {
    this.#child.send({ begin: true });
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}
