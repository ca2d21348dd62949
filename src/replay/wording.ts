// Words for counts, durations and lists, and foreign text made safe to print.

/** A count with its noun: `1 request`, `2,000 requests`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
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
