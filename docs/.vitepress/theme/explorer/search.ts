// Searches the rows by words and codes.
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import type { Card } from './card.ts';
import { rowsOf } from './rows.ts';

/** Rows that fit the words, best first. */
export interface Hits {
  readonly cards: readonly Card[];
  /** The code that was typed, if one was. */
  readonly code: string | undefined;
}

const codeLike = /^-?\d+$/;
/** More words are a text and no question: the rest of them is not looked at. */
const mostWords = 12;

/** Every word has to fit; a number is only ever a code. */
export function search(query: string, exchanges: readonly Exchange[]): Hits {
  const words = fold(query.slice(0, 2000)).split(/\s+/).filter(Boolean).slice(0, mostWords);
  const code = words.find((word) => codeLike.test(word));
  const hits = exchanges
    .flatMap(rowsOf)
    .map((card) => ({ card, score: scoreOf(card, words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  // Who typed a listed code wants no other that begins alike.
  const typed = code ?? words.join(' ');
  const exact = hits.filter(({ card }) => fold(card.code ?? '') === typed);
  return { cards: (exact.length > 0 ? exact : hits).map(({ card }) => card), code };
}

/** 0 as soon as one word fits nowhere. */
function scoreOf(card: Card, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const score = codeLike.test(word) ? codeScore(card.code ?? '', word) : wordScore(card, word);
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

function codeScore(code: string, typed: string): number {
  if (code === typed) return 100;
  const digits = bare(typed);
  // Most have none of them.
  if (!code.includes(digits)) return 0;
  if (bare(code) === digits) return 60;
  return code.startsWith(typed) || bare(code).startsWith(typed) ? 40 : 0;
}

/** Without sign and leading zeros, which people leave out. */
function bare(code: string): string {
  return code.replace(/^-?0*(?=\d)/, '');
}

function wordScore(card: Card, word: string): number {
  if (card.category === word || fold(card.name ?? '') === word) return 50;
  const text = fold(card.text);
  // Some exchanges have texts for codes.
  if (startsAWord(text, word) || startsAWord(fold(card.code ?? ''), word)) return 30;
  if (startsAWord(fold(card.name ?? '').replaceAll('_', ' '), word)) return 25;
  if (startsAWord(card.category, word)) return 20;
  if (text.includes(word)) return 15;
  if (card.exchanges.some(({ id, name }) => id.startsWith(word) || startsAWord(fold(name), word))) return 10;
  return card.facts.some((fact) => startsAWord(fold(fact.text), word)) ? 5 : 0;
}

function startsAWord(text: string, word: string): boolean {
  return text.startsWith(word) || text.includes(` ${word}`) || text.includes(`-${word}`);
}

/** Letters in one case and one form. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
