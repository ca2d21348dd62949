// What can be told of a code without an answer.
import { distance } from '../options/suggest.ts';
import type { Envelope } from './envelope.ts';
import type { Exchange } from './exchange.ts';

const wholeNumber = /^-?\d+$/;

/** Whether a table has the code. */
export function isListed({ catalog, codes }: Exchange, code: string): boolean {
  const named = [...codes.named.values()];
  return [catalog, codes.rest, codes.ws, ...named.flatMap(({ rest, ws }) => [rest, ws])].some((rows) =>
    rows.has(code),
  );
}

/** The listed code that was meant by one that no answer could hold: a letter in place of a digit, a sign too many. */
export function nearestCode(exchange: Exchange, code: string): string | undefined {
  if (couldBeCode(exchange, code)) return undefined;
  return [...exchange.catalog.keys()].find((listed) => distance(listed, code) === 1);
}

/** Whether an answer of the exchange could hold the code, listed or not. */
export function couldBeCode({ rest, ws }: Exchange, code: string): boolean {
  return mayHold(rest, code) || (ws !== undefined && mayHold(ws, code));
}

function mayHold({ code, shape = wholeNumber, read, items = [] }: Envelope, text: string): boolean {
  // A function reads codes out of whatever it likes.
  if (read) return true;
  const hasCodes = code.length > 0 || items.some((item) => item.code !== undefined);
  return hasCodes && shape.test(text);
}
