// Goodput against offered load: how much of a hard limit comes back as answers in time, from a quarter of the limit to three
// times as much. In virtual time, so that it does not depend on the machine. `--json` for programs. Takes about a minute.
import axios, { type AxiosAdapter } from 'axios';
import { mexcContract } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';
import { seeded } from '../../tools/chance.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table } from '../../tools/table.ts';
import { inVirtualTime } from '../../tools/virtual-clock.ts';
import { contenders } from './contenders.ts';

const capacity = 20;
const windowMs = 2000;
const seconds = 60;
/** An answer that comes later is worth nothing. */
const patienceMs = 5000;
const ban = { after: 10, forMs: 10_000 };
/** Calls asked for, over those that the limit admits. */
const loads = [0.25, 0.5, 0.75, 0.9, 1, 1.25, 1.5, 2, 3];
const seed = 1;

interface Point {
  readonly load: number;
  /** Answers in time, over the calls that the limit admits. */
  readonly goodput: number;
  /** Requests that the exchange counted over its limit. */
  readonly over: number;
  readonly bans: number;
}

/** Each way takes from 5 to 25 ms. */
function distant(adapter: AxiosAdapter, random: () => number): AxiosAdapter {
  const way = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5 + 20 * random()));
  return async (config) => {
    await way();
    try {
      return await adapter(config);
    } finally {
      await way();
    }
  };
}

function pointOf(name: string, load: number): Promise<Point> {
  const contend = contenders[name];
  if (!contend) throw new Error(`there is no contender ${name}`);
  return inVirtualTime(seeded(seed), async () => {
    const limit = { name: 'all', scope: 'ip', capacity, windowMs } as const;
    const exchange = simulateExchange(mexcContract, { limits: [limit], ban, retryAfter: true });
    const adapter = distant(exchange.adapter, seeded(seed + 1));
    const url = 'https://contract.mexc.com/api/v1/contract/ticker';
    const { call, end } = contend({ adapter, url, capacity, windowMs, patienceMs });
    const admitted = (capacity * seconds * 1000) / windowMs;
    const random = seeded(seed + 2);
    let inTime = 0;
    const ask = async (): Promise<void> => {
      const askedAt = performance.now();
      const isGood = await call().then(
        () => true,
        () => false,
      );
      if (isGood && performance.now() - askedAt <= patienceMs) inTime += 1;
    };
    const asked: Promise<void>[] = [];
    // Calls come independently of one another.
    const meanMs = (seconds * 1000) / (admitted * load);
    for (let left = admitted * load; left > 0; left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, -meanMs * Math.log(1 - random())));
      asked.push(ask());
    }
    await Promise.race([
      Promise.all(asked),
      new Promise((resolve) => setTimeout(resolve, patienceMs + 1000)),
    ]);
    // What still waits is late; its limiter is left alone.
    void Promise.resolve(end?.()).catch(() => undefined);
    const over = exchange.violations.length;
    return { load, goodput: inTime / admitted, over, bans: Math.floor(over / ban.after) };
  });
}

axios.defaults.timeout = 0;
const names = Object.keys(contenders);
const progress = startProgress('goodput', names.length * loads.length, 'runs');
const curves: { readonly name: string; readonly points: readonly Point[] }[] = [];
for (const name of names) {
  const points: Point[] = [];
  for (const load of loads) {
    points.push(await pointOf(name, load));
    progress.step();
  }
  curves.push({ name, points });
}
progress.end();
print({ capacity, windowMs, seconds, patienceMs, ban, seed, curves }, () => {
  table(
    ['goodput at a load of', ...loads.map(String)],
    curves.map(({ name, points }) => [name, ...points.map(({ goodput }) => goodput.toFixed(2))]),
  );
  table(
    ['requests over the limit', ...loads.map(String)],
    curves.map(({ name, points }) => [
      name,
      ...points.map(({ over, bans }) => `${over}${bans ? ` (${bans} bans)` : ''}`),
    ]),
  );
});
process.exit(0);
