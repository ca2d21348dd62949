// Processes that want more than a limit admits, all over one Redis or each with its part of the limit.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { startLoopbackThread } from '../../tools/loopback.ts';
import { RedisServer } from '../../tools/redis-server.ts';
import type { ProcessReport, ProcessSetup } from './process.ts';

/** Divisible by every number of processes that is measured, so that each can have its part. */
export const capacity = 96;
export const windowMs = 1000;
/** Answers take so long at most: a unit is back one window after its answer. */
const latencyMs = 10;
const program = fileURLToPath(new URL('process.ts', import.meta.url));

export interface Run {
  readonly processes: number;
  /** Over Redis; else each has its part of the limit for itself. */
  readonly isShared: boolean;
  readonly seconds: number;
  /** Processes of the machine that they are spread over, as gateways with a connection of their own. */
  readonly hosts: number;
}

export interface Measured extends Run {
  /** Which part of the limit was used. */
  readonly used: number;
  /** Requests that found the sliding window full. */
  readonly over: number;
  readonly failed: number;
  /** How often a process lost Redis. */
  readonly alone: number;
  readonly tripsPerCall: number;
  /** Processor time per call, of Redis and of all processes. */
  readonly redisUs: number;
  readonly ownUs: number;
  /** While nobody calls. */
  readonly idleTripsPerSecond: number;
  /** Calls of the process that made the fewest, over the mean. */
  readonly fewest: number;
}

class Bot {
  readonly #child;

  constructor(setup: ProcessSetup) {
    this.#child = fork(program, [JSON.stringify(setup)]);
  }

  async report(): Promise<ProcessReport> {
    const [report] = await once(this.#child, 'message');
    return report;
  }

  ask(): Promise<ProcessReport> {
    const report = this.report();
    this.#child.send('report');
    return report;
  }

  begin(): void {
    this.#child.send('begin');
  }

  async end(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.send('end');
    await gone;
  }
}

export async function run({ processes, isShared, seconds, hosts }: Run): Promise<Measured> {
  const server = await RedisServer.start();
  const redis = new Redis({ port: server.port, host: '127.0.0.1' });
  const exchange = await startLoopbackThread(latencyMs);
  const part = isShared ? capacity : capacity / processes;
  const bots = Array.from({ length: hosts }, () => {
    const limit = { name: 'all', scope: 'ip', capacity: part, windowMs, reserve: 0 } as const;
    const concurrency = Math.ceil((2 * capacity) / processes);
    const port = isShared ? server.port : undefined;
    return new Bot({ url: exchange.url, limit, concurrency, port, gateways: processes / hosts });
  });
  await Promise.all(bots.map((bot) => bot.report()));
  const read = async (): Promise<Reading> => ({
    reports: await Promise.all(bots.map((bot) => bot.ask())),
    redisMs: await redisCpuMs(redis),
    booked: (await exchange.bookedAt()).length,
  });
  const idle = await read();
  await sleep(windowMs);
  const idleTrips = difference(idle, await read(), 'trips');
  for (const bot of bots) bot.begin();
  // The first window is taken at once, by whoever asks first.
  await sleep(2 * windowMs);
  const before = await read();
  await sleep(seconds * 1000);
  const after = await read();
  const bookedAt = await exchange.bookedAt();
  await Promise.all(bots.map((bot) => bot.end()));
  redis.disconnect();
  await Promise.all([exchange.close(), server.kill()]);

  const calls = after.booked - before.booked;
  const each = after.reports.flatMap(({ calls: made }, host) =>
    made.map((count, at) => count - (before.reports[host]?.calls[at] ?? 0)),
  );
  return {
    ...{ processes, isShared, seconds, hosts },
    used: usedOf(bookedAt.slice(before.booked)),
    over: overLimit(bookedAt),
    failed: difference(before, after, 'failed'),
    alone: difference(before, after, 'alone'),
    tripsPerCall: difference(before, after, 'trips') / calls,
    redisUs: (1000 * (after.redisMs - before.redisMs)) / calls,
    ownUs: (1000 * difference(before, after, 'cpuMs')) / calls,
    idleTripsPerSecond: idleTrips / (windowMs / 1000),
    fewest: Math.min(...each) / (calls / processes),
  };
}

interface Reading {
  readonly reports: readonly ProcessReport[];
  readonly redisMs: number;
  readonly booked: number;
}

function difference(before: Reading, after: Reading, of: Exclude<keyof ProcessReport, 'calls'>): number {
  return after.reports.reduce((sum, one, at) => sum + one[of] - (before.reports[at]?.[of] ?? 0), 0);
}

/** Processor time that the server took so far. */
export async function redisCpuMs(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const read = (name: string): number => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
  return 1000 * (read('used_cpu_sys') + read('used_cpu_user'));
}

/**
 * Counted from one request to the one that came as many whole capacities later as there are: calls come in bursts, and parts
 * of one would count for or against it by chance.
 */
function usedOf(bookedAt: readonly number[]): number {
  const times = Math.floor((bookedAt.length - 1) / capacity);
  const [first = Number.NaN] = bookedAt;
  return (times * windowMs) / ((bookedAt[times * capacity] ?? Number.NaN) - first);
}

function overLimit(bookedAt: readonly number[]): number {
  return bookedAt.filter((at, index) => at - (bookedAt[index - capacity] ?? -Infinity) < windowMs).length;
}
