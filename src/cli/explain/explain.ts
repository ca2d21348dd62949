// Explains a code, or the body of an answer.
import { type Exchange, either, exchanges } from '../../internal.ts';
import { type CliError, failed, misused } from '../cli-error.ts';
import type { Context, Options, Report } from '../command.ts';
import { findExchange, knownWords, matchExchange, noSuch, titleOf } from '../names.ts';
import { printable } from '../text/printable.ts';
import { explainBody } from './explain-body.ts';
import { type Facts, factLines, stands } from './facts.ts';
import { type CodeMeaning, findCode, foundReport, nearCodes, placesOf, search } from './meanings.ts';

/** `explain` */
export function run(
  words: readonly string[],
  { body, status, exchange }: Options,
  { stdin }: Context,
): Report | Promise<Report> {
  if (body === undefined) {
    if (status !== undefined) throw misused('--status goes with --body.');
    return explainWords(words, exchange);
  }
  const [first, ...more] = words;
  if (more.length > 0) throw misused('With --body, explain takes an exchange at most.');
  const byWord = first === undefined ? undefined : findExchange(first);
  return explainBody(body, status, exchange ?? byWord, stdin);
}

/** An exchange and a code, in either order, or words to look for. */
function explainWords(words: readonly string[], named: Exchange | undefined): Report {
  const [first, second = ''] = words;
  if (first === undefined)
    throw misused('explain takes a code, such as: explain mexc-contract 510, or explain -1021.');
  const byFirst = named ? undefined : matchExchange(first);
  if (words.length === 1 && byFirst && findCode(first, exchanges).length === 0)
    throw misused(`explain ${byFirst.id} takes a code too. All of them: list ${byFirst.id}.`);
  const byLast = named || byFirst || words.length !== 2 ? undefined : matchExchange(second);
  const exchange = named ?? (words.length === 1 ? undefined : (byFirst ?? byLast));
  const others = byLast ? [first] : words.slice(exchange && exchange === byFirst ? 1 : 0);
  const among = exchange ? [exchange] : exchanges;
  if (others.length === 1) return explainCode(others.join(), among);
  const found = search(others, among);
  if (found.length > 0) return foundReport(found, others);
  if (exchange) throw misused('explain takes an exchange and one code.');
  // Neither an exchange nor words of any text: most likely a name mistyped.
  throw noSuch('exchange', first, knownWords.exchange);
}

function explainCode(code: string, among: readonly Exchange[]): Report {
  const found = findCode(code, among);
  const byWord = found.length === 0 && isWord(code) ? search([code], among) : [];
  if (byWord.length > 0) return foundReport(byWord, [code]);
  const problem = found.length === 0 ? unlisted(code, among) : undefined;
  return { value: found, lines: factLines(found.map(factsOf)), problem };
}

function factsOf(meaning: CodeMeaning): Facts {
  const exchange = findExchange(meaning.exchange);
  const isCertain = meaning.outcome === 'rejected' && !exchange.trustsCodesUnder5xx;
  const doubt = isCertain ? '. Under HTTP 5xx nobody can tell whatever the code.' : '';
  const over = placesOf(meaning);
  // Where only one of them is documented there is nothing to tell apart.
  const isOneOfTwo = exchange.codes.ws.size > 0 && meaning.over.length === 1;
  const name = meaning.name === undefined ? '' : ` ${meaning.name}`;
  return {
    ...meaning,
    title: `${titleOf(exchange)}: ${meaning.code}${name}${isOneOfTwo ? `, over ${over}` : ''}`,
    stands: stands[meaning.outcome] + doubt,
    over,
  };
}

function isWord(text: string): boolean {
  return /[a-z]{3}/i.test(text);
}

function unlisted(code: string, among: readonly Exchange[]): CliError {
  const who =
    among.length === 1 ? `${among[0]?.name} lists no` : `None of the ${among.length} exchanges lists a`;
  const near = nearCodes(code, among);
  return failed(
    `${who} code "${printable(code, 40)}"${isWord(code) ? ', and no text holds that word' : ''}.`,
    ...(near.length > 0 ? [`Did you mean ${either(near)}?`] : []),
    'A code that no table lists counts as unknown: a read fails at once, and an order may stand, so it is looked up before anything else.',
  );
}
