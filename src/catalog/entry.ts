// The rows of a table of codes, as a definition writes them.
import type { Category } from '../types.ts';
import type { LimitRef } from './limit.ts';

/**
 * A row as the tables write it down: code, category, outcome, the table's own text, and what else there is to say.
 * `outcome` is about this copy of a write: `rejected` certainly had no effect, `unknown` may have been executed.
 */
export type Row = SuccessRow | FailureRow;

/** A row for success. */
export type SuccessRow = readonly [
  code: string,
  category: 'success',
  outcome: 'ok',
  text: string,
  more?: RowDetails,
];

/** A row for a failure. */
export type FailureRow = readonly [
  code: string,
  category: Category,
  outcome: 'rejected' | 'unknown',
  text: string,
  more?: RowDetails,
];

/** What else a row says. */
export interface RowDetails {
  /** The symbolic name, where the table gives one. */
  readonly name?: string;
  /** What is doubtful, in one short line. */
  readonly note?: string;
  /** The limits that a refusal is about: only their calls wait. @default everything */
  readonly limit?: LimitRef;
  /** The wait that the documents name, in milliseconds, where the answer asks for none or a shorter one. */
  readonly waitMs?: number;
  /** Where the row comes from, if not from the published table. */
  readonly source?: string;
  /**
   * It holds there only, and wins there over the row without this: a transport, or the name of one of `namespaces`.
   * @default REST, and WebSocket if `wsSharesTable` says so
   */
  readonly over?: string;
  /**
   * Texts that the exchange publishes as what tells apart the cases under this code. Compared by their beginning, letter
   * case and runs of white space aside, the longest first; none fits: the row itself counts.
   */
  readonly when?: readonly TextCase[];
}

/** What a code means beside one published text. */
export interface TextCase {
  /** The beginning of the published text. */
  readonly text: string;
  /** What kind of failure it means beside this text. */
  readonly category: Category;
  /** What it says of this copy of a write. */
  readonly outcome: 'rejected' | 'unknown';
  /** Which limit it is about. @default that of the row */
  readonly limit?: NonNullable<RowDetails['limit']>;
  /** The wait that the page names, in milliseconds. @default that of the row */
  readonly waitMs?: number;
  /** What else there is to know. @default that of the row */
  readonly note?: string;
}

/** A table and where it was published. */
export interface Table {
  /** Where it was published. */
  readonly source: string;
  /** A function is called, and its rows are checked, when a code is first looked up. */
  readonly rows: readonly Row[] | (() => readonly Row[]);
}
