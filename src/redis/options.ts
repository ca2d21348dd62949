import { bad, checkNumber, checkObject } from '../options.ts';
import { type AnyRedisClient, type RedisClient, toRedisClient } from './client.ts';

export interface RedisOptions {
  /**
   * An ioredis (5, 6) or node-redis (4 to 6) client, connected and closed by you, or any
   * `{ eval(script, keys, args): Promise<unknown> }`.
   */
  readonly client: AnyRedisClient;
  /**
   * Processes with the same prefix share their limits. Give every account its own, unless accounts share an IP limit.
   * @default 'exchange-interceptors:<id of the exchange>'
   */
  readonly prefix?: string;
  /**
   * This process's part of every capacity while Redis is away, above 0, at most 1. All processes' parts should add up
   * to no more than 1. @default 1 / the processes last seen
   */
  readonly share?: number;
  /** Redis is taken for gone when it needs longer. @default 300 */
  readonly timeoutMs?: number;
  /**
   * Units taken ahead in one trip and kept for the next calls of the same kind. 1: none, every unit is at the disposal
   * of all processes until the instant it is needed. More saves trips where limits are wide. @default 1
   */
  readonly batch?: number;
  /** A killed process's units are free one window after this. Requests that take longer are renewed. @default 10_000 */
  readonly leaseMs?: number;
}

export interface ResolvedRedis {
  readonly client: RedisClient;
  readonly prefix: string;
  readonly share: number | undefined;
  readonly timeoutMs: number;
  readonly batch: number;
  readonly leaseMs: number;
}

/** @throws {TypeError} that names the option, the value it got and what it takes. */
export function resolveRedis(options: RedisOptions, exchangeId: string): ResolvedRedis {
  checkObject('redis', options);
  const { client, prefix = `exchange-interceptors:${exchangeId}`, share } = options;
  const isClient = typeof client === 'object' && client !== null && typeof client.eval === 'function';
  if (!isClient) {
    throw bad('redis.client', client, 'an ioredis or node-redis client, or `{ eval(script, keys, args) }`');
  }
  if (typeof prefix !== 'string' || !/^[^{}]+$/.test(prefix)) {
    throw bad(
      'redis.prefix',
      prefix,
      'a text without braces, which would move keys to other slots of a cluster',
    );
  }
  if (share !== undefined && !(checkNumber('redis.share', share, { min: 0, max: 1 }) > 0)) {
    throw bad('redis.share', share, 'a number above 0, at most 1');
  }
  return {
    client: toRedisClient(client),
    prefix,
    share,
    timeoutMs: checkNumber('redis.timeoutMs', options.timeoutMs ?? 300, { min: 10, max: 10_000 }),
    batch: checkNumber('redis.batch', options.batch ?? 1, { min: 1, max: 1000, integer: true }),
    leaseMs: checkNumber('redis.leaseMs', options.leaseMs ?? 10_000, { min: 1000, max: 600_000 }),
  };
}
