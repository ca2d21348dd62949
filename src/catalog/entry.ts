// The rows of a table of codes, as a definition writes them.
import type { Category } from '../types.ts';
import type { LimitRef } from './limit.ts';

/**
 * A row as the tables write it down: code, category, outcome, the table's own text, and what else there is to say.
 * `outcome` is about this copy of a write: `rejected` certainly had no effect, `unknown` may have been executed.
 */
export type Row = SuccessRow | FailureRow;

export type SuccessRow = readonly [
  code: string,
  category: 'success',
  outcome: 'ok',
  text: string,
  more?: RowDetails,
];

export type FailureRow = readonly [
  code: string,
  category: Category,
  outcome: 'rejected' | 'unknown',
  text: string,
  more?: RowDetails,
];

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
   * It holds over this transport only, and wins there over the row without this. @default REST, and WebSocket if
   * `wsSharesTable` says so
   */
  readonly over?: 'rest' | 'ws';
}

/** A table and where it was published. */
export interface Table {
  readonly source: string;
  readonly rows: readonly Row[];
}
