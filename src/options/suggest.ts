// The words that a user may have meant, and lists of words in sentences.

/** How many letters have to be put in, taken out, changed or swapped with their neighbour to make one word of the other. */
export function distance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next[column] = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = next;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** The known words that `word` may stand for, the nearest first, at most three. */
export function suggest(word: string, known: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  // Every word begins with the empty one.
  if (wanted === '') return [];
  const reach = Math.ceil(wanted.length / 3);
  return known
    .map((one) => ({ one, away: away(wanted, one.toLowerCase()) }))
    .filter((found) => found.away <= reach)
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ one }) => one);
}

/** The distance to a name or, half a letter further, to its beginning or a part of it: users type parts of long names. */
function away(wanted: string, name: string): number {
  if (wanted.length > 3 && !name.startsWith(wanted) && name.includes(wanted)) return 0.5;
  const begun = distance(wanted, name.slice(0, wanted.length));
  return Math.min(distance(wanted, name), begun === 0 ? 0 : begun + 0.5);
}

/** "Did you mean ...?", or nothing where no word is near. */
export function didYouMean(
  word: string,
  known: readonly string[],
  quote: (word: string) => string = (one) => one,
): readonly string[] {
  const near = suggest(word, known);
  return near.length === 0 ? [] : [`Did you mean ${either(near.map(quote))}?`];
}

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[]): string {
  return listed(words, 'or');
}

/** "a", "a and b", "a, b and c". */
export function both(words: readonly string[]): string {
  return listed(words, 'and');
}

function listed(words: readonly string[], last: string): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
