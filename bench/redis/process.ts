// A process that sends as fast as the shared limit lets it, from one gateway or from several that know nothing of each other.
import { createGateway, interceptFetch, type Limit, mexcContract } from 'exchange-interceptors';
import { Redis } from 'ioredis';
import { cpuMs } from '../../tools/measure.ts';

export interface ProcessSetup {
  /** Of the exchange, without a slash at the end. */
  readonly url: string;
  /** Of Redis; undefined: each gateway has the limit for itself. */
  readonly port?: number | undefined;
  readonly limit: Limit;
  /** Calls of each gateway that wait or are under way at a time. */
  readonly concurrency: number;
  readonly gateways: number;
}

export interface ProcessReport {
  /** Of each gateway. */
  readonly calls: readonly number[];
  readonly failed: number;
  readonly trips: number;
  readonly cpuMs: number;
  /** How often a gateway lost Redis. */
  readonly alone: number;
}

const setup: ProcessSetup = JSON.parse(process.argv[2] ?? '{}');
const calls = Array.from({ length: setup.gateways }, () => 0);
let failed = 0;
let trips = 0;
let alone = 0;

const counted =
  <Args extends unknown[]>(method: (...args: Args) => unknown) =>
  (...args: Args): unknown => {
    trips += 1;
    return method(...args);
  };

function connect(port: number) {
  const redis = new Redis({ port, host: '127.0.0.1' });
  return { eval: counted(redis.eval.bind(redis)), evalsha: counted(redis.evalsha.bind(redis)) };
}

/** Ready once it has met Redis: joining is not what is measured. */
async function startBot(at: number): Promise<() => Promise<void>> {
  const client = setup.port === undefined ? undefined : connect(setup.port);
  const gateway = createGateway({
    exchange: mexcContract,
    limits: [setup.limit],
    deadlineMs: 600_000,
    ...(client && { redis: { client } }),
  });
  gateway.on('redis', ({ state }) => {
    if (state === 'alone') alone += 1;
  });
  if (client) await new Promise<void>((resolve) => gateway.on('redis', () => resolve()));
  const send = interceptFetch(gateway);
  return async () => {
    for (;;) {
      try {
        await (await send(`${setup.url}/api/v1/contract/detail`)).text();
        calls[at] = (calls[at] ?? 0) + 1;
      } catch {
        failed += 1;
      }
    }
  };
}

const bots = await Promise.all(calls.map((_, at) => startBot(at)));
const report = (): void => {
  process.send?.({ calls, failed, trips, cpuMs: cpuMs(), alone } satisfies ProcessReport);
};
process.on('message', (order) => {
  if (order === 'report') report();
  else if (order === 'end') process.exit(0);
  else for (const work of bots) for (let at = 0; at < setup.concurrency; at += 1) void work();
});
report();
