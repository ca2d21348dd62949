// Where an answer keeps what it says: the types of that part of a definition.
import type { Classification, Entry, RawAnswer } from '../types.ts';

/** Where an answer keeps its code, text and marks of success. Field paths use dots; the first that is present counts. */
export interface Envelope {
  /** Fields that hold the code. */
  readonly code: readonly string[];
  /** What codes are written as, for `simulateExchange`; they are read either way. @default a number, where it is one to the letter */
  readonly codeType?: 'string' | 'number';
  /** Fields that hold the text. */
  readonly message: readonly string[];
  /** Codes that mean success. */
  readonly ok: readonly string[];
  /**
   * Flags of success: `true`, `false`, or the words. They count where no code is given; a code decides alone. @default none
   */
  readonly flags: readonly string[];
  /**
   * What a value in a code field must look like to be a code; anything else there is the caller's own data.
   * @default /^-?\d+$/
   */
  readonly shape?: RegExp;
  /**
   * How the table has them. `prefix`: a row stands for all codes that begin with it, up to a colon, a comma, a full stop, a
   * bracket or a blank; the longest counts. Letter case and blanks after a colon make no other code.
   * @default 'exact'
   */
  readonly codes?: 'exact' | 'prefix';
  /**
   * A code field holds a list: the first element of `shape` is the code, others are warnings, and a list without one is a
   * mark of success. @default a list holds refusals only
   */
  readonly codeList?: boolean;
  /** Codes that no payload would hold: where good answers come bare, they count without a text beside them. @default none */
  readonly telling?: RegExp;
  /**
   * Whether a good answer may come without an envelope; `reads`: only that to a read. If not, an object without code and
   * flag is unreadable. @default false
   */
  readonly bare: boolean | 'reads';
  /**
   * Fields of which the answer to an order has one, not empty. What has none of them is unreadable, whatever its code says,
   * so that `{}` or the message of a gateway under HTTP 200 is not taken for an accepted order. Of a reply over a socket, where
   * `ws` says it.
   * @default anything but an empty object or list, or a message alone, where good answers come bare; else anything
   */
  readonly accepted?: readonly string[];
  /**
   * Fields whose presence says that all is well, whatever they hold: `result` of JSON-RPC. They count where an answer has no
   * code and no mark of failure. @default none
   */
  readonly good?: readonly string[];
  /**
   * Bodies that are no JSON object or list and are good all the same, as frames or answers to a read: `pong`.
   * @default none
   */
  readonly plain?: RegExp;
  /**
   * What became of a refusal whose code no table lists. `rejected`: the documents say that whatever this envelope refuses
   * was not done; where it has flags, by one of them. @default 'unknown'
   */
  readonly unlisted?: 'rejected' | 'unknown';
  /** Marks of failure: one that stands in an answer wins over code and flag. @default none */
  readonly failure?: readonly FailureMark[];
  /** Results of a batch, one by one. @default none */
  readonly items?: readonly ItemsShape[];
  /** Codes that let the items say why: they speak only where no item was refused. @default none */
  readonly defer?: readonly string[];
  /** Field of a frame that holds what would be the HTTP status of an answer. @default none */
  readonly status?: string;
  /**
   * Reads an answer that no fields can describe. Undefined: it cannot tell, and all of the above is tried. Under HTTP 5xx
   * what it says of a write is in doubt, as everything is. Must not throw.
   * @default none
   */
  readonly read?: (reading: Reading) => Classification | undefined;
}

/** An envelope as a definition writes it. */
export type EnvelopeSpec = Omit<Envelope, 'flags' | 'bare'> & Partial<Pick<Envelope, 'flags' | 'bare'>>;

/** A field that marks a failure. */
export interface FailureMark {
  /** Dotted path of the field. */
  readonly field: string;
  /** What it holds where it marks one, as text. @default anything that is not empty */
  readonly equals?: string;
  /** What the field holds in good answers, though it is not empty. @default nothing */
  readonly except?: RegExp;
}

/** What a reader looks at. */
export interface Reading {
  /** With `url` and `method` of the request, where the client tells them. */
  readonly answer: RawAnswer;
  /** The body, parsed. */
  readonly value: object;
  /** What the codes mean, with what `extendExchange` changed. */
  readonly codes: ReadonlyMap<string, Entry>;
  /** The answer to a read is no batch. */
  readonly mayBeBatch: boolean;
}

/** How a batch answer reports its items. Exactly one of `at` and `failed`. */
export interface ItemsShape {
  /** Path of the list; empty: the answer itself. With `parts`, of the object that holds them. */
  readonly at?: string;
  /** Paths of the objects that are the items, from `at` on. One that is missing or null was not attempted. */
  readonly parts?: readonly string[];
  /** Path of a list that holds the refused items only, or of their number. */
  readonly failed?: string;
  /** Path of the list of the items that worked, or of their number, beside `failed`. */
  readonly done?: string;
  /** Fields of an item that may hold its code. */
  readonly code?: readonly string[];
  /** Field that tells cases under a code apart: the row `code_subCode` counts before that of the code. */
  readonly subCode?: readonly string[];
  /** Fields of an item that may hold its text. */
  readonly message?: readonly string[];
  /** Fields of an item that are true where it worked. */
  readonly flags?: readonly string[];
  /** Codes of good items. @default those of the envelope */
  readonly ok?: readonly string[];
  /** What became of a refused item without a listed code. @default as of the envelope's */
  readonly unlisted?: 'rejected' | 'unknown';
  /** Fields of which a refused item has one, not empty, and a good one none. */
  readonly bad?: readonly string[];
  /** One refused item alone is the refusal of all that the request has. @default false: of the others nothing is known */
  readonly forAll?: boolean;
  /** Fields of which a good item has one, beside `bad`. @default any others */
  readonly good?: readonly string[];
  /** Marks of a refused item that say nothing of those without them. */
  readonly failure?: readonly FailureMark[];
  /** Fields that hold the id by which the request names the item. */
  readonly id?: readonly string[];
  /** Codes that only the result of a batch has: they count without a text beside them, listed or not. */
  readonly telling?: RegExp;
  /** The list holds the ids of the items that failed, nothing else. */
  readonly failedIds?: boolean;
  /** Path of the ids of the items that worked, beside `failedIds`. */
  readonly doneAt?: string;
}
