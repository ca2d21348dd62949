// Results on stdout: JSON for programs, or tables in Markdown.

/** Whether `--json` was asked for. */
const asJson: boolean = process.argv.includes('--json');

/** Prints the value as JSON where `--json` was asked for, and else calls `tables`. */
export function print(value: unknown, tables: () => void): void {
  if (asJson) console.log(JSON.stringify(value, undefined, 2));
  else tables();
}

/** A ratio with three digits or so. */
export const times = (ratio: number): string =>
  ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 10 ? 1 : 2);

/** Prints a table, the first column to the left and the others to the right, and an empty line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = (cells: readonly string[]): string =>
    line(cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))));
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  console.log([padded(head), line(rule), ...rows.map(padded), ''].join('\n'));
}
