// Writes text for half a screen: lines, tables, fields, numbers. Styles are always put on, and taken off by who prints.
import { styleText } from 'node:util';
import { Help } from 'commander';

/** Columns of every output. */
export const width = 80;
/** Columns that the last cell of a row has at least: where less is left, it stands below the others. */
const leastWidth = 20;

const help = new Help();
help.minWidthToWrap = 0;

/** Puts a style on a text that is already as wide as it will be. */
export function styled(style: 'bold' | 'dim' | 'red', text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** Breaks a text at spaces into lines of at most `most` columns; what is longer than a line, at slashes or anywhere. */
export function wrap(text: string, most: number = width): readonly string[] {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return help.boxWrap(words.flatMap((word) => pieces(word, most)).join(' '), most).split('\n');
}

function pieces(word: string, most: number): string[] {
  if (word.length <= most) return [word];
  const slash = word.lastIndexOf('/', most - 1);
  const cut = slash > 0 ? slash + 1 : most;
  return [word.slice(0, cut), ...pieces(word.slice(cut), most)];
}

/** A text in bold, wrapped. */
export function headline(text: string): readonly string[] {
  return wrap(text).map((line) => styled('bold', line));
}

/** Wraps a text behind a prefix; the lines after the first begin under the first's text. */
export function hang(prefix: string, text: string, most: number = width): readonly string[] {
  const [first = '', ...rest] = wrap(text, most - prefix.length);
  const indent = ' '.repeat(prefix.length);
  return [(prefix + first).trimEnd(), ...rest.map((line) => indent + line)];
}

/**
 * Columns as wide as their longest cell; the last takes what is left of the line and is wrapped, below the others where
 * that is too little.
 * @param right indexes of the columns that are aligned to the right, such as numbers
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): readonly string[] {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const isStacked = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0) > width - leastWidth;
  const front = (row: readonly string[]): string =>
    row
      .slice(0, -1)
      .map((cell, at) => (right.includes(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ');
  const above = (row: readonly string[]): string => row.slice(0, -1).filter(Boolean).join(' | ');
  const cells = (row: readonly string[]): readonly string[] =>
    isStacked
      ? [...wrap(above(row)), ...hang('    ', row.at(-1) ?? '')]
      : hang(`${front(row)}  `, row.at(-1) ?? '');
  const title = isStacked ? wrap(head.join(' | ')) : cells(head);
  return [...title.map((line) => styled('bold', line)), ...rows.flatMap(cells)];
}

/** A name and its value; without a value it is left out. */
export type Field = readonly [label: string, value: string | undefined];

/** One field a line, the values under each other. An address that fits a line stays whole, so that it can be clicked on. */
export function fields(pairs: readonly Field[]): readonly string[] {
  const column = Math.max(...pairs.map(([label, value]) => (value ? label.length : 0))) + 4;
  return pairs.flatMap(([label, value]) => {
    if (!value) return [];
    const name = `  ${label}`;
    if (value.split(' ').some((word) => word.length > width - column))
      return [styled('dim', name), ...hang('    ', value)];
    const [first = '', ...rest] = hang(name.padEnd(column), value);
    return [styled('dim', name) + first.slice(name.length), ...rest];
  });
}

/** A count with its noun: `1 request`, `2,000 requests`. */
export function count(number: number, one: string, several: string = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : several}`;
}

const format = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, signDisplay: 'negative' });

/** With a comma between the thousands, to a tenth, without a sign on zero. */
export function grouped(number: number): string {
  return format.format(number);
}

/** A duration as a person would say it. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return `${Math.round(ms)} ms`;
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${grouped(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** The first of a list, and how many more there are. */
export function few(items: readonly string[], most: number): string {
  const rest = items.length > most ? ` and ${grouped(items.length - most)} more` : '';
  return items.slice(0, most).join(', ') + rest;
}

/** Counts one more under a name. */
export function increase(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Names and their counts, the largest first. */
export function mostFirst(counts: Readonly<Record<string, number>>): readonly [string, number][] {
  return Object.entries(counts).sort(([, a], [, b]) => b - a);
}

/** What a terminal would obey instead of show: a file that is replayed must not move the cursor or change the title. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const obeyed = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** Foreign text, safe to print on one line and cut to a length. */
export function printable(text: string, most: number): string {
  const plain = text
    .slice(0, most * 2)
    .replaceAll(obeyed, ' ')
    .trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
