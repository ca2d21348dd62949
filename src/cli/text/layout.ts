// Lays text out for half a screen: wrapped lines, tables, lists of fields.
import { Help } from 'commander';
import type { Paint } from './paint.ts';

/** Columns of every output. */
export const width = 80;
/** Columns that the last cell of a row has at least: where less is left, it stands below the others. */
const leastWidth = 20;

const help = new Help();
help.minWidthToWrap = 0;

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
export function headline(text: string, paint: Paint): readonly string[] {
  return wrap(text).map((line) => paint('bold', line));
}

/** Wraps a text behind a prefix; the lines after the first begin under the first's text. */
export function hang(prefix: string, text: string, most: number = width): readonly string[] {
  const [first = '', ...rest] = wrap(text, most - prefix.length);
  const indent = ' '.repeat(prefix.length);
  return [(prefix + first).trimEnd(), ...rest.map((line) => indent + line)];
}

/**
 * Columns as wide as their longest cell; the last takes what is left of the line and is wrapped.
 * @param right indexes of the columns that are aligned to the right, such as numbers
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  right: readonly number[] = [],
): readonly string[] {
  const last = head.length - 1;
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const ahead = widths.slice(0, last).reduce((sum, one) => sum + one + 2, 0);
  if (ahead > width - leastWidth) return stacked(head, rows, paint);
  const padded = (cell: string, at: number): string =>
    right.includes(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
  const front = (row: readonly string[]): string =>
    row
      .slice(0, last)
      .map((cell, at) => `${padded(cell, at)}  `)
      .join('');
  const title = front(head) + (head[last] ?? '');
  return [paint('bold', title.trimEnd()), ...rows.flatMap((row) => hang(front(row), row[last] ?? ''))];
}

/** A table whose cells are too long for columns: the last cell of each row below the others. */
function stacked(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): readonly string[] {
  const above = (row: readonly string[]): readonly string[] =>
    wrap(row.slice(0, -1).filter(Boolean).join(' | '));
  const title = wrap(head.join(' | ')).map((line) => paint('bold', line));
  return [...title, ...rows.flatMap((row) => [...above(row), ...hang('    ', row.at(-1) ?? '')])];
}

/** Names and values, one pair a line, the values under each other. Empty values are left out. */
export function fields(
  pairs: readonly (readonly [label: string, value: string | undefined])[],
  paint: Paint,
): readonly string[] {
  const column = Math.max(...pairs.map(([label, value]) => (value ? label.length : 0))) + 4;
  return pairs.flatMap(([label, value = '']) => {
    if (value === '') return [];
    const name = paint('dim', `  ${label}`.padEnd(column));
    // An address that fits a line stays in one piece, so that it can be clicked on.
    if (value.split(' ').some((word) => word.length > width - column))
      return [paint('dim', `  ${label}`), ...wrap(value, width - 4).map((line) => `    ${line}`)];
    const [first = '', ...rest] = wrap(value, width - column);
    return [name + first, ...rest.map((line) => ' '.repeat(column) + line)];
  });
}
