// Finds the cards for what was typed or pasted.
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import { type Card, makeCard } from './card.ts';
import { gistOf } from './gist.ts';
import { readPasted } from './paste.ts';
import { readAnswer } from './readings.ts';
import { rowsOf } from './rows.ts';
import { fold, type Hits, search } from './search.ts';
import { suggest } from './suggest.ts';

/** What narrows the results. An empty text: nothing. */
export interface Filters {
  /** Id of an exchange. */
  readonly exchange: string;
  readonly category: string;
}

export interface Found {
  readonly cards: readonly Card[];
  /** What was found, in a sentence for eyes and screen readers. */
  readonly summary: string;
  /** A query that would find something. */
  readonly suggestion: string | undefined;
  /** Whether the cards say how a pasted answer is read. */
  readonly isReading: boolean;
}

export const nothing: Found = { cards: [], summary: '', suggestion: undefined, isReading: false };

export const noFilters: Filters = { exchange: '', category: '' };

/** Statuses that people type when they mean HTTP. */
const statuses: ReadonlySet<string> = new Set([
  '400',
  '401',
  '403',
  '404',
  '408',
  '418',
  '429',
  '500',
  '502',
  '503',
  '504',
]);

/**
 * Reads what was typed or pasted: a code, words of a text, a category, an exchange's name, a whole answer. Nothing typed
 * lists what the filters leave; without filters, nothing.
 * @param exchanges those that it is looked for in
 */
export function find(query: string, filters: Filters, exchanges: readonly Exchange[]): Found {
  const answer = readPasted(query);
  if (answer !== undefined) {
    const only = exchanges.filter(({ id }) => filters.exchange === '' || id === filters.exchange);
    const cards = readAnswer(answer, only).filter((card) => fits(card, { ...filters, exchange: '' }));
    return { cards, summary: answerSummary(cards), suggestion: undefined, isReading: true };
  }
  const isBare = query.trim() === '';
  if (isBare && filters.exchange === '' && filters.category === '') return nothing;
  const everything: Hits = { cards: exchanges.flatMap(rowsOf), code: undefined };
  const whole = byWords(isBare ? everything : search(query, exchanges), filters, exchanges);
  if (whole.cards.length > 0) return whole;
  const gist = gistOf(query, exchanges);
  const exchange = filters.exchange || gist?.exchange || '';
  const part = gist && byWords(search(gist.code, exchanges), { ...filters, exchange }, exchanges);
  return part && part.cards.length > 0 ? part : { ...whole, suggestion: suggest(query, exchanges) };
}

/** Whether no text is needed to answer: what was pasted is an answer, or what was typed a code that is listed as it stands. */
export function isAboutCodes(query: string, exchanges: readonly Exchange[]): boolean {
  if (readPasted(query) !== undefined) return true;
  const typed = fold(query);
  return exchanges.flatMap(rowsOf).some(({ code = '' }) => fold(code) === typed);
}

function byWords({ cards: hits, code }: Hits, filters: Filters, exchanges: readonly Exchange[]): Found {
  const fitting = hits.filter((card) => fits(card, filters));
  const among = exchanges.filter(({ id }) => filters.exchange === '' || id === filters.exchange);
  const isListed =
    code !== undefined && among.some(({ codes }) => codes.rest.has(code) || codes.ws.has(code));
  const unlisted = isListed ? undefined : code;
  const isLost = isListed && fitting.length === 0;
  const beyond = isLost ? [] : beyondTables(code, isListed, among).filter((card) => fits(card, filters));
  const cards = isListed ? [...fitting, ...beyond] : [...beyond, ...fitting];
  const who = among.length === 1 ? among[0]?.name : undefined;
  const summary = summarize(cards.length, unlisted, fitting.length, who);
  return { ...nothing, cards, summary };
}

function fits({ exchanges: of, category }: Card, filters: Filters): boolean {
  const isThere = filters.exchange === '' || of.some(({ id }) => id === filters.exchange);
  return isThere && (filters.category === '' || category === filters.category);
}

/** What the library does about a number without a row: as an HTTP status if it looks like one, else as unlisted. */
function beyondTables(
  code: string | undefined,
  isListed: boolean,
  among: readonly Exchange[],
): readonly Card[] {
  if (code === undefined) return [];
  if (statuses.has(code)) return readAnswer({ status: Number(code), headers: {}, body: '' }, among);
  return isListed ? [] : [unlistedCard(code, among)];
}

function unlistedCard(code: string, among: readonly Exchange[]): Card {
  return makeCard({
    key: `unlisted:${code}`,
    exchanges: among,
    code,
    text: 'No table lists this code',
    category: 'unknown',
    outcome: 'unknown',
    facts: [
      { label: 'Note', text: 'The event unlisted tells of it once, with a text to paste into an issue.' },
    ],
  });
}

const nothingFits = 'Nothing matches. A part of a word is enough; or paste the whole answer.';

function summarize(
  count: number,
  unlisted: string | undefined,
  near: number,
  who: string | undefined,
): string {
  if (count === 0) return nothingFits;
  if (unlisted === undefined) return `${count} ${count === 1 ? 'result' : 'results'}`;
  const start = who === undefined ? `No table lists ${unlisted}` : `${who} does not list ${unlisted}`;
  const sentence = `${start}${statuses.has(unlisted) ? '; as an HTTP status it has a meaning all the same' : ''}.`;
  return near === 0 ? sentence : `${sentence} ${near} near it.`;
}

function answerSummary(cards: readonly Card[]): string {
  const [first] = cards;
  if (first === undefined) return nothingFits;
  if (cards.length === 1 && first.exchanges.length === 1)
    return `Read as an answer of ${first.exchanges[0]?.name}.`;
  if (first.exchanges.length > 1) return 'No exchange is recognised in this answer.';
  return `${cards.length} exchanges answer like this.`;
}
