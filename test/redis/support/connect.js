// @ts-check
// Both clients that are supported, with trips counted.

/**
 * @param {string} kind
 * @param {number} port
 * @returns {Promise<{ client: import('../../../src/redis/client.ts').AnyRedisClient, end: () => Promise<unknown>, trips: () => number }>}
 */
export async function connect(kind, port) {
  return kind === 'ioredis' ? viaIoredis(port) : viaNodeRedis(port);
}

/** @param {number} port */
async function viaIoredis(port) {
  const { Redis } = await import('ioredis');
  const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 100 });
  let trips = 0;
  client.on('error', () => {});
  for (const name of /** @type {const} */ (['eval', 'evalsha'])) {
    const original = /** @type {(...args: unknown[]) => Promise<unknown>} */ (client[name].bind(client));
    Object.assign(client, {
      [name]: (/** @type {unknown[]} */ ...args) => {
        trips += 1;
        return original(...args);
      },
    });
  }
  return { client, end: async () => client.disconnect(), trips: () => trips };
}

/** @param {number} port */
async function viaNodeRedis(port) {
  const { createClient } = await import('redis');
  const client = createClient({ socket: { port, host: '127.0.0.1', reconnectStrategy: () => 100 } });
  let trips = 0;
  client.on('error', () => {});
  await client.connect();
  for (const name of /** @type {const} */ (['eval', 'evalSha'])) {
    const original = /** @type {(...args: unknown[]) => Promise<unknown>} */ (client[name].bind(client));
    Object.assign(client, {
      [name]: (/** @type {unknown[]} */ ...args) => {
        trips += 1;
        return original(...args);
      },
    });
  }
  return { client, end: async () => client.destroy(), trips: () => trips };
}
