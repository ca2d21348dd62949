// The picture of a day: both bots one above the other, on the same scales.
import type { BotDay, Day } from './day-data.ts';
import { bars, lanes } from './draw-panel.ts';
import { charts, type Scale, scaleOf } from './scale.ts';
import { line, paragraph, picture, rect, type Size, text, thousands, widths, wrapped } from './svg.ts';

const panelGap = 26;
const foot = 50;

/** Where the parts of a size begin. */
interface Layout {
  readonly size: Size;
  readonly width: number;
  readonly scale: Scale;
  /** Where the panels begin. */
  readonly head: number;
  readonly panelHead: number;
  readonly subtitle: readonly string[];
  readonly notes: readonly string[];
}

/** @returns the SVG file */
export function drawDay(day: Day, size: Size = 'wide'): string {
  const layout = layoutOf(day, size);
  const { width, head, scale, panelHead } = layout;
  const panelHeight = panelHead + scale.chart.height + 8 + 5 * scale.chart.lane;
  const bottom = head + day.bots.length * (panelHeight + panelGap) - panelGap;
  const title = 'The same day, the same bot, two ways to send';
  const titled = size === 'wide' ? [title] : wrapped(title, 34);
  return picture(
    { width, height: bottom + foot + layout.notes.length * 18, title, description: describe(day) },
    [
      ...paragraph(20, 32, 'title', titled, 22),
      ...paragraph(20, 32 + titled.length * 22, 'sub', layout.subtitle),
      ...bands(day, layout, bottom),
      ...day.bots.flatMap((bot, index) => panel(day, bot, layout, head + index * (panelHeight + panelGap))),
      ...axis(day, layout, bottom),
      ...paragraph(20, bottom + 52, 'note', layout.notes),
    ],
  );
}

function layoutOf(day: Day, size: Size): Layout {
  const orders = thousands(day.bots[0]?.totals.orders ?? 0);
  const seconds = day.limit.windowMs / 1000;
  const subtitle = `${orders} orders where ${day.limit.capacity} in ${seconds} s are allowed. Bars: orders in the busiest ${seconds} s of every ten minutes.`;
  const common = { size, width: widths[size], scale: scaleOf(day, charts[size]) };
  const told = notes(day);
  if (size === 'wide') return { ...common, head: 94, panelHead: 24, subtitle: [subtitle], notes: told };
  const lines = wrapped(subtitle, 54);
  const head = 58 + lines.length * 18 + 76;
  return { ...common, head, panelHead: 42, subtitle: lines, notes: wrapped(told.join(' '), 56) };
}

function panel(
  day: Day,
  bot: BotDay,
  { size, width, scale, panelHead }: Layout,
  top: number,
): readonly string[] {
  const chartTop = top + panelHead;
  const { once, orders } = bot.totals;
  const placed = `${thousands(once)} of ${thousands(orders)} orders placed once`;
  return [
    text(20, top + 12, 'name', bot.name),
    size === 'wide'
      ? text(scale.chart.right, top + 12, 'sub end', placed)
      : text(width - 20, top + 30, 'sub end', placed),
    ...bars(day, bot, scale, chartTop),
    ...lanes(day, bot, scale, chartTop + scale.chart.height + 8),
  ];
}

function bands(day: Day, { size, scale: { x }, head }: Layout, bottom: number): readonly string[] {
  const { network, clock, throttled } = day.trouble;
  const named = [
    { span: network, words: 'network fails' },
    { span: clock, words: 'clock off' },
    { span: throttled, words: 'throttled' },
  ];
  return named.flatMap(({ span: { from, to }, words }, at) => {
    // Side by side they would run into each other where it is narrow.
    const above = size === 'wide' ? 0 : 15 * (named.length - 1 - at);
    return [
      rect(x(from), head - 10 - above, x(to) - x(from), bottom - head + 10 + above, 'band'),
      text((x(from) + x(to)) / 2, head - 16 - above, 'middle', words),
    ];
  });
}

function axis(day: Day, { size, scale: { x } }: Layout, y: number): readonly string[] {
  const hours = size === 'wide' ? 3 : 6;
  const stepMs = (day.dayMs * hours) / 24;
  return [
    line(x(0), y + 4, x(day.dayMs), y + 4, 'rule'),
    ...Array.from({ length: 24 / hours + 1 }, (_, index) => {
      const at = x(index * stepMs);
      const words = `${String(index * hours).padStart(2, '0')}:00`;
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
