import { describe, expect, it } from 'vitest';
import { clients } from '../support/clients.ts';
import { chosenMarkets, shareOf } from './chosen-markets.ts';
import { perform } from './in-process.ts';
import { baseSeed } from './random.ts';
import { type Cast, stories, type Title } from './story.ts';
import { expectPromiseKept, expectStoryTold } from './verdict.ts';

/** Over all exchanges and clients. 8000 in all, on a clock that costs no time; `sockets.test.ts` has 2000 more. */
const counts: Readonly<Record<Title, number>> = {
  'a look-up': 2000,
  'a look-up that lags 300 ms': 1500,
  'a look-up that fails half of the time': 1500,
  'no look-up': 1250,
  'a look-up and a stalling event loop': 500,
  'no look-up and a stalling event loop': 250,
  'a look-up and aborts at random instants': 750,
  'no look-up and aborts at random instants': 250,
};

const titles = Object.keys(stories).filter((title): title is Title => title in stories);
const pairs = chosenMarkets.flatMap((market) =>
  clients.filter(({ name }) => name !== 'axios (http)').map((client) => ({ market, client })),
);
const runs = titles.map((title, chapter) => ({
  title,
  casts: pairs.map((pair, at): Cast => {
    const seed = baseSeed + 10_000 * chapter + 100 * at;
    return { ...pair, seed, orders: shareOf(counts[title], pairs.length) };
  }),
}));

describe('a quarter of all requests failing in twelve ways, on a virtual clock', () => {
  it('is played with eight thousand orders', () => {
    expect(
      runs.flatMap(({ casts }) => casts).reduce((sum, { orders }) => sum + orders, 0),
    ).toBeGreaterThanOrEqual(8000);
  });

  describe.each(runs)('with $title', ({ title, casts }) => {
    const told: Awaited<ReturnType<typeof perform>>[number][] = [];
    for (const cast of casts) {
      const { market, client, orders, seed } = cast;
      it(`doubles, invents and denies none of ${orders} at ${market.exchange.name} over ${client.name}, seed ${seed}`, async () => {
        const ends = await perform(stories[title], cast);
        expectPromiseKept(ends);
        told.push(...ends);
      });
    }

    it('says of each order what can be known', () => {
      expectStoryTold(stories[title], told);
    });
  });
});
