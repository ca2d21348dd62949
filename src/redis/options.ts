// The option `redis` of a gateway.
import { duration, number, only, required, secret, withDefault } from '../options/kinds.ts';
import { resolve, type Shape } from '../options/shape.ts';
import { type AnyRedisClient, type RedisClient, toRedisClient } from './client.ts';

/** What is shared with other processes, and through which client: what `redis` takes. */
export interface RedisOptions {
  /**
   * An ioredis (5, 6) or node-redis (4 to 6) client, connected and closed by you, or any
   * `{ eval(script, keys, args): Promise<unknown> }`.
   */
  readonly client: AnyRedisClient;
  /**
   * Processes with the same prefix share their limits: those of scope `ip` all of them, those of scope `account` the
   * processes that name the same `account`.
   * @default 'exchange-interceptors:<id of the exchange>'
   */
  readonly prefix?: string;
  /**
   * Names the account, so that several accounts behind one IP share its limits and keep their own apart. Any name that is
   * the same in all processes of the account; never a key or a secret. Only a hash of it is written.
   * @default one account for each prefix
   */
  readonly account?: string;
  /**
   * This process's part of every capacity while Redis is away, above 0, at most 1. Give it to all processes or to none;
   * all parts should add up to no more than 1. A process that has a part of its own may start while Redis is away;
   * without one its calls wait until it has met the others. @default an equal part, handed out by Redis
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

type DefaultedRedis = 'account' | 'timeoutMs' | 'batch' | 'leaseMs';

export const redisShape: Shape<RedisOptions, DefaultedRedis> = {
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
  // The error does not show what was given: it may be a key.
  account: withDefault(
    secret(
      'a name of 1 to 200 characters, the same in all processes of the account',
      (value) => typeof value === 'string' && value.length > 0 && value.length <= 200,
    ),
    'main',
  ),
  share: only('a number above 0, at most 1', (value) => typeof value === 'number' && value > 0 && value <= 1),
  timeoutMs: withDefault(duration({ min: 10, max: 10_000 }), 300),
  batch: withDefault(number({ min: 1, max: 1000, integer: true }), 1),
  leaseMs: withDefault(duration({ min: 1000, max: 600_000 }), 10_000),
};

export interface ResolvedRedis {
  readonly client: RedisClient;
  readonly prefix: string;
  readonly account: string;
  readonly share: number | undefined;
  readonly timeoutMs: number;
  readonly batch: number;
  readonly leaseMs: number;
  /** What Redis grants is void so long after it was asked for. */
  readonly grantMs: number;
}

/** A trip that just made it leaves so much to use its permits. */
const useMs = 200;

/** @throws {TypeError} that names the option, the value it got and what it takes. */
export function resolveRedis(options: RedisOptions, exchangeId: string): ResolvedRedis {
  const { client, prefix, share, ...given } = resolve('redis', redisShape, options);
  return {
    client: toRedisClient(client),
    prefix: prefix ?? `exchange-interceptors:${exchangeId}`,
    share,
    ...given,
    grantMs: given.timeoutMs + useMs,
  };
}
