// A day of 24 hours on a virtual clock, with the package and without it.
import type { AxiosAdapter } from 'axios';
import axiosRetry from 'axios-retry';
import { chainUp } from 'exchange-interceptors';
import { type SimulatedExchange, simulateExchange } from 'exchange-interceptors/testing';
import { type Bot, type BotOptions, botWithout, botWithUs } from '../../tools/bots.ts';
import { seeded } from '../../tools/chance.ts';
import { inVirtualTime, midnight } from '../../tools/virtual-clock.ts';
import type { BotDay, Day } from './day-data.ts';
import {
  ban,
  bursts,
  dayMs,
  everyMs,
  limit,
  quotesAt,
  share,
  simulation,
  skewMs,
  trading,
  trouble,
} from './scenario.ts';
import { type Asked, binMs, summary } from './summary.ts';

/** Has both bots trade through the same day, each at an exchange of its own. */
export async function measureDay(seed: number): Promise<Day> {
  const bots = [
    await dayOf('axios with axios-retry, its defaults', botWithRetry, seed),
    await dayOf('exchange-interceptors, with a look-up', botWithPauses, seed),
  ];
  return { exchange: chainUp.name, seed, limit, ban, binMs, dayMs, skewMs, bursts, trouble, share, bots };
}

/** Milliseconds since midnight. */
const elapsed = (): number => Date.now() - midnight;

/** @param pauses takes when the bot's gateway held calls back, and for how long */
type MakeBot = (options: BotOptions, pauses: Pauses) => Bot;
type Pauses = { readonly at: number; readonly ms: number }[];

const botWithRetry: MakeBot = (options) => botWithout(options, axiosRetry);

const botWithPauses: MakeBot = (options, pauses) => {
  const bot = botWithUs(options);
  bot.gateway.on('paused', ({ pauseMs }) => pauses.push({ at: elapsed(), ms: pauseMs }));
  return bot;
};

function dayOf(name: string, make: MakeBot, seed: number): Promise<BotDay> {
  return inVirtualTime(seeded(seed), async () => {
    const exchange = simulateExchange(chainUp, simulation(elapsed));
    const adapter = distant(exchange, seeded(seed + 1));
    const pauses: Pauses = [];
    const bot = make({ ...trading, client: { baseURL: 'https://openapi.example.com', adapter } }, pauses);
    const asked = await trade(bot, exchange);
    await bot.close();
    return summary(name, exchange, pauses, asked);
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

/** Plays the whole day. Returns every order that the bot was asked for, by its client order id. */
async function trade(bot: Bot, exchange: SimulatedExchange): Promise<ReadonlyMap<string, Asked>> {
  const asked = new Map<string, Asked>();
  const placing: Promise<unknown>[] = [];
  const place = (): void => {
    const id = String(placing.length + 1);
    const at = elapsed();
    placing.push(bot.place(id, 1).then((reported) => asked.set(id, { at, reported })));
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
  return asked;
}
