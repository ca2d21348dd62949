// The row of a code: by the code as written, by the longest code that it begins with, and by the text beside it.
import type { Envelope } from '../catalog/envelope.ts';
import type { Entry } from '../types.ts';
import { beginsWith } from './same-text.ts';

export type CodeTable = ReadonlyMap<string, Entry>;

/** No published code is longer. */
const longestCode = 300;
/** Where a code may go on. */
const ends: ReadonlySet<string> = new Set([':', ' ', '(', ',', '.']);

/** Rows of tables whose codes are beginnings, by what is compared. */
const byBeginning = new WeakMap<CodeTable, ReadonlyMap<string, Entry>>();

/**
 * The row that a code falls under; of its published cases the one whose text the message begins with.
 * @param message beside the code, where there is one
 */
export function findEntry(
  envelope: Envelope,
  codes: CodeTable,
  code: string,
  message?: string,
): Entry | undefined {
  const row = codes.get(code) ?? (envelope.codes === 'prefix' ? findByBeginning(codes, code) : undefined);
  if (row?.category === 'success' || row?.when === undefined || message === undefined) return row;
  return row.when.find(({ text }) => beginsWith(message, text)) ?? row;
}

function findByBeginning(codes: CodeTable, code: string): Entry | undefined {
  let known = byBeginning.get(codes);
  if (!known) {
    known = new Map([...codes].map(([listed, entry]) => [plainCode(listed), entry]));
    byBeginning.set(codes, known);
  }
  const text = plainCode(code.slice(0, longestCode));
  for (let end = text.length; end > 0; end -= 1) {
    if (end < text.length && !ends.has(text.charAt(end))) continue;
    const found = known.get(text.slice(0, end));
    if (found) return found;
  }
  return undefined;
}

/** Letter case, runs of white space and blanks beside a colon make no other code. */
function plainCode(code: string): string {
  return code.toLowerCase().replace(/\s+/g, ' ').replace(/ ?: ?/g, ':').trim();
}
