import type { Paint } from './paint.ts';
import { hang, width, wrap } from './wrap.ts';

/**
 * Columns as wide as their longest cell; the last takes what is left of the line and is wrapped. `right` names columns of
 * numbers.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  right: readonly number[] = [],
): readonly string[] {
  const last = head.length - 1;
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const front = (cells: readonly string[]): string =>
    cells
      .slice(0, last)
      .map(
        (cell, at) =>
          `${right.includes(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)}  `,
      )
      .join('');
  return [
    paint('bold', (front(head) + (head[last] ?? '')).trimEnd()),
    ...rows.flatMap((row) => hang(front(row), row[last] ?? '')),
  ];
}

/** Names and values, one pair a line, the values under each other. Empty values are left out. */
export function fields(
  pairs: readonly (readonly [label: string, value: string])[],
  paint: Paint,
): readonly string[] {
  const shown = pairs.filter(([, value]) => value !== '');
  const column = Math.max(...shown.map(([label]) => label.length)) + 4;
  return shown.flatMap(([label, value]) => field(label, value, column, paint));
}

function field(label: string, value: string, column: number, paint: Paint): readonly string[] {
  const front = `  ${label}`;
  // An address that fits a line stays in one piece, so that it can be clicked on.
  if (value.split(' ').some((word) => word.length > width - column))
    return [paint('dim', front), ...wrap(value, width - 4).map((line) => `    ${line}`)];
  const [first = '', ...rest] = wrap(value, width - column);
  return [paint('dim', front.padEnd(column)) + first, ...rest.map((line) => ' '.repeat(column) + line)];
}
