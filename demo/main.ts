// The demo: the same day at each exchange, with the package and without it.
import { env } from 'node:process';
import { type SimulatedExchange, simulateExchange } from 'exchange-interceptors/testing';
import type { Bot } from '../tools/bots.ts';
import { marketIds, noExchange, simulatedKeys } from '../tools/markets.ts';
import type { Bots } from './bots.ts';
import { type Asked, funds, idsOf, play, rest, type Scene, scenes } from './day.ts';
import { Live } from './live.ts';
import { type Market, openMarket, usual } from './markets.ts';
import { Screen, type Sink } from './screen.ts';
import { printComparison, printDay, printVerdict } from './tables.ts';
import { count, sum, type Tally } from './tally.ts';

const us = 'with us';
const width = 78;

/**
 * Runs the demo.
 * @returns the exit code: 1 if with us an order was doubled or lost, 2 for an exchange that there is none of.
 */
export async function main(names: readonly string[], sink: Sink, bots: Bots): Promise<number> {
  const screen = new Screen(sink, env['NO_COLOR']);
  const unknown = names.find((name) => !marketIds.includes(name));
  if (unknown !== undefined) {
    screen.line(`${noExchange(unknown)}, or none for ${usual.length} of them.`);
    return 2;
  }
  const startedAt = performance.now();
  const chosen = await Promise.all((names.length === 0 ? usual : [...new Set(names)]).map(openMarket));
  const days: (readonly [string, Tally])[] = [];
  for (const market of chosen) {
    const day = await compare(screen, market, bots);
    printComparison(screen, `The same day at ${market.exchange.name}`, day);
    days.push(...day);
  }
  const of = (bot: string): Tally => sum(days.flatMap(([name, tally]) => (name === bot ? [tally] : [])));
  if (chosen.length > 1) {
    const bots = [...new Set(days.map(([name]) => name))];
    const all = new Map(bots.map((bot) => [bot, of(bot)]));
    printComparison(screen, `All ${chosen.length} exchanges`, all);
  }
  return printVerdict(screen, of(us), performance.now() - startedAt) ? 0 : 1;
}

/** One day at one exchange: live with us, then the others beside each other, each at an exchange of its own. */
async function compare(screen: Screen, market: Market, bots: Bots): Promise<ReadonlyMap<string, Tally>> {
  const ours = await withUs(screen, market, bots);
  const others = Object.entries(bots.without);
  screen.status(`  The same day without us: ${others.map(([name]) => name).join(' and ')} ...`);
  const days = await Promise.all(
    others.map(async ([name, botOf]) => {
      const tally = await at(market, (sim, baseURL) =>
        quietDay(market, sim, botOf({ ...market, client: { baseURL } })),
      );
      return [name, tally] as const;
    }),
  );
  return new Map([[us, ours], ...days]);
}

/** Opens an exchange on a free port of the loopback and closes it again. */
async function at<Result>(
  market: Market,
  live: (sim: SimulatedExchange, url: string) => Promise<Result>,
): Promise<Result> {
  const { exchange, limits } = market;
  const sim = simulateExchange(exchange, { limits, funds, latencyMs: 15, ...simulatedKeys(exchange) });
  try {
    return await live(sim, await sim.listen());
  } finally {
    await sim.close();
  }
}

function withUs(screen: Screen, market: Market, bots: Bots): Promise<Tally> {
  return at(market, async (sim, url) => {
    screen.line();
    screen.line(screen.paint('bold', `== ${market.exchange.name} at ${url} `.padEnd(width, '=')));
    if (market.remark) screen.line(screen.paint('dim', `  ${market.remark}`));
    const bot = bots.withUs({ ...market, client: { baseURL: url } });
    const live = new Live(screen, bot.gateway);
    const tally = await day(market, sim, bot, async (scene, ids, asked) => {
      screen.line(`  ${screen.paint('bold', scene.title(market))}`);
      await (scene.kind === 'burst' ? live.strip(ids, asked) : asked);
    });
    printDay(screen, tally, bot.gateway.stats().calls, live.waits);
    return tally;
  });
}

function quietDay(market: Market, sim: SimulatedExchange, bot: Bot): Promise<Tally> {
  return day(market, sim, bot, async (_scene, _ids, asked) => {
    await asked;
  });
}

/** Plays every scene; `watch` sees each, and when it is over. */
async function day(
  market: Market,
  sim: SimulatedExchange,
  bot: Bot,
  watch: (scene: Scene, ids: readonly string[], asked: Promise<readonly Asked[]>) => Promise<void>,
): Promise<Tally> {
  const startedAt = performance.now();
  const asked: Asked[] = [];
  for (const scene of scenes) {
    const ids = idsOf(scene, market, asked.length);
    const playing = play(scene, ids, sim, bot);
    await watch(scene, ids, playing);
    asked.push(...(await playing));
    await rest(scene, market);
  }
  const elapsedMs = performance.now() - startedAt;
  await bot.close();
  return count(sim, market.exchange, asked, elapsedMs);
}
