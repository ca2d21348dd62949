// Looks codes up: the commands `search` and `list`, and `explain` without a body.
import { both, type Exchange, either, exchanges } from '../../internal.ts';
import { matchExchange } from '../../replay/match-exchange.ts';
import { count, printable } from '../../replay/wording.ts';
import { foundNothing, misused, type Options, type Report } from '../command.ts';
import { findExchange, knownWords, noSuch, titleOf } from '../names.ts';
import { headline, table, wrap } from '../text.ts';
import { factLines, type Meaning, readOn, stands } from './facts.ts';
import { type CodeMeaning, findCode, findWords, meaningsOf, nearCodes } from './meanings.ts';
import { explainStatus, isFailedStatus } from './status.ts';

/** `search` */
export function search(words: readonly string[], { exchange }: Options): Report {
  if (words.length === 0) throw misused('search takes words, such as: search insufficient.');
  const found = findWords(words, exchange ? [exchange] : exchanges);
  if (found.length > 0) return foundReport(found, words);
  const where = exchange ? ` of ${exchange.name}` : '';
  return foundNothing(
    `No text${where} holds "${printable(words.join(' '), 60)}".`,
    'A part of a word does too: search insuff.',
  );
}

/** `list` */
export function list(words: readonly string[], { category, outcome }: Options): Report {
  const [name, ...more] = words;
  if (more.length > 0) throw misused('list takes one exchange, or none.');
  const exchange = name === undefined ? undefined : findExchange(name);
  if (!exchange && category === undefined && outcome === undefined) return listExchanges();
  const found = (exchange ? [exchange] : exchanges)
    .flatMap(meaningsOf)
    .filter((one) => (category ?? one.category) === one.category && (outcome ?? one.outcome) === one.outcome);
  const which = [category, outcome && `outcome ${outcome}`].filter(Boolean).join(', ');
  if (found.length === 0) return foundNothing(`${exchange?.name ?? 'No exchange'} has no code of ${which}.`);
  const title = `${exchange ? titleOf(exchange) : 'All exchanges'}${which && `, ${which}`}: ${count(found.length, 'code')}`;
  return { value: found, lines: [...headline(title), '', ...codeTable(found, exchange === undefined)] };
}

function listExchanges(): Report {
  const value = exchanges.map((exchange) => {
    const { id, name, limits, hosts, docs } = exchange;
    return { exchange: id, name, codes: meaningsOf(exchange).length, limits: limits.length, hosts, docs };
  });
  const rows = value.map(({ exchange, name, codes, limits, hosts }) => {
    return [exchange, name, String(codes), String(limits), hosts.join(', ') || 'one of each tenant'];
  });
  const lines = table(['Exchange', 'Name', 'Codes', 'Limits', 'Hosts'], rows, [2, 3]);
  return {
    value,
    lines: [...lines, '', 'The codes of one: list <exchange>. Of one kind: list --category funds.'],
  };
}

/** `explain` of an exchange and a code, in either order, or of words to look for. */
export function explainWords(words: readonly string[], named: Exchange | undefined): Report {
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
  const found = findWords(others, among);
  if (found.length > 0) return foundReport(found, others);
  if (exchange) throw misused('explain takes an exchange and one code.');
  // Neither an exchange nor words of any text: most likely a name mistyped.
  throw noSuch('exchange', first, knownWords.exchange);
}

function explainCode(code: string, among: readonly Exchange[]): Report {
  const found = findCode(code, among);
  if (found.length > 0) return { value: found, lines: factLines(found.map(factsOf)) };
  const isWord = /[a-z]{3}/i.test(code);
  const byWord = isWord ? findWords([code], among) : [];
  if (byWord.length > 0) return foundReport(byWord, [code]);
  const [only, ...others] = among;
  if (only && others.length === 0 && isFailedStatus(code)) return explainStatus(only, Number(code));
  const who =
    others.length === 0 ? `${only?.name} lists no` : `None of the ${among.length} exchanges lists a`;
  const near = nearCodes(code, among);
  return foundNothing(
    `${who} code "${printable(code, 40)}"${isWord ? ', and no text holds that word' : ''}.`,
    ...(near.length > 0 ? [`Did you mean ${either(near.map(quoted))}?`] : []),
    ...(others.length === 0 ? listedBy(code) : []),
    ...(isFailedStatus(code)
      ? [`The HTTP status ${code} is explained for one: explain <exchange> ${code}.`]
      : []),
    'A code that no table lists counts as unknown: a read fails at once, and an order may stand, so it is looked up before anything else.',
  );
}

/** Spot and contracts of one company are two exchanges, and a short name stands for one of them. */
function listedBy(code: string): readonly string[] {
  const ids = [...new Set(findCode(code, exchanges).map(({ exchange }) => exchange))];
  return ids.length === 0 ? [] : [`It is listed by ${both(ids)}.`];
}

/** Some codes are sentences. */
function quoted(code: string): string {
  return code.includes(' ') ? `"${printable(code, 80)}"` : code;
}

function factsOf(meaning: CodeMeaning): Meaning {
  const { code, name, text, category, outcome, whatWeDo, note, source, docs } = meaning;
  const exchange = findExchange(meaning.exchange);
  const isCertain = outcome === 'rejected' && !exchange.trustsCodesUnder5xx;
  const doubt = isCertain ? '. Under HTTP 5xx nobody can tell whatever the code.' : '';
  const over = placesOf(meaning);
  // Where only one of them is documented there is nothing to tell apart.
  const isOneOfTwo = exchange.codes.ws.size > 0 && meaning.over.length === 1;
  return {
    title: `${titleOf(exchange)}: ${code}${name ? ` ${name}` : ''}${isOneOfTwo ? `, over ${over}` : ''}`,
    text,
    facts: [
      ['Category', category],
      ['May an order stand?', stands[outcome] + doubt],
      ['What we do', whatWeDo],
      ['Note', note],
      ['Holds over', over],
      ...readOn(source, docs),
    ],
  };
}

function placesOf({ over }: CodeMeaning): string {
  return over.map((one) => ({ rest: 'REST', ws: 'WebSocket' })[one] ?? one).join(' and ');
}

/** Several codes, one line each. @param isMixed whether they are of several exchanges */
function codeTable(meanings: readonly CodeMeaning[], isMixed: boolean): readonly string[] {
  const from = isMixed ? 0 : 1;
  const rows = meanings.map((meaning) => {
    const { exchange, code, category, outcome, text, over } = meaning;
    const where = over.includes('rest') ? '' : ` (over ${placesOf(meaning)})`;
    return [exchange, code, category, outcome, text + where].slice(from);
  });
  return table(['Exchange', 'Code', 'Category', 'Outcome', 'Text'].slice(from), rows);
}

/** What a search found. */
function foundReport(found: readonly CodeMeaning[], words: readonly string[]): Report {
  const what = `${count(found.length, 'code')} with "${printable(words.join(' '), 60)}"`;
  const lines = [...codeTable(found, true), '', ...wrap(`${what}. In full: explain <exchange> <code>.`)];
  return { value: found, lines };
}
