// Explains a code, or the body of an answer.
import { type Exchange, either, exchanges } from '../../internal.ts';
import { failed, misused } from '../cli-error.ts';
import type { Arguments, Context } from '../command.ts';
import { findExchange, matchExchange } from '../names.ts';
import { showFound } from '../search/show-found.ts';
import { print, printJson } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { meaningLines } from './code-lines.ts';
import { explainBody } from './explain-body.ts';
import { findCode, nearCodes, search } from './meanings.ts';

/** `explain` */
export async function run({ words, values }: Arguments, context: Context): Promise<number> {
  const { body, status } = values;
  const named = values['exchange'] === undefined ? undefined : findExchange(values['exchange']);
  if (body !== undefined) {
    if (words.length > 1) throw misused('With --body, explain takes an exchange at most.');
    const first = words[0] === undefined ? undefined : findExchange(words[0]);
    return explainBody(body, { status, exchange: named ?? first }, context);
  }
  if (status !== undefined) throw misused('--status goes with --body.');
  return explainWords(words, named, context);
}

/** An exchange and a code, in either order, or words to look for. */
function explainWords(words: readonly string[], named: Exchange | undefined, context: Context): number {
  const [first, ...more] = words;
  if (first === undefined)
    throw misused('explain takes a code, such as: explain mexc-contract 510, or explain -1021.');
  if (more.length === 0) return explainOne(first, named, context);
  const exchange = named ?? matchExchange(first);
  if (exchange) return explainRest(named ? words : more, exchange, context);
  const last = matchExchange(more.at(-1) ?? '');
  if (last && more.length === 1) return explainRest([first], last, context);
  const found = search(words);
  // Neither an exchange nor anybody's words: most likely a name mistyped.
  return found.length > 0
    ? showFound(found, words, context)
    : explainRest(more, findExchange(first), context);
}

function explainOne(word: string, named: Exchange | undefined, context: Context): number {
  const bare = named ? undefined : matchExchange(word);
  if (bare && findCode(word).length === 0)
    throw misused(`explain ${bare.id} takes a code too. All of them: list ${bare.id}.`);
  return explainCode(word, named ? [named] : exchanges, context);
}

function explainRest(words: readonly string[], exchange: Exchange, context: Context): number {
  const [code = '', ...more] = words;
  if (more.length === 0) return explainCode(code, [exchange], context);
  const found = search(words, [exchange]);
  if (found.length > 0) return showFound(found, words, context);
  throw misused('explain takes an exchange and one code.');
}

function explainCode(code: string, among: readonly Exchange[], context: Context): number {
  const found = findCode(code, among);
  const { stdout } = context.terminal;
  if (found.length > 0 && context.json) printJson(stdout, found);
  else if (found.length > 0)
    print(
      stdout,
      found.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...meaningLines(one, context.paint)]),
    );
  if (found.length > 0) return 0;
  const byWord = isWord(code) ? search([code], among) : [];
  if (byWord.length > 0) return showFound(byWord, [code], context);
  if (context.json) printJson(stdout, []);
  throw unlisted(code, among);
}

function isWord(text: string): boolean {
  return /[a-z]{3}/i.test(text);
}

function unlisted(code: string, among: readonly Exchange[]): Error {
  const [only] = among;
  const who = among.length === 1 ? `${only?.name} lists no` : `None of the ${among.length} exchanges lists a`;
  const near = nearCodes(code, among);
  const text = isWord(code) ? ', and no text holds that word' : '';
  return failed(
    `${who} code "${printable(code, 40)}"${text}.`,
    ...(near.length > 0 ? [`Did you mean ${either(near)}?`] : []),
    'A code that no table lists counts as unknown: a read fails at once, and an order may stand, so it is looked up before anything else.',
  );
}
