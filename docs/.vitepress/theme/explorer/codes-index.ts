// What the explorer knows of every exchange before it loads one: its codes, how its answers are read, and, apart, its texts.

import type { AnswerSpec } from '../../../../src/catalog/answer-spec.ts';
import type { Row, RowDetails, TextCase } from '../../../../src/catalog/entry.ts';
import type { Exchange, ExchangeSpec } from '../../../../src/catalog/exchange.ts';
import { makeExchange } from '../../../../src/catalog/make-exchange.ts';
import { rowsOf } from '../../../../src/catalog/rows.ts';
import { categories } from '../../../../src/types.ts';

/** How an exchange's answers are read, without its rows. */
type Answers = Pick<ExchangeSpec, 'id' | 'name'> & Omit<AnswerSpec, 'table' | 'time' | 'resets' | 'waits'>;

/** The codes of one exchange, a column each. */
export interface CodesOf {
  readonly answers: Answers;
  /** A line each. */
  readonly codes: string;
  /** A letter each: its place among the categories. */
  readonly categories: string;
  /** The first letter of each. */
  readonly outcomes: string;
  /** Where rows hold that do not hold everywhere, by their number. */
  readonly over: Readonly<Record<number, string>>;
}

/** What the rows of one exchange say, in the order of its codes. */
export interface TextsOf {
  /** A line each. */
  readonly texts: string;
  readonly names: Readonly<Record<number, string>>;
  readonly notes: Readonly<Record<number, string>>;
  /** The texts that tell cases of a code apart. */
  readonly cases: Readonly<Record<number, readonly TextCase[]>>;
}

const kinds = [...categories, 'success'] as const;
const firstLetter = 65;

export function codesOf({ spec }: Exchange): CodesOf {
  const rows = rowsOf(spec);
  const { id, name, rest, ws, wsSharesTable, namespaces, statuses, trustsCodesUnder5xx } = spec;
  const answers = { id, name, rest, ws, wsSharesTable, namespaces, statuses, trustsCodesUnder5xx };
  return {
    // Members without a value go, and expressions are written out.
    answers: JSON.parse(JSON.stringify(answers, writeRegExp)),
    codes: lines(rows.map(([code]) => code)),
    categories: rows.map(([, kind]) => String.fromCharCode(firstLetter + kinds.indexOf(kind))).join(''),
    outcomes: rows.map(([, , outcome]) => outcome.charAt(0)).join(''),
    over: numbered(rows, ({ over }) => over),
  };
}

export function textsOf({ spec }: Exchange): TextsOf {
  const rows = rowsOf(spec);
  return {
    texts: lines(rows.map(([, , , text]) => text)),
    names: numbered(rows, ({ name }) => name),
    notes: numbered(rows, ({ note }) => note),
    cases: numbered(rows, ({ when }) => when),
  };
}

/**
 * An exchange as far as the index knows it: it reads answers, and has no limits, policies and sources.
 * @param texts without them every text is empty
 */
export function fromIndex(of: CodesOf, texts?: TextsOf): Exchange {
  const answers: Answers = JSON.parse(JSON.stringify(of.answers), readRegExp);
  const words = texts?.texts.split('\n') ?? [];
  const rows = of.codes.split('\n').map((code, index): Row => {
    const details = detailsOf(index, of, texts);
    const kind = kinds[of.categories.charCodeAt(index) - firstLetter] ?? 'unknown';
    const text = words[index] ?? '';
    if (kind === 'success') return [code, kind, 'ok', text, details];
    return [code, kind, of.outcomes[index] === 'r' ? 'rejected' : 'unknown', text, details];
  });
  return makeExchange({ ...answers, table: { source: '', rows: () => rows } });
}

function detailsOf(index: number, of: CodesOf, texts: TextsOf | undefined): RowDetails {
  const over = of.over[index];
  const name = texts?.names[index];
  const note = texts?.notes[index];
  const when = texts?.cases[index];
  return { ...(over && { over }), ...(name && { name }), ...(note && { note }), ...(when && { when }) };
}

function lines(column: readonly string[]): string {
  const broken = column.find((value) => value.includes('\n'));
  if (broken !== undefined) throw new TypeError(`The index has a line each, and this has two: ${broken}`);
  return column.join('\n');
}

/** What some rows say, by their number. */
function numbered<Value>(
  rows: readonly Row[],
  read: (details: RowDetails) => Value | undefined,
): Readonly<Record<number, Value>> {
  const found: Record<number, Value> = {};
  for (const [index, [, , , , details = {}]] of rows.entries()) {
    const value = read(details);
    if (value !== undefined) found[index] = value;
  }
  return found;
}

function writeRegExp(_: string, value: unknown): unknown {
  return value instanceof RegExp ? { regExp: value.source, flags: value.flags } : value;
}

function readRegExp(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('regExp' in value)) return value;
  return new RegExp(String(value.regExp), 'flags' in value ? String(value.flags) : '');
}
