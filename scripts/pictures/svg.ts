// Small pieces of SVG, as text.

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, content?: string | readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(show(value))}"`);
  const inner = typeof content === 'string' ? content : content?.join('\n');
  return inner === undefined
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${inner}</${name}>`;
}

export function text(x: number, y: number, className: string, words: string): string {
  return element('text', { x, y, class: className }, escaped(words));
}

export function rect(x: number, y: number, width: number, height: number, className: string): string {
  return element('rect', { x, y, width, height, class: className });
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return element('line', { x1, y1, x2, y2, class: className });
}

/** Straight from point to point. @param dash in pixels, on and off; empty: a full line */
export function curve(
  points: readonly (readonly [x: number, y: number])[],
  className: string,
  dash: string,
): string {
  const places = points.map(([x, y]) => `${show(x)},${show(y)}`).join(' ');
  return element('polyline', {
    points: places,
    class: className,
    ...(dash !== '' && { 'stroke-dasharray': dash }),
  });
}

/** For pages on a screen, and for phones. */
export type Size = 'wide' | 'narrow';

export const widths: Readonly<Record<Size, number>> = { wide: 800, narrow: 400 };

/** A text in lines of at most `most` characters. */
export function wrapped(words: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Lines one below the other. */
export function paragraph(
  x: number,
  y: number,
  className: string,
  lines: readonly string[],
  step = 18,
): readonly string[] {
  return lines.map((words, at) => text(x, y + at * step, className, words));
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
}

/** The whole file: a card with its own ground, readable on a light page and on a dark one. */
export function picture({ width, height, title, description }: Picture, parts: readonly string[]): string {
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': 'title description',
  };
  const card = element('rect', {
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: height - 1,
    rx: 8,
    class: 'card',
  });
  const content = [
    '',
    element('title', { id: 'title' }, escaped(title)),
    element('desc', { id: 'description' }, escaped(description)),
    element('style', {}, style),
    card,
    ...parts,
    '',
  ];
  return `${element('svg', root, content)}\n`;
}

export const thousands = (count: number): string => count.toLocaleString('en-US');

function show(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Blue and vermilion differ for every kind of colour vision, and in lightness too. */
const style = `
svg { --ground: #ffffff; --edge: #d0d7de; --ink: #1f2328; --soft: #59636e; --rule: #d8dee4; --band: #eef1f4; --good: #2a6fb5; --bad: #c2410c; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --edge: #30363d; --ink: #e6edf3; --soft: #9aa4af; --rule: #2b323a; --band: #1a2028; --good: #69a8e8; --bad: #ff8a4c; }
}
text { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-size: 12px; fill: var(--soft); }
.card { fill: var(--ground); stroke: var(--edge); }
.title { font-size: 18px; font-weight: 600; fill: var(--ink); }
.sub { font-size: 13px; }
.name { font-size: 14px; font-weight: 600; fill: var(--ink); }
.ink { fill: var(--ink); }
.strong { font-weight: 600; fill: var(--ink); }
.alarm { font-weight: 600; fill: var(--bad); }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.rule { stroke: var(--rule); stroke-width: 1; }
.limit { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 5 3; }
.curve { fill: none; stroke: var(--soft); stroke-width: 1.5; }
.curve-good { fill: none; stroke: var(--good); stroke-width: 3; }
.band { fill: var(--band); }
.good { fill: var(--good); }
.bad { fill: var(--bad); }
.tick-good { stroke: var(--good); stroke-width: 1.5; }
.tick-bad { stroke: var(--bad); stroke-width: 1.5; }
`;
