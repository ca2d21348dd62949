// Both clients that are supported, with trips counted.
import type { AnyRedisClient } from '../../../src/redis/client.ts';
import type { ClientSetup } from './clients.ts';

export interface Connection {
  readonly client: AnyRedisClient;
  readonly end: () => Promise<unknown>;
  /** How many scripts were sent. */
  readonly trips: () => number;
}

export function connect(kind: ClientSetup['kind'], port: number): Promise<Connection> {
  return kind === 'ioredis' ? viaIoredis(port) : viaNodeRedis(port);
}

async function viaIoredis(port: number): Promise<Connection> {
  const { Redis } = await import('ioredis');
  const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 100 });
  client.on('error', () => {});
  return { client, end: async () => client.disconnect(), trips: counted(client, ['eval', 'evalsha']) };
}

async function viaNodeRedis(port: number): Promise<Connection> {
  const { createClient } = await import('redis');
  const client = createClient({ socket: { port, host: '127.0.0.1', reconnectStrategy: () => 100 } });
  client.on('error', () => {});
  await client.connect();
  return { client, end: async () => client.destroy(), trips: counted(client, ['eval', 'evalSha']) };
}

/** Counts the calls of these methods from now on. */
function counted(client: object, methods: readonly string[]): () => number {
  let calls = 0;
  for (const name of methods) {
    const original: (...args: unknown[]) => unknown = Reflect.get(client, name).bind(client);
    Reflect.set(client, name, (...args: unknown[]) => {
      calls += 1;
      return original(...args);
    });
  }
  return () => calls;
}
