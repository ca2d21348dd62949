// Where an answer keeps what it says: the types of that part of a definition.
import type { Classification, Entry, RawAnswer } from '../types.ts';

/** Where an answer keeps its code, text and marks of success. Field paths use dots; the first that is present counts. */
export interface Envelope {
  /** Fields that hold the code. */
  readonly code: readonly string[];
  /** Fields that hold the text. */
  readonly message: readonly string[];
  /** Codes that mean success. */
  readonly ok: readonly string[];
  /** Flags of success: `true`, `false`, or the words. They count where no code is given; a code decides alone. */
  readonly flags: readonly string[];
  /**
   * What a value in a code field must look like to be a code; anything else there is the caller's own data.
   * @default /^-?\d+$/
   */
  readonly shape?: RegExp;
  /** Codes that no payload would hold: where good answers come bare, they count without a text beside them. */
  readonly telling?: RegExp;
  /**
   * Whether a good answer may come without an envelope; `reads`: only that to a read. If not, an object without code and
   * flag is unreadable.
   */
  readonly bare: boolean | 'reads';
  /**
   * Where good answers come bare: fields of which the answer to an order has one, not empty. What has none of them is
   * unreadable, so that `{}` or the message of a gateway under HTTP 200 is not taken for an accepted order.
   * @default anything but an empty object or list, or a message alone
   */
  readonly accepted?: readonly string[];
  /** Marks of failure where an answer has neither code nor flag. */
  readonly failure?: readonly { readonly field: string; readonly equals: string }[];
  /** Results of a batch, one by one. */
  readonly items?: readonly ItemsShape[];
  /**
   * Reads an answer that no fields can describe. Undefined: it cannot tell, and all of the above is tried. Under HTTP 5xx
   * what it says of a write is in doubt, as everything is. Must not throw.
   */
  readonly read?: (reading: Reading) => Classification | undefined;
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

/** How a batch answer reports its items. */
export interface ItemsShape {
  /** Path of the list. */
  readonly at: string;
  readonly code?: readonly string[];
  readonly message?: readonly string[];
  readonly flags?: readonly string[];
  /** Codes that only the result of a batch has: they count without a text beside them, listed or not. */
  readonly telling?: RegExp;
  /** The list holds the ids of the items that failed, nothing else. */
  readonly failedIds?: boolean;
  /** Path of the ids of the items that worked, beside `failedIds`. */
  readonly doneAt?: string;
}
