// One bot's part of the picture of a day: the bars, and below them a lane per kind of event.
import type { BotDay, Day } from './day-data.ts';
import type { Scale } from './scale.ts';
import { line, rect, text, thousands } from './svg.ts';

/** The busiest windows against the limit. What is above it has another colour. */
export function bars(
  { limit, binMs, dayMs }: Day,
  bot: BotDay,
  { chart, x, tall, top }: Scale,
  y: number,
): readonly string[] {
  const ground = y + chart.height;
  const wide = x(binMs) - x(0) - 0.8;
  const over = bot.totals.overLimit;
  const columns = bot.busiest.flatMap((orders, bin) => {
    const within = Math.min(orders, limit.capacity);
    const at = x(bin * binMs);
    const good = rect(at, ground - tall(within), wide, tall(within), 'good');
    return orders > within
      ? [good, rect(at, ground - tall(orders), wide, tall(orders - within), 'bad')]
      : [good];
  });
  const limitY = ground - tall(limit.capacity);
  return [
    text(chart.left - 8, y + 4, 'end', String(top)),
    line(x(0), y, x(dayMs), y, 'rule'),
    text(chart.left - 8, limitY + 4, 'end', `limit ${limit.capacity}`),
    text(chart.left - 8, ground + 4, 'end', '0'),
    ...columns,
    line(x(0), ground, x(dayMs), ground, 'rule'),
    line(x(0), limitY, x(dayMs), limitY, 'limit'),
    text(chart.right + 10, limitY + 4, over > 0 ? 'alarm' : 'strong', `${thousands(over)} over it`),
  ];
}

/** What came of it, a lane each, with its sum at the right. */
export function lanes(day: Day, bot: BotDay, scale: Scale, y: number): readonly string[] {
  const { chart, x } = scale;
  return kindsOf(day, bot, scale).flatMap(({ name, sum, bad, marks }, index) => {
    const top = y + index * chart.lane + 4;
    return [
      text(chart.left - 8, top + 10, 'end', name),
      line(x(0), top + 12.5, x(day.dayMs), top + 12.5, 'rule'),
      ...marks.map((mark) => mark(top)),
      text(chart.right + 10, top + 10, bad ? 'alarm' : 'strong', sum),
    ];
  });
}

interface Kind {
  readonly name: string;
  readonly sum: string;
  readonly bad: boolean;
  readonly marks: readonly Mark[];
}

function kindsOf(day: Day, bot: BotDay, scale: Scale): readonly Kind[] {
  const { totals, bans, pauses, doubledAt, falselyFailedAt } = bot;
  const { x } = scale;
  const waited = pauses.reduce((sum, { ms }) => sum + ms, 0);
  const pausedAt = pauses.map(({ at }) => at);
  const banned = bans.map<Mark>(
    ({ from, to }) =>
      (top) =>
        rect(x(from), top, x(to) - x(from), 12, 'bad'),
  );
  const banSum = `${bans.length} × ${day.ban.forMs / 60_000} min`;
  const pauseSum = `${pauses.length}, ${Math.round(waited / 1000)} s in all`;
  return [
    { name: 'not placed', ...counted(totals.never), marks: missing(day, bot, scale) },
    { name: 'doubled', ...counted(doubledAt.length), marks: ticks(doubledAt, scale, 'bad') },
    {
      name: 'falsely failed',
      ...counted(falselyFailedAt.length),
      marks: ticks(falselyFailedAt, scale, 'bad'),
    },
    { name: 'banned', sum: bans.length > 0 ? banSum : '0', bad: bans.length > 0, marks: banned },
    {
      name: 'pauses',
      sum: pauses.length > 0 ? pauseSum : '0',
      bad: false,
      marks: ticks(pausedAt, scale, 'good'),
    },
  ];
}

function counted(count: number): { readonly sum: string; readonly bad: boolean } {
  return { sum: thousands(count), bad: count > 0 };
}

type Mark = (top: number) => string;

/** As tall as their share of what was asked for in those ten minutes. */
function missing({ binMs }: Day, { asked, notPlaced }: BotDay, { x }: Scale): readonly Mark[] {
  const wide = x(binMs) - x(0) - 0.8;
  return notPlaced.flatMap((count, bin) => {
    const tall = 12 * Math.min(1, count / (asked[bin] ?? 1));
    return count === 0 ? [] : [(top: number) => rect(x(bin * binMs), top + 12 - tall, wide, tall, 'bad')];
  });
}

function ticks(instants: readonly number[], { x }: Scale, kind: 'good' | 'bad'): readonly Mark[] {
  return instants.map((at) => (top: number) => line(x(at), top, x(at), top + 12, `tick-${kind}`));
}
