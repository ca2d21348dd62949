// Writes text for half a screen: lines, tables, fields, numbers. Styles are always put on, and taken off by who prints.
import { styleText } from 'node:util';
import { Help } from 'commander';

/** Columns of every output: the terminal's, or what `COLUMNS` says where it goes elsewhere, from 40 to 80. */
export const width: number = Math.min(
  80,
  Math.max(40, process.stdout.columns || Number(process.env['COLUMNS']) || 80),
);
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
export function hang(prefix: string, text: string): readonly string[] {
  const [first = '', ...rest] = wrap(text, width - prefix.length);
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
