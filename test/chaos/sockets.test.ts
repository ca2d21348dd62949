import { afterEach, describe, expect, it } from 'vitest';
import { simulatedKeys } from '../../tools/markets.ts';
import { type Client, clients } from '../support/clients.ts';
import { quickMarkets, shareOf } from './chosen-markets.ts';
import { baseSeed, seeded } from './random.ts';
import {
  type Cast,
  exchangeOf,
  gatewayOf,
  hasty,
  type OrderEnd,
  play,
  type Story,
  stories,
  type Title,
} from './story.ts';
import { expectPromiseKept, expectStoryTold } from './verdict.ts';

type Plan = Readonly<Partial<Record<Title, number>>>;

/** 1500 orders over axios http, which knows no other way than sockets; 500 over the two that `chaos.test.ts` plays. */
const plans: Readonly<Record<string, Plan>> = {
  'axios (http)': {
    'a look-up': 600,
    'a look-up that lags 300 ms': 250,
    'a look-up that fails half of the time': 200,
    'no look-up': 250,
    'a look-up and a stalling event loop': 100,
    'a look-up and aborts at random instants': 100,
  },
  'axios (fetch)': { 'a look-up': 150, 'a look-up and aborts at random instants': 100 },
  fetch: { 'a look-up': 150, 'a look-up and a stalling event loop': 100 },
};

interface Run extends Cast {
  readonly title: Title;
  readonly story: Story;
}

function runsOf(title: Title, client: Client): readonly Run[] {
  const orders = plans[client.name]?.[title] ?? 0;
  if (orders === 0) return [];
  const first =
    baseSeed + 500_000 + 10 * (Object.keys(stories).indexOf(title) * 10 + clients.indexOf(client));
  return quickMarkets.map((market, at) => ({
    title,
    story: stories[title],
    market,
    client,
    orders: shareOf(orders, quickMarkets.length),
    seed: first + at,
  }));
}

const titles = Object.keys(stories).filter((name): name is Title => name in stories);
const runs = titles.flatMap((title) => clients.flatMap((client) => runsOf(title, client)));
const told = titles.filter((name) => runs.some(({ title }) => title === name));

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function perform(story: Story, cast: Cast): Promise<readonly OrderEnd[]> {
  const exchange = exchangeOf(story, cast, simulatedKeys(cast.market.exchange));
  const base = await exchange.listen();
  const gateway = gatewayOf(story, cast, { ...hasty, sign: cast.market.sign });
  cleanups.push(() => gateway.close().then(() => exchange.close()));
  return play(story, cast, { exchange, gateway, base, overMs: 500 });
}

/** Busy loops of 50 to 400 ms at random instants, until it is stopped. */
function stallAtRandom(seed: number): () => void {
  const random = seeded(seed);
  let timer = setTimeout(stall, 50);
  function stall(): void {
    const until = performance.now() + 50 + random() * 350;
    while (performance.now() < until);
    timer = setTimeout(stall, random() * 400);
  }
  return () => clearTimeout(timer);
}

describe('a quarter of all requests failing in twelve ways, on sockets', () => {
  it('is played with two thousand orders', () => {
    expect(runs.reduce((sum, { orders }) => sum + orders, 0)).toBeGreaterThanOrEqual(2000);
  });

  describe.each(told)('with %s', (name) => {
    const plain = runs.filter(({ title }) => title === name);
    // What is played at once shares the process, and so its stalls.
    it(`doubles no order, invents none and denies none: ${plain.map(labelOf).join(', ')}`, async () => {
      const stop = plain.some(({ story }) => story.stalls) ? stallAtRandom(baseSeed) : undefined;
      const tellings = await Promise.all(
        plain.map(async (run) => ({ story: run.story, ends: await perform(run.story, run) })),
      );
      stop?.();
      for (const { ends } of tellings) expectPromiseKept(ends);
      for (const { story } of tellings.slice(0, 1)) {
        expectStoryTold(
          story,
          tellings.flatMap(({ ends }) => ends),
        );
      }
    }, 60_000);
  });
});

function labelOf({ market, client, orders, seed }: Run): string {
  return `${orders} to ${market.exchange.name} over ${client.name} by seed ${seed}`;
}
