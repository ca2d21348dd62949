// The picture of a day: both bots one above the other, on the same scales.
import type { BotDay, Day } from './day-data.ts';
import { bars, lanes } from './draw-panel.ts';
import { chart, type Scale, scaleOf } from './scale.ts';
import { line, picture, rect, text, thousands } from './svg.ts';

const width = 800;
const head = 94;
const panelGap = 26;
const panelHeight = 24 + chart.height + 8 + 5 * chart.lane;
const foot = 86;

/** @returns the SVG file */
export function drawDay(day: Day): string {
  const scale = scaleOf(day);
  const bottom = head + day.bots.length * (panelHeight + panelGap) - panelGap;
  const title = 'The same day, the same bot, two ways to send';
  const orders = thousands(day.bots[0]?.totals.orders ?? 0);
  const seconds = day.limit.windowMs / 1000;
  const subtitle = `${orders} orders where ${day.limit.capacity} in ${seconds} s are allowed. Bars: orders in the busiest ${seconds} s of every ten minutes.`;
  return picture({ width, height: bottom + foot, title, description: describe(day) }, [
    text(20, 32, 'title', title),
    text(20, 54, 'sub', subtitle),
    ...bands(day, scale, bottom),
    ...day.bots.flatMap((bot, index) => panel(day, bot, scale, head + index * (panelHeight + panelGap))),
    ...axis(day, scale, bottom),
    ...notes(day).map((words, index) => text(20, bottom + 52 + index * 18, 'note', words)),
  ]);
}

function panel(day: Day, bot: BotDay, scale: Scale, top: number): readonly string[] {
  const chartTop = top + 24;
  const { once, orders } = bot.totals;
  return [
    text(20, top + 12, 'name', bot.name),
    text(chart.right, top + 12, 'sub end', `${thousands(once)} of ${thousands(orders)} orders placed once`),
    ...bars(day, bot, scale, chartTop),
    ...lanes(day, bot, scale, chartTop + chart.height + 8),
  ];
}

function bands(day: Day, { x }: Scale, bottom: number): readonly string[] {
  const { network, clock, throttled } = day.trouble;
  const named = [
    { span: network, words: 'network fails' },
    { span: clock, words: 'clock off' },
    { span: throttled, words: 'throttled' },
  ];
  return named.flatMap(({ span: { from, to }, words }) => [
    rect(x(from), head - 10, x(to) - x(from), bottom - head + 10, 'band'),
    text((x(from) + x(to)) / 2, head - 16, 'middle', words),
  ]);
}

function axis(day: Day, { x }: Scale, y: number): readonly string[] {
  const threeHours = day.dayMs / 8;
  return [
    line(x(0), y + 4, x(day.dayMs), y + 4, 'rule'),
    ...Array.from({ length: 9 }, (_, index) => {
      const at = x(index * threeHours);
      const words = `${String(index * 3).padStart(2, '0')}:00`;
      return `${line(at, y + 4, at, y + 9, 'rule')}\n${text(at, y + 24, 'middle', words)}`;
    }),
  ];
}

function notes({ seed, ban, share, skewMs }: Day): readonly string[] {
  const percent = (part: number): string => `${part * 100} %`;
  const away = `Network fails: ${percent(share.network)} of orders get no proper answer.`;
  const clock = `Clock off: ${skewMs / 1000} s behind.`;
  const throttled = `Throttled: ${percent(share.throttled)} refused.`;
  const banned = `Banned: ${ban.forMs / 60_000} min after ${ban.after} over the limit.`;
  return [
    `${away} ${clock} ${throttled}`,
    `${banned} Neither bot asks for a failed order again. Simulated exchange, seed ${seed}.`,
  ];
}

/** The same in words. */
function describe({ exchange, bots, limit }: Day): string {
  const words = bots.map(({ name, totals, doubledAt, falselyFailedAt, bans, pauses }) =>
    [
      `${name}: of ${thousands(totals.orders)} orders ${thousands(totals.once)} were placed once`,
      `${thousands(doubledAt.length)} doubled`,
      `${thousands(totals.never)} not placed`,
      `${thousands(falselyFailedAt.length)} falsely failed`,
      `${thousands(totals.overLimit)} requests went over the limit`,
      `${bans.length} bans`,
      `${pauses.length} pauses.`,
    ].join(', '),
  );
  return [
    `Measured on a virtual clock at a simulated ${exchange} that allows ${limit.capacity} orders in ${limit.windowMs / 1000} seconds.`,
    ...words,
  ].join(' ');
}
