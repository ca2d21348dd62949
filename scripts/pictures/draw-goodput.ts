// The picture of `bench/goodput`: answers in time against what was asked for, a curve for each way to keep the limit.
import { curve, line, paragraph, picture, type Size, text, widths, wrapped } from './svg.ts';

interface Curve {
  readonly name: string;
  readonly points: readonly {
    readonly load: number;
    readonly goodput: number;
    readonly over: number;
    readonly bans: number;
  }[];
}

/** What `bench/goodput --json` prints, as `docs/pictures/goodput.json` holds it. */
export interface Goodput {
  readonly capacity: number;
  readonly windowMs: number;
  readonly seconds: number;
  readonly patienceMs: number;
  readonly ban: { readonly after: number; readonly forMs: number };
  readonly seed: number;
  readonly curves: readonly Curve[];
}

const charts = {
  wide: { left: 60, right: 600, height: 260, perLine: 110 },
  narrow: { left: 58, right: 212, height: 220, perLine: 54 },
} as const;

/** Labels at the ends of the curves stand so far apart. */
const labelStep = 17;
const dashes = ['', '7 4', '2 3', '10 3 2 3', '4 2'];

/** @returns the SVG file */
export function drawGoodput(data: Goodput, size: Size = 'wide'): string {
  const { left, right, height, perLine } = charts[size];
  const title = wrapped('Answers in time, by how much is asked', size === 'wide' ? 80 : 30);
  const words = `Over a limit of ${data.capacity} requests per ${data.windowMs / 1000} s. Who goes over it ${data.ban.after} times is banned for ${data.ban.forMs / 1000} s; what comes after ${data.patienceMs / 1000} s is late. Behind each name: requests over the limit at the highest load.`;
  const subtitle = wrapped(words, perLine);
  const top = 44 + title.length * 22 + subtitle.length * 18;
  const ground = top + height;
  const most = Math.max(...data.curves.flatMap(({ points }) => points.map(({ load }) => load)));
  const x = (load: number): number => left + ((right - left) * load) / most;
  const y = (goodput: number): number => ground - height * goodput;
  const notes = wrapped(
    `Measured by bench/goodput in virtual time, ${data.seconds} s at each load, seed ${data.seed}. Dashed in ink: what the limit admits.`,
    perLine,
  );
  return picture(
    {
      width: widths[size],
      height: ground + 62 + notes.length * 18,
      title: 'Goodput against offered load, over one hard limit',
      description: describe(data),
    },
    [
      ...paragraph(20, 32, 'title', title, 22),
      ...paragraph(20, 32 + title.length * 22, 'sub', subtitle),
      ...[0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
        line(left, y(part), right, y(part), 'rule'),
        text(left - 8, y(part) + 4, 'end', `${part * 100} %`),
      ]),
      ...[0, 1, 2, 3].map((load) => text(x(load), ground + 18, 'middle', load === 0 ? '0' : `${load} ×`)),
      text((left + right) / 2, ground + 36, 'middle', 'asked for, over the limit'),
      line(x(0), y(0), x(1), y(1), 'limit'),
      line(x(1), y(1), right, y(1), 'limit'),
      ...curves(data, { x, y, right }),
      ...paragraph(20, ground + 60, 'note', notes),
    ],
  );
}

interface Axes {
  readonly x: (load: number) => number;
  readonly y: (goodput: number) => number;
  readonly right: number;
}

/** Ours last, so that it lies above the others. */
function curves({ curves: all }: Goodput, { x, y, right }: Axes): readonly string[] {
  const ends = labels(all.map(({ points }) => y(points.at(-1)?.goodput ?? 0)));
  return all
    .map(({ name, points }, at) => {
      const isOurs = at === 0;
      const over = points.at(-1)?.over ?? 0;
      return [
        curve(
          points.map(({ load, goodput }) => [x(load), y(goodput)]),
          isOurs ? 'curve-good' : 'curve',
          dashes[at] ?? '',
        ),
        text(right + 8, (ends[at] ?? 0) + 4, isOurs ? 'strong' : 'ink', `${name}, ${over}`),
      ];
    })
    .toReversed()
    .flat();
}

/** Moved up until none lies on another, the lowest stays. */
function labels(ends: readonly number[]): readonly number[] {
  const placed = [...ends];
  const order = ends.map((_, at) => at).toSorted((a, b) => (ends[b] ?? 0) - (ends[a] ?? 0));
  for (const [nth, at] of order.entries()) {
    const below = placed[order[nth - 1] ?? -1];
    if (below !== undefined) placed[at] = Math.min(placed[at] ?? 0, below - labelStep);
  }
  return placed;
}

function describe({ curves: all }: Goodput): string {
  return all
    .map(({ name, points }) => {
      const parts = points.map(({ load, goodput }) => `${Math.round(goodput * 100)} % at ${load}`);
      return `${name}: ${parts.join(', ')}.`;
    })
    .join(' ');
}
