import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BotDay, Day } from '../../scripts/pictures/day-data.ts';
import { drawDay } from '../../scripts/pictures/draw-day.ts';
import { drawGoodput, type Goodput } from '../../scripts/pictures/draw-goodput.ts';
import { drawOrders, type Orders } from '../../scripts/pictures/draw-orders.ts';
import { coloursOf, contrast, textsOf } from './read-svg.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const day: Day = JSON.parse(read('docs/pictures/day.json'));
const orders: Orders = JSON.parse(read('docs/pictures/orders.json'));
const goodput: Goodput = JSON.parse(read('docs/pictures/goodput.json'));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const bots: readonly (readonly [string, BotDay])[] = day.bots.map((bot) => [bot.name, bot]);

describe.each([
  ['day.svg', drawDay(day)],
  ['orders.svg', drawOrders(orders)],
  ['goodput.svg', drawGoodput(goodput)],
  ['goodput-narrow.svg', drawGoodput(goodput, 'narrow')],
  ['day-narrow.svg', drawDay(day, 'narrow')],
  ['orders-narrow.svg', drawOrders(orders, 'narrow')],
])('%s', (name, drawn) => {
  it('is what the script draws from the data beside it', () => {
    const isSame = read(`docs/pictures/${name}`) === drawn;
    expect(isSame, `docs/pictures/${name} is out of date: npm run pictures -- --draw`).toBe(true);
  });

  it('says what it shows to those who cannot see it', () => {
    expect(drawn).toMatch(/^<svg [^>]*role="img" aria-labelledby="title description">/);
    expect(drawn).toMatch(/<title id="title">[^<]{20,}<\/title>/);
    expect(drawn).toMatch(/<desc id="description">[^<]{200,}<\/desc>/);
  });

  it('has no text under 12 px at the width of a page, or of a phone', () => {
    const sizes = [...drawn.matchAll(/font-size: (\d+)px/g)].map(([, size]) => Number(size));
    expect(drawn).toContain(`viewBox="0 0 ${name.includes('narrow') ? 400 : 800} `);
    expect(Math.min(...sizes)).toBe(12);
  });

  it('can be read on a light page and on a dark one', () => {
    const schemes = coloursOf(drawn);
    expect(schemes).toHaveLength(2);
    for (const { ground, band, ink, soft, good, bad } of schemes) {
      for (const under of [ground, band]) {
        for (const letters of [ink, soft]) expect(contrast(letters, under)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(bad, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(good, ground)).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('the day', () => {
  it.each(bots)('adds up: %s', (_name, { totals, asked, notPlaced, doubledAt, busiest, bans }) => {
    expect(sum(asked)).toBe(totals.orders);
    expect(sum(notPlaced)).toBe(totals.never);
    expect(totals.once + totals.never + new Set(doubledAt).size).toBe(totals.orders);
    expect(busiest).toHaveLength(day.dayMs / day.binMs);
    expect(Math.max(...busiest) > day.limit.capacity).toBe(totals.overLimit > 0);
    expect(bans).toHaveLength(Math.floor(totals.overLimit / day.ban.after));
    expect(totals.unknown).toBe(0);
  });

  it('tells the numbers of the data, a line for each of them', () => {
    const numbers = day.bots.map((bot) => {
      const { totals, doubledAt, falselyFailedAt, bans, pauses } = bot;
      const waitedMs = sum(pauses.map(({ ms }) => ms));
      return [
        bot.name,
        `${totals.once.toLocaleString('en-US')} of ${totals.orders.toLocaleString('en-US')} orders placed once`,
        `${totals.overLimit} over it`,
        totals.never.toLocaleString('en-US'),
        String(doubledAt.length),
        String(falselyFailedAt.length),
        bans.length === 0 ? '0' : `${bans.length} × ${day.ban.forMs / 60_000} min`,
        pauses.length === 0 ? '0' : `${pauses.length}, ${Math.round(waitedMs / 1000)} s in all`,
      ];
    });
    const told = textsOf(drawDay(day), ['name', 'sub end', 'alarm', 'strong']);
    expect(told).toEqual(numbers.flat());
  });

  it('has a mark for every order that was doubled or falsely failed, and for every ban and pause', () => {
    const drawn = drawDay(day);
    const count = (pattern: RegExp): number => [...drawn.matchAll(pattern)].length;
    const all = (number: (bot: BotDay) => number): number => sum(day.bots.map(number));
    expect(count(/class="tick-bad"/g)).toBe(all((bot) => bot.doubledAt.length + bot.falselyFailedAt.length));
    expect(count(/class="tick-good"/g)).toBe(all(({ pauses }) => pauses.length));
    const over = all(({ busiest }) => busiest.filter((most) => most > day.limit.capacity).length);
    const missing = all(({ notPlaced }) => notPlaced.filter((lost) => lost > 0).length);
    expect(count(/class="bad"/g)).toBe(over + missing + all(({ bans }) => bans.length));
  });
});

describe('the orders', () => {
  it('has the numbers that the README says in a sentence', () => {
    const tallyOf = (client: string) => orders.tallies.find((tally) => tally.client === client);
    const ours = tallyOf('exchange-interceptors, with a look-up');
    const retry = tallyOf('axios-retry');
    expect(read('README.md').replace(/\s+/g, ' ')).toContain(
      `it placed ${ours?.done} and doubled ${ours?.doubled}; \`axios-retry\` doubled ${retry?.doubled} and called ${retry?.falselyFailed} failed that stand`,
    );
  });

  it('has the numbers of the table of measurements', () => {
    const rows = [...read('docs/measured.md').matchAll(/^\| \**(.+?)\** \|((?: \d+ \|){5})$/gm)];
    const table = rows.map(([, client, cells = '']) => [client, ...(cells.match(/\d+/g) ?? []).map(Number)]);
    expect(table).toEqual(
      orders.tallies.map(({ client, done, doubled, falselyFailed, falselyDone, unknown }) => [
        client,
        done,
        doubled,
        falselyFailed,
        falselyDone,
        unknown,
      ]),
    );
  });

  it('has the numbers of the home page', () => {
    const rows = [...read('docs/index.md').matchAll(/^\| \**(.+?)\** \|((?: \d+ \|){3})$/gm)];
    expect(rows).toHaveLength(4);
    for (const [, client, cells = ''] of rows) {
      const tally = orders.tallies.find((one) => one.client === client);
      const numbers = [tally?.done, tally?.doubled, tally?.falselyFailed];
      expect([client, ...(cells.match(/\d+/g) ?? []).map(Number)]).toEqual([client, ...numbers]);
    }
  });

  it('tells every number of the data, client by client', () => {
    const drawn = drawOrders(orders);
    const told = textsOf(drawn, ['strong', 'ink', 'alarm', 'zero']);
    const expected = orders.tallies.flatMap((tally) => {
      const { doubled, falselyFailed, falselyDone, unknown, failed, done } = tally;
      return [tally.client, ...[doubled, falselyFailed, falselyDone, unknown, failed, done].map(String)];
    });
    expect(told.slice(told.indexOf(orders.tallies[0]?.client ?? ''))).toEqual(expected);
  });
});

it('the goodput of ours is nowhere below the best of the others, and nothing of ours went over the limit', () => {
  const [ours, ...others] = goodput.curves;
  expect(ours?.points.map(({ over }) => over)).toEqual(ours?.points.map(() => 0));
  for (const { points } of others) {
    expect(points.map(({ load }) => load)).toEqual(ours?.points.map(({ load }) => load));
    for (const [at, { goodput: part }] of points.entries())
      expect(part).toBeLessThanOrEqual((ours?.points[at]?.goodput ?? 0) + 0.01);
  }
});
