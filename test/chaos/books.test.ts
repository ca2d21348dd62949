// Every exchange as its documents show it, played by nothing of this package's: a third of all requests fail in twenty ways.
import 'axios';
import 'bottleneck/light.js';
import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { inVirtualTime } from '../../tools/virtual-clock.ts';
import { forms } from './books/forms.ts';
import { Trader, type TraderOptions } from './books/trader.ts';
import { baseSeed, seeded } from './random.ts';

/** `CHAOS_EXCHANGE=okx CHAOS_BOTS=700 npx vitest run test/chaos/books.test.ts` plays more, at that exchange alone. */
const chosen = process.env['CHAOS_EXCHANGE'];
const orders = Number(process.env['CHAOS_BOTS'] ?? 24);

const stories: Readonly<Record<string, Partial<TraderOptions>>> = {
  'a look-up': {},
  'look-ups that lag behind, and clocks apart': { lagMs: 1500, skewMs: 900 },
  'no look-up': { looksUp: false, skewMs: -700 },
  'aborts at random instants, over axios': { aborts: true, deadlineMs: 20_000, via: 'axios' },
  'deadlines that end look-ups, and a bot that closes': { deadlineMs: 4000, ends: 'close', lagMs: 700 },
  'a bot that panics': { ends: 'panic' },
};

it('every built-in exchange is played', () => {
  expect(forms.map(({ id }) => id).toSorted()).toEqual(exchanges.map(({ id }) => id).toSorted());
});

describe.each(forms.filter(({ id }) => id === (chosen ?? id)))('at $id', (form) => {
  const exchange = exchanges.find(({ id }) => id === form.id);

  it.each(Object.keys(stories))('nothing is done twice, invented or denied with %s', async (title) => {
    if (!exchange) throw new Error(form.id);
    const seed = baseSeed + 31;
    const trader = await inVirtualTime(seeded(seed + 3), async () => {
      const trader = new Trader(form, exchange, { seed, orders, ...stories[title] });
      await trader.trade();
      return trader;
    });
    expect(trader.lies).toEqual([]);
    expect(trader.counts.get('place done')).toBeGreaterThan(0);
  });
});
