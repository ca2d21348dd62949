// Draws the layers of `src`: a box for each part, a line for each import that no longer way shows.
import { line, picture, rect, text } from '../pictures/svg.ts';
import { type Imports, withoutDetours } from './imports.ts';
import { around, core, type Part } from './layers.ts';

const width = 800;
const margin = 24;
const boxHeight = 50;
const rowHeight = 78;
const gap = 16;
const top = 84;

interface Box {
  readonly part: Part;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** @param imports what each part imports */
export function drawArchitecture(imports: Imports): string {
  const doorY = top + rowHeight;
  const outer = rowOf(around, top);
  const inner = core.flatMap((parts, at) => rowOf(parts, doorY + 48 + at * rowHeight));
  const bottom = doorY + 48 + core.length * rowHeight;
  const boxes = new Map([...outer, ...inner].map((box) => [box.part.name, box]));
  const lines = [...withoutDetours(imports)].flatMap(([from, all]) =>
    [...all].toSorted().map((to) => connect(boxes.get(from), boxes.get(to), inner)),
  );
  const names = [...around, ...core.flat()].map(({ name, holds }) => `${name}: ${holds}`).join('; ');
  return picture(
    {
      width,
      height: bottom + 58,
      title: 'The folders of src, in layers',
      description: `Every part imports only what stands below it. What is around the core comes in through internal.ts alone. From the top down: ${names}. Types, options and errors stand at the top level of src and are used by all.`,
    },
    [
      text(margin, 40, 'title', 'The folders of src'),
      text(
        margin,
        62,
        'sub',
        'A part imports only what stands below it. Lines: imports, but for those that a longer way shows.',
      ),
      ...outer.map(({ x, width: wide }) => line(x + wide / 2, top + boxHeight, x + wide / 2, doorY, 'rule')),
      ...bar(doorY, 'internal.ts', 'the one door to the core for what is around it'),
      ...[...outer, ...inner].flatMap(draw),
      ...lines,
      ...bar(
        bottom,
        'types.ts, errors.ts, reason.ts, redact.ts, call-options.ts',
        'the words that all of them share',
      ),
    ],
  );
}

function rowOf(parts: readonly Part[], y: number): Box[] {
  const unit = (width - 2 * margin + gap) / 12;
  return parts.map((part, at) => {
    const share = 12 / parts.length;
    const [from, to] = part.span ?? [at * share, (at + 1) * share];
    return { part, x: margin + from * unit, y, width: (to - from) * unit - gap };
  });
}

function draw({ part, x, y, width: wide }: Box): string[] {
  return [
    rect(x, y, wide, boxHeight, 'band'),
    text(x + 12, y + 21, 'name', part.name),
    text(x + 12, y + 39, 'soft', part.holds),
  ];
}

function bar(y: number, name: string, holds: string): string[] {
  return [
    rect(margin, y, width - 2 * margin, 32, 'band'),
    text(margin + 12, y + 21, 'strong', name),
    text(width - margin - 12, y + 21, 'end', holds),
  ];
}

/** Neighbours side to side; else straight down, where both boxes have room and no other stands between. */
function connect(from: Box | undefined, to: Box | undefined, boxes: readonly Box[]): string {
  if (!from || !to) return '';
  if (from.y === to.y)
    return line(from.x + from.width, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2, 'rule');
  const left = Math.max(from.x, to.x) + 8;
  const right = Math.min(from.x + from.width, to.x + to.width) - 8;
  const between = boxes.filter(({ y }) => y > from.y && y < to.y);
  const isFree = (x: number): boolean => between.every((box) => x < box.x - 4 || x > box.x + box.width + 4);
  // Texts begin at the left: what passes other boxes keeps to the right.
  const middle = left + (right - left) * (between.length > 0 ? 0.8 : 0.5);
  const places = Array.from(
    { length: Math.max(0, Math.floor((right - left) / 4)) },
    (_, at) => left + at * 4,
  );
  const [x = middle] = [
    middle,
    ...places.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle)),
  ].filter(isFree);
  return line(x, from.y + boxHeight, x, to.y, 'rule');
}
