// Makes foreign text safe to print.
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
