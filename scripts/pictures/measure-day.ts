// A day of 24 hours on a virtual clock, with the package and without it.
import type { AxiosAdapter } from 'axios';
import axiosRetry from 'axios-retry';
import { chainUp } from 'exchange-interceptors';
import { type SimulatedExchange, simulateExchange } from 'exchange-interceptors/testing';
import { type Bot, botWithout, botWithUs } from '../../tools/bots.ts';
import { seeded } from '../../tools/chance.ts';
import { inVirtualTime, midnight } from '../../tools/virtual-clock.ts';
import type { Day, Life } from './day-data.ts';
import {
  ban,
  bursts,
  dayMs,
  desk,
  everyMs,
  limit,
  quotesAt,
  share,
  simulation,
  skewMs,
  trouble,
} from './scenario.ts';
import { type Asked, binMs, summary } from './summary.ts';

/** Has both bots trade through the same day, each at an exchange of its own. */
export async function measureDay(seed: number): Promise<Day> {
  const { withRetry, withUs } = bots;
  const lives = [
    await live('axios with axios-retry, its defaults', withRetry, seed),
    await live('exchange-interceptors, with a look-up', withUs, seed),
  ];
  return { exchange: chainUp.name, seed, limit, ban, binMs, dayMs, skewMs, bursts, trouble, share, lives };
}

type Pauses = { readonly at: number; readonly ms: number }[];
type MakeBot = (adapter: AxiosAdapter, pauses: Pauses) => Bot;

/** Milliseconds since midnight. */
const elapsed = (): number => Date.now() - midnight;
const baseURL = 'https://openapi.example.com';

const bots = {
  withRetry: (adapter) => botWithout({ ...desk, client: { baseURL, adapter } }, axiosRetry),
  withUs: (adapter, pauses) => {
    const bot = botWithUs({ ...desk, client: { baseURL, adapter } });
    bot.gateway.on('paused', ({ pauseMs }) => pauses.push({ at: elapsed(), ms: pauseMs }));
    return bot;
  },
} satisfies Record<string, MakeBot>;

function live(name: string, make: MakeBot, seed: number): Promise<Life> {
  return inVirtualTime(seeded(seed), async () => {
    const exchange = simulateExchange(chainUp, simulation(elapsed));
    const pauses: Pauses = [];
    const bot = make(distant(exchange, seeded(seed + 1)), pauses);
    const told = await theDay(bot, exchange);
    await bot.close();
    return summary(name, exchange, pauses, told);
  });
}

/** The exchange's adapter at the end of a line on which each way takes from 10 to 40 ms. */
function distant({ adapter }: SimulatedExchange, random: () => number): AxiosAdapter {
  const way = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10 + 30 * random()));
  return async (config) => {
    await way();
    try {
      return await adapter(config);
    } finally {
      await way();
    }
  };
}

async function theDay(bot: Bot, exchange: SimulatedExchange): Promise<ReadonlyMap<string, Asked>> {
  const told = new Map<string, Asked>();
  const placing: Promise<unknown>[] = [];
  let asked = 0;
  const place = (): void => {
    asked += 1;
    const id = String(asked);
    const at = elapsed();
    placing.push(bot.place(id, 1).then((said) => told.set(id, { at, said })));
  };
  const steady = Array.from({ length: dayMs / everyMs }, (_, index) => index * everyMs + everyMs / 2);
  const quotes = [...steady.map((at) => ({ at, orders: quotesAt(at) })), ...bursts];
  const moments = [
    ...quotes.map(({ at, orders }) => ({ at, act: () => Array.from({ length: orders }, place) })),
    { at: trouble.clock.from, act: () => exchange.stepClock(skewMs) },
    { at: trouble.clock.to, act: () => exchange.stepClock(-skewMs) },
  ].toSorted((a, b) => a.at - b.at);
  for (const { at, act } of moments) {
    await new Promise((resolve) => setTimeout(resolve, at - elapsed()));
    act();
  }
  await Promise.all(placing);
  return told;
}
