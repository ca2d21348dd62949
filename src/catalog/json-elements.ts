// Leaves elements out of a list in a JSON text, all other text as it is: long numbers, and small ones, would not survive.

/** From where to where a value stands in its text. */
type Range = readonly [start: number, end: number];

/**
 * The text with only some elements of one of its lists.
 * @param text known to be JSON
 * @param path of the list, dotted; empty: the whole
 * @param places of the elements that stay, ascending
 * @returns undefined where there is no list, or no such element
 */
export function keepElements(text: string, path: string, places: readonly number[]): string | undefined {
  const list = find(text, path);
  if (!list || text[list[0]] !== '[') return undefined;
  const elements = [...members(text, list[0])].map(({ range }) => range);
  const kept = places.map((place) => elements[place]);
  if (!kept.every((range) => range !== undefined)) return undefined;
  const inner = kept.map(([start, end]) => text.slice(start, end)).join(',');
  return `${text.slice(0, list[0])}[${inner}]${text.slice(list[1])}`;
}

function find(text: string, path: string): Range | undefined {
  const start = skipBlank(text, 0);
  let here: Range | undefined = [start, endOf(text, start)];
  for (const step of path === '' ? [] : path.split('.')) {
    if (!here || !/[[{]/.test(text.charAt(here[0]))) return undefined;
    // Of two members of one name the later counts, as for `JSON.parse`.
    here = [...members(text, here[0])].findLast(({ name }) => name === step)?.range;
  }
  return here;
}

/** What is in the object or list that begins at `start`, with names or places. */
function* members(text: string, start: number): Iterable<{ readonly name: string; readonly range: Range }> {
  const isObject = text[start] === '{';
  let at = skipBlank(text, start + 1);
  for (let place = 0; at < text.length && !/[\]}]/.test(text.charAt(at)); place += 1) {
    let name = String(place);
    if (isObject) {
      const end = endOf(text, at);
      name = JSON.parse(text.slice(at, end));
      at = skipBlank(text, skipBlank(text, end) + 1);
    }
    const end = endOf(text, at);
    yield { name, range: [at, end] };
    at = skipBlank(text, end);
    if (text[at] === ',') at = skipBlank(text, at + 1);
  }
}

/** The end of the value that begins at `start`. */
function endOf(text: string, start: number): number {
  if (!/[[{]/.test(text.charAt(start))) return endOfToken(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at = endOfToken(text, at)) {
    const mark = text[at];
    if (mark === '{' || mark === '[') depth += 1;
    if (mark === '}' || mark === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:\s]+|\s+/y;

function endOfToken(text: string, at: number): number {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : text.length;
}

function skipBlank(text: string, at: number): number {
  let here = at;
  while (/\s/.test(text.charAt(here))) here += 1;
  return here;
}
