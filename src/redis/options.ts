import { duration, number, only, required, secret, withDefault } from '../kinds.ts';
import { resolve, type Shape } from '../validate.ts';
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

type Defaulted = 'timeoutMs' | 'batch' | 'leaseMs';

export const redisShape: Shape<RedisOptions, Defaulted> = {
  // A text here would be a URL with its password.
  client: required(
    secret(
      'an ioredis or node-redis client, or `{ eval(script, keys, args) }`',
      (value) =>
        typeof value === 'object' && value !== null && typeof Reflect.get(value, 'eval') === 'function',
    ),
  ),
  prefix: only(
    'a text without braces, which would move keys to other slots of a cluster',
    (value) => typeof value === 'string' && /^[^{}]+$/.test(value),
  ),
  share: only('a number above 0, at most 1', (value) => typeof value === 'number' && value > 0 && value <= 1),
  timeoutMs: withDefault(duration({ min: 10, max: 10_000 }), 300),
  batch: withDefault(number({ min: 1, max: 1000, integer: true }), 1),
  leaseMs: withDefault(duration({ min: 1000, max: 600_000 }), 10_000),
};

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
  const { client, prefix, share, timeoutMs, batch, leaseMs } = resolve('redis', redisShape, options);
  return {
    client: toRedisClient(client),
    prefix: prefix ?? `exchange-interceptors:${exchangeId}`,
    share,
    timeoutMs,
    batch,
    leaseMs,
  };
}
