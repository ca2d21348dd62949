// The picture of `bench/orders`: its table with bars, per thousand orders.
import { line, paragraph, picture, rect, type Size, text, widths, wrapped } from './svg.ts';

/** One client's line of `bench/orders`. */
export interface Tally {
  readonly client: string;
  readonly done: number;
  readonly doubled: number;
  readonly falselyFailed: number;
  readonly falselyDone: number;
  readonly unknown: number;
  readonly failed: number;
}

/** What `bench/orders --json` prints, as `docs/pictures/orders.json` holds it. */
export interface Orders {
  readonly orders: number;
  readonly seed: number;
  readonly rate: number;
  readonly tallies: readonly Tally[];
}

/** In pixels. */
interface Layout {
  readonly size: Size;
  readonly width: number;
  readonly row: number;
  readonly firstColumn: number;
  readonly column: number;
  readonly widest: number;
  /** How far below the client's name its numbers stand. */
  readonly below: number;
  readonly subtitle: readonly string[];
}

const subtitles = [
  'Doubled: executed more than once. Falsely failed: reported failed, and it stands. Falsely done: reported',
  'done, and there is none. Unknown: reported as such, to be looked up. Orange must not happen.',
] as const;

const layouts: Readonly<Record<Size, Layout>> = {
  wide: {
    size: 'wide',
    width: widths.wide,
    row: 28,
    firstColumn: 284,
    column: 84,
    widest: 44,
    below: 0,
    subtitle: subtitles,
  },
  narrow: {
    size: 'narrow',
    width: widths.narrow,
    row: 46,
    firstColumn: 20,
    column: 62,
    widest: 20,
    below: 18,
    subtitle: wrapped(subtitles.join(' '), 54),
  },
};

const columns = [
  { key: 'doubled', title: 'doubled', bad: true },
  { key: 'falselyFailed', title: 'falsely failed', bad: true },
  { key: 'falselyDone', title: 'falsely done', bad: true },
  { key: 'unknown', title: 'unknown', bad: false },
  { key: 'failed', title: 'failed', bad: false },
  { key: 'done', title: 'done', bad: false },
] as const;

/** @returns the SVG file */
export function drawOrders(data: Orders, size: Size = 'wide'): string {
  const { orders, rate, seed, tallies } = data;
  const layout = layouts[size];
  const { width, row, subtitle } = layout;
  const title = 'A thousand orders while a quarter of all requests fail';
  const titled = size === 'wide' ? [title] : wrapped(title, 34);
  const head = 80 + titled.length * 22 + subtitle.length * 18;
  const bottom = head + tallies.length * row;
  const heads = columns.flatMap(({ title: words, bad }, index) => [
    ...words
      .split(' ')
      .map((word, at, all) =>
        text(leftOf(layout, index), head - 16 - 15 * (all.length - 1 - at), bad ? 'alarm' : 'strong', word),
      ),
  ]);
  const notes = `Measured by bench/orders, seed ${seed}: ${orders} orders each, ${rate * 100} % of the requests fail in eight ways. Numbers per thousand.`;
  const noted = size === 'wide' ? [notes] : wrapped(notes, 56);
  return picture({ width, height: bottom + 24 + noted.length * 18, title, description: describe(data) }, [
    ...paragraph(20, 32, 'title', titled, 22),
    ...paragraph(20, 32 + titled.length * 22, 'sub', subtitle),
    ...heads,
    ...rows(data, layout, head),
    ...paragraph(20, bottom + 22, 'note', noted),
  ]);
}

function rows(data: Orders, layout: Layout, head: number): readonly string[] {
  const { orders, tallies } = data;
  const { width, row, widest, below } = layout;
  const perThousand = (count: number): number => Math.round((count * 1000) / orders);
  const most = { bad: mostOf(data, true), fine: orders };
  return tallies.flatMap((tally, index) => {
    const y = head + index * row;
    const ours = tally.client.startsWith('exchange-interceptors');
    return [
      line(20, y - 8, width - 20, y - 8, 'rule'),
      text(20, y + 10, ours ? 'strong' : 'ink', tally.client),
      ...columns.flatMap(({ key, bad }, at) => {
        const count = tally[key];
        const wide = (widest * count) / (bad ? most.bad : most.fine);
        const x = leftOf(layout, at);
        const shown = text(
          x + wide + (count > 0 ? 5 : 0),
          y + below + 10,
          numberClass(bad, count),
          String(perThousand(count)),
        );
        return count > 0 ? [rect(x, y + below, wide, 13, bad ? 'bad' : 'good'), shown] : [shown];
      }),
    ];
  });
}

const leftOf = ({ firstColumn, column }: Layout, index: number): number => firstColumn + index * column;

function numberClass(bad: boolean, count: number): string {
  if (count === 0) return 'zero';
  return bad ? 'alarm' : 'ink';
}

/** The three that must not happen share a scale. */
function mostOf({ tallies }: Orders, bad: boolean): number {
  const keys = columns.filter((one) => one.bad === bad).map(({ key }) => key);
  return Math.max(1, ...tallies.flatMap((tally) => keys.map((key) => tally[key])));
}

function describe({ orders, tallies }: Orders): string {
  const lines = tallies.map(
    ({ client, done, doubled, falselyFailed, falselyDone, unknown, failed }) =>
      `${client}: ${done} done, ${doubled} doubled, ${falselyFailed} falsely failed, ${falselyDone} falsely done, ${unknown} unknown, ${failed} failed.`,
  );
  return [`Of ${orders} orders each.`, ...lines].join(' ');
}
