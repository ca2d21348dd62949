import type { AxiosAdapter } from 'axios';
import { chainUp } from '../../src/index.ts';
import { type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { type Bot, without, withUs } from './bots.ts';
import { seeded } from './chance.ts';
import type { Day, Life } from './day-data.ts';
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
  trouble,
} from './scenario.ts';
import { type Asked, binMs, summary } from './summary.ts';
import { inVirtualTime, midnight } from './virtual-clock.ts';
import { wireTo } from './wire.ts';

/** Lets both bots live through the same day at an exchange of their own, 24 hours of a virtual clock. */
export async function measureDay(seed: number): Promise<Day> {
  const lives: Life[] = [];
  lives.push(await live('axios with axios-retry, its defaults', without, seed));
  lives.push(await live('exchange-interceptors, with a look-up', withUs, seed));
  return { exchange: chainUp.name, seed, limit, ban, binMs, dayMs, skewMs, bursts, trouble, share, lives };
}

function live(
  name: string,
  make: (adapter: AxiosAdapter, elapsed: () => number) => Bot,
  seed: number,
): Promise<Life> {
  return inVirtualTime(seeded(seed), async () => {
    const elapsed = (): number => Date.now() - midnight;
    const exchange = simulateExchange(chainUp, simulation(elapsed));
    const bot = make(wireTo(exchange, seeded(seed + 1)), elapsed);
    const told = await theDay(bot, exchange, elapsed);
    await bot.close();
    return summary(name, exchange, bot, told);
  });
}

async function theDay(
  bot: Bot,
  exchange: SimulatedExchange,
  elapsed: () => number,
): Promise<ReadonlyMap<string, Asked>> {
  const told = new Map<string, Asked>();
  const placing: Promise<unknown>[] = [];
  let asked = 0;
  const place = (): void => {
    asked += 1;
    const id = String(asked);
    const at = elapsed();
    placing.push(bot.place(id).then((said) => told.set(id, { at, said })));
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
