import type { Day, Life } from './day-data.ts';
import { bars, lanes } from './draw-life.ts';
import { chart, type Scale, scaleOf } from './scale.ts';
import { line, picture, rect, text, thousands } from './svg.ts';

const width = 800;
const head = 94;
const panelGap = 26;
const panelHeight = 24 + chart.height + 8 + 5 * chart.lane;
const foot = 86;

/** A day with and without the library, one above the other on the same scales. */
export function drawDay(day: Day): string {
  const scale = scaleOf(day);
  const bottom = head + day.lives.length * (panelHeight + panelGap) - panelGap;
  const title = 'The same day, the same bot, two ways to send';
  const orders = thousands(day.lives[0]?.totals.orders ?? 0);
  const seconds = day.limit.windowMs / 1000;
  const subtitle = `${orders} orders where ${day.limit.capacity} in ${seconds} s are allowed. Bars: orders in the busiest ${seconds} s of every ten minutes.`;
  return picture({ width, height: bottom + foot, title, description: describe(day) }, [
    text(20, 32, 'title', title),
    text(20, 54, 'sub', subtitle),
    ...bands(day, scale, bottom),
    ...day.lives.flatMap((life, index) => panel(day, life, scale, head + index * (panelHeight + panelGap))),
    ...axis(day, scale, bottom),
    ...notes(day).map((words, index) => text(20, bottom + 52 + index * 18, 'note', words)),
  ]);
}

function panel(day: Day, life: Life, scale: Scale, top: number): readonly string[] {
  const chartTop = top + 24;
  const { once, orders } = life.totals;
  return [
    text(20, top + 12, 'name', life.name),
    text(chart.right, top + 12, 'sub end', `${thousands(once)} of ${thousands(orders)} orders placed once`),
    ...bars(day, life, scale, chartTop),
    ...lanes(day, life, scale, chartTop + chart.height + 8),
  ];
}

function bands(day: Day, { x }: Scale, bottom: number): readonly string[] {
  const { network, clock, crowd } = day.trouble;
  const named = [
    { span: network, words: 'network fails' },
    { span: clock, words: 'clock off' },
    { span: crowd, words: 'throttled' },
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
  const crowd = `Throttled: ${percent(share.crowd)} refused.`;
  const banned = `Banned: ${ban.forMs / 60_000} min after ${ban.after} over the limit.`;
  return [
    `${away} ${clock} ${crowd}`,
    `${banned} Neither bot asks for a failed order again. Simulated exchange, seed ${seed}.`,
  ];
}

/** The same in words. */
function describe({ exchange, lives, limit }: Day): string {
  const told = lives.map(({ name, totals, doubledAt, falselyFailedAt, bans, pauses }) =>
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
    ...told,
  ].join(' ');
}
