// What can be told of a code without an answer.
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
