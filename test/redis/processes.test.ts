import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Loopback, startLoopback } from '../../tools/loopback.ts';
import { hasRedis, RedisServer } from '../../tools/redis-server.ts';
import { typescript } from '../support/run-script.ts';
import { busiest } from './support/busiest.ts';
import { buildClient, Client, type ClientReport, type ClientSetup } from './support/clients.ts';

/** Four processes, two with each client, at 100 per second: 400 calls take four windows at best, the first at once. */
const callsEach = 100;
const capacity = 100;
const windowMs = 1000;
const source = new URL('../../src/index.ts', import.meta.url).href;

if (!hasRedis && !process.env['CI']) console.warn('redis-server is not installed: sharing is not tested.');

describe.skipIf(!hasRedis && !process.env['CI'])('four processes over one Redis', { timeout: 60_000 }, () => {
  let redis: RedisServer;
  let exchange: Loopback;
  let clients: Client[];

  beforeAll(buildClient, 60_000);

  beforeEach(async () => {
    clients = [];
    redis = await RedisServer.start();
    exchange = await startLoopback(() => 5 + Math.random() * 20);
  });

  afterEach(async () => {
    for (const client of clients) client.signal('SIGKILL');
    await exchange.close();
    await redis.kill();
  });

  async function start(setup: Partial<ClientSetup> = {}): Promise<void> {
    clients = [0, 1, 2, 3].map(
      (number) =>
        new Client({
          ...{ url: exchange.url, port: redis.port, calls: callsEach, capacity, windowMs },
          kind: number % 2 === 0 ? 'ioredis' : 'node-redis',
          ...setup,
        }),
    );
    await Promise.all(clients.map(({ ready }) => ready));
    for (const client of clients) client.begin();
  }

  const reports = async (): Promise<ClientReport[]> =>
    (await Promise.all(clients.map(({ report }) => report))).filter((report) => report !== undefined);
  const answered = (all: readonly ClientReport[]): number => all.reduce((sum, one) => sum + one.answered, 0);
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await after(20);
  };
  const after = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

  test('no second sees more than 100, and all are answered', async () => {
    await start();
    const all = await reports();
    expect(answered(all)).toBe(400);
    expect(busiest(exchange.bookedAt, windowMs)).toBeLessThanOrEqual(100);
    const trips = all.reduce((sum, one) => sum + one.trips, 0);
    expect(trips / 400).toBeLessThan(3);
  });

  test('one is killed: the others finish', async () => {
    // More than anybody can have done by then.
    await start({ calls: 150 });
    await after(700);
    clients[0]?.signal('SIGKILL');
    expect(answered(await reports())).toBe(450);
    expect(busiest(exchange.bookedAt, windowMs)).toBeLessThanOrEqual(100);
  });

  test('Redis is killed for two seconds and comes back empty: everything is answered within the limit', async () => {
    await start();
    // Late enough for all four to know of each other; the rules of the share are tested with a clock of their own.
    await until(() => exchange.bookedAt.length >= 220);
    await redis.kill();
    await after(2000);
    await redis.start();
    const all = await reports();
    expect(answered(all)).toBe(400);
    expect(busiest(exchange.bookedAt, windowMs)).toBeLessThanOrEqual(100);
    // Whoever was done before saw nothing of it.
    expect(all.flatMap(({ states }) => states).join()).toMatch(/alone 0\.\d+/);
  });

  test('the same while every core is busy with something else', async () => {
    const burners = Array.from({ length: availableParallelism() }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    );
    try {
      await start({ calls: 150 });
      await until(() => exchange.bookedAt.length >= 220);
      await redis.kill();
      await after(2000);
      await redis.start();
      expect(answered(await reports())).toBe(600);
      expect(busiest(exchange.bookedAt, windowMs)).toBeLessThanOrEqual(100);
    } finally {
      for (const burner of burners) burner.kill('SIGKILL');
    }
  });

  test('Redis is stopped for two seconds: everything is answered within the limit, and shared again', async () => {
    await start({ calls: 200 });
    await after(700);
    redis.signal('SIGSTOP');
    await after(2000);
    redis.signal('SIGCONT');
    const all = await reports();
    expect(answered(all)).toBe(800);
    expect(busiest(exchange.bookedAt, windowMs)).toBeLessThanOrEqual(100);
    for (const { states } of all) expect(states.at(-1)).toMatch('shared');
  });

  test('one is suspended for longer than its leases, time and again: it uses nothing of long ago', async () => {
    await start({ calls: 250, leaseMs: 1000 });
    for (let round = 0; round < 3; round += 1) {
      await after(600);
      clients[round % 2]?.signal('SIGSTOP');
      await after(2600);
      clients[round % 2]?.signal('SIGCONT');
    }
    expect(answered(await reports())).toBe(1000);
    expect(busiest(exchange.bookedAt, windowMs)).toBeLessThanOrEqual(100);
  });

  test('units in batches are as safe', async () => {
    await start({ batch: 10 });
    expect(answered(await reports())).toBe(400);
    expect(busiest(exchange.bookedAt, windowMs)).toBeLessThanOrEqual(100);
  });

  test('who has not met Redis waits for it, stays alive for that, and is told when it is too late', () => {
    const code = `
      const { createGateway, interceptFetch, mexcContract } = await import(${JSON.stringify(source)});
      const client = { eval: () => Promise.reject(new Error('ECONNREFUSED')) };
      const gateway = createGateway({ exchange: mexcContract, deadlineMs: 400, redis: { client } });
      const send = interceptFetch(gateway, () => { throw new Error('sent'); });
      await send('https://contract.mexc.com/api/v1/contract/ping').catch((error) => console.log(error.reason));`;
    const { stdout } = spawnSync(process.execPath, [...typescript, '--input-type=module', '-e', code], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('deadline\n');
  });
});
