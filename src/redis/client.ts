// The Redis clients that users have, as the one function that is needed of them.
/** What is needed of a Redis client: run one Lua script. */
export interface RedisClient {
  /** Runs a Lua script with its keys and arguments, and resolves with what it returns. */
  eval(script: string, keys: string[], args: string[]): Promise<unknown>;
}

/** ioredis 5 and 6, by shape: no client is ever imported. */
export interface IoredisLike {
  /** Runs a script. */
  eval(...args: never[]): unknown;
  /** Runs a script that Redis knows. */
  evalsha(...args: never[]): unknown;
}

/** node-redis 4, 5 and 6, by shape. */
export interface NodeRedisLike {
  /** Runs a script. */
  eval(...args: never[]): unknown;
  /** Runs a script that Redis knows. */
  evalSha(...args: never[]): unknown;
}

/** A client of `redis` or of `ioredis`, or what can run a script. */
export type AnyRedisClient = RedisClient | IoredisLike | NodeRedisLike;

type RunScript = (script: string, keys: string[], args: string[]) => Promise<unknown>;

/** @param client of ioredis or node-redis, or an adapter that the user wrote, which is returned as it is */
export function toRedisClient(client: AnyRedisClient): RedisClient {
  hearErrors(client);
  if ('evalSha' in client) return fromNodeRedis(client);
  return 'evalsha' in client ? fromIoredis(client) : client;
}

function fromIoredis(client: IoredisLike): RedisClient {
  type Call = (script: string, count: number, ...rest: string[]) => Promise<unknown>;
  // The clients' own types have dozens of overloads; these are the two that both majors know.
  const whole: Call = Reflect.get(client as object, 'eval');
  const evalsha: Call = Reflect.get(client as object, 'evalsha');
  return cached(
    (script, keys, args) => whole.call(client, script, keys.length, ...keys, ...args),
    (sha, keys, args) => evalsha.call(client, sha, keys.length, ...keys, ...args),
  );
}

function fromNodeRedis(client: NodeRedisLike): RedisClient {
  type Call = (script: string, options: { keys: string[]; arguments: string[] }) => Promise<unknown>;
  const whole: Call = Reflect.get(client as object, 'eval');
  const evalSha: Call = Reflect.get(client as object, 'evalSha');
  return cached(
    (script, keys, args) => whole.call(client, script, { keys, arguments: args }),
    (sha, keys, args) => evalSha.call(client, sha, { keys, arguments: args }),
  );
}

/**
 * A lost connection must not end the process, as the `error` of a node-redis client without a listener does. It is
 * reported as a change of state instead. Where the user listens, nothing changes.
 */
function hearErrors(client: object): void {
  const emitter = client as {
    on?: (event: 'error', listener: () => void) => unknown;
    listenerCount?: (event: 'error') => number;
  };
  if (typeof emitter.on !== 'function' || typeof emitter.listenerCount !== 'function') return;
  if (emitter.listenerCount('error') === 0) emitter.on('error', () => undefined);
}

/** Sends a script once and its hash from then on. The hash is Redis's own, so that browsers need no crypto for it. */
function cached(whole: RunScript, byHash: RunScript): RedisClient {
  const hashes = new Map<string, string>();
  const learn = async (script: string): Promise<void> => {
    hashes.set(script, '');
    const sha = await whole('return redis.sha1hex(ARGV[1])', [], [script]).catch(() => undefined);
    if (typeof sha === 'string') hashes.set(script, sha);
    else hashes.delete(script);
  };
  return {
    async eval(script, keys, args) {
      const sha = hashes.get(script);
      if (sha) {
        try {
          return await byHash(sha, keys, args);
        } catch (error) {
          // A node that restarted, or another one of the cluster: it learns the script now.
          if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        }
      }
      const result = await whole(script, keys, args);
      if (sha === undefined) void learn(script);
      return result;
    },
  };
}
