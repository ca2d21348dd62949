// JSON whose long whole numbers keep their digits: a double holds 15 of them for certain, order ids have up to 19.

/** Stands before the digits of a long number, in a private use area that no exchange writes in. */
const mark = '\uE000';
const tokens = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * As `JSON.parse`, but a whole number of 16 digits and more becomes a text that `textOf` reads and `printExact` prints
 * as the number it was.
 * @returns undefined for what is no JSON.
 */
export function parseExact(text: string): unknown {
  return text.includes(mark) ? parsed(text) : parsed(marked(text, mark));
}

/** As `parseExact`, but a long number is a text like any other. */
export function parseTexts(text: string): unknown {
  return parsed(marked(text, ''));
}

/** As `JSON.stringify`, for what `parseExact` returned; a `bigint` is a number. */
export function printExact(value: unknown): string {
  const text = JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? `${mark}${item}` : item,
  );
  return text.replace(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1');
}

/**
 * The text of a field as it was written, digits kept.
 * @returns undefined for what is neither a text nor a number, and for a number that a double may have rounded.
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.startsWith(mark) ? value.slice(1) : value;
  if (typeof value !== 'number') return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function marked(text: string, before: string): string {
  if (!/\d{16}/.test(text)) return text;
  return text.replace(tokens, (token) => (token.startsWith('"') ? token : `"${before}${token}"`));
}
