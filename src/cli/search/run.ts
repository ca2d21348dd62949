// Searches the texts of all codes.
import { exchanges } from '../../internal.ts';
import { failed, misused } from '../cli-error.ts';
import type { Arguments, Context } from '../command.ts';
import { search } from '../explain/meanings.ts';
import { findExchange } from '../names.ts';
import { printJson } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { showFound } from './show-found.ts';

/** `search` */
export function run({ words, values }: Arguments, context: Context): number {
  if (words.length === 0) throw misused('search takes words, such as: search insufficient.');
  const { exchange } = values;
  const among = exchange === undefined ? exchanges : [findExchange(exchange)];
  const found = search(words, among);
  if (found.length > 0) return showFound(found, words, context);
  if (context.json) printJson(context.terminal.stdout, []);
  const where = among === exchanges ? '' : ` of ${among[0]?.name}`;
  throw failed(
    `No text${where} holds "${printable(words.join(' '), 60)}".`,
    'A part of a word does too: search insuff.',
  );
}
