// A limit by parameter: what a call costs, and what a book takes, with few and with many books.
import { createGateway, interceptFetch, mexcContract } from 'exchange-interceptors';
import { Redis } from 'ioredis';
import { cpuMs, heapBytes } from '../../tools/measure.ts';
import { RedisServer } from '../../tools/redis-server.ts';
import { fetchStub, url } from '../stubs.ts';
import { redisCpuMs } from './bots.ts';

export interface Keyed {
  readonly books: number;
  readonly isShared: boolean;
  /** Processor time per call. */
  readonly ownUs: number;
  readonly redisUs: number;
  /** Of this process and of Redis, per book, after the last call. */
  readonly ownBytes: number;
  readonly redisBytes: number;
}

const calls = 20_000;
const concurrency = 64;

/** The limit holds no call up, and its window outlasts the run, so that every book is in use at its end. */
export async function measureKeys(books: number, isShared: boolean): Promise<Keyed> {
  const server = await RedisServer.start();
  const redis = new Redis({ port: server.port, host: '127.0.0.1' });
  const client = new Redis({ port: server.port, host: '127.0.0.1' });
  const gateway = createGateway({
    exchange: mexcContract,
    limits: [{ name: 'by-symbol', scope: 'account', capacity: 1_000_000, windowMs: 60_000, per: ['symbol'] }],
    ...(isShared && { redis: { client } }),
  });
  const send = interceptFetch(gateway, fetchStub);
  const make = async (count: number, kinds: number): Promise<void> => {
    let made = 0;
    const work = async (): Promise<void> => {
      while (made < count) {
        made += 1;
        await (await send(`${url}?symbol=S${made % kinds}`)).text();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  };
  // Warm, and with what there is of every run.
  await make(5000, 1);
  const before = {
    own: cpuMs(),
    redis: await redisCpuMs(redis),
    heap: heapBytes(),
    bytes: await usedBytes(redis),
  };
  await make(calls, books);
  const own = cpuMs() - before.own;
  const redisMs = (await redisCpuMs(redis)) - before.redis;
  const [heap, bytes] = [heapBytes(), await usedBytes(redis)];
  await gateway.close();
  for (const one of [redis, client]) one.disconnect();
  await server.kill();
  return {
    ...{ books, isShared },
    ownUs: (1000 * own) / calls,
    redisUs: (1000 * redisMs) / calls,
    ownBytes: (heap - before.heap) / books,
    redisBytes: (bytes - before.bytes) / books,
  };
}

async function usedBytes(redis: Redis): Promise<number> {
  return Number(/used_memory_dataset:(\d+)/.exec(await redis.info('memory'))?.[1]);
}
