// Searches the texts of all codes.
import { exchanges } from '../../internal.ts';
import { failed, misused } from '../cli-error.ts';
import type { Options, Report } from '../command.ts';
import { printable } from '../text/printable.ts';
import { foundReport, search } from './meanings.ts';

/** `search` */
export function run(words: readonly string[], { exchange }: Options): Report {
  if (words.length === 0) throw misused('search takes words, such as: search insufficient.');
  const found = search(words, exchange ? [exchange] : exchanges);
  if (found.length > 0) return foundReport(found, words);
  const where = exchange ? ` of ${exchange.name}` : '';
  const problem = failed(
    `No text${where} holds "${printable(words.join(' '), 60)}".`,
    'A part of a word does too: search insuff.',
  );
  return { value: [], lines: [], problem };
}
