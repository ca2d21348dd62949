// What the caller may say about one call, and the table that checks it.
import type { AttemptTrace } from './attempt-trace.ts';
import type { CallWeight } from './catalog/limit.ts';
import { callWeight } from './catalog/limit-shape.ts';
import type { Place } from './options/check-value.ts';
import { duration, flag, func, number, oneOf, only } from './options/kinds.ts';
import { checkShape, type Shape } from './options/shape.ts';
import type { OutgoingRequest } from './types.ts';

/** What the caller may say about one call: `config.exchange` with axios, `init.exchange` with fetch. */
export interface CallOptions {
  /**
   * The id that the order carries, so that an unknown outcome can be looked up; `'auto'` makes one and puts it into the
   * JSON body, the form or the query, the same for all attempts. @default what the profile's field in the request says
   */
  readonly clientOrderId?: string;
  /** The larger goes first. @default cancel 2, order or another write 1, read 0 */
  readonly priority?: number;
  /** Units of every limit that applies, or of each by its name. @default what the limits say */
  readonly weight?: CallWeight;
  /** For the whole call, waits included. @default the gateway's */
  readonly deadlineMs?: number;
  /** For one attempt, in milliseconds: then it counts as lost. @default the gateway's */
  readonly attemptTimeoutMs?: number;
  /**
   * For how long it is worth sending, in milliseconds: an order that could only leave later fails unsent.
   * @default until its deadline
   */
  readonly validForMs?: number;
  /**
   * What to do about a batch of which some items failed. `repeat`: those that were refused for rate reasons go again, alone;
   * all items come back in the order of the request, where the exchange's profile says where they stand. @default 'reject'
   */
  readonly partial?: 'reject' | 'resolve' | 'repeat';
  /** Called once at the end with what each attempt did, whether the call succeeded or not. @default nothing is called */
  readonly trace?: (attempts: readonly AttemptTrace[]) => void;
  /** Sending it again cannot create a second effect. @default true for GET and HEAD */
  readonly replaySafe?: boolean;
  /** Whether it is signed, where the profile's word is not the right one. @default what the profile says of its route */
  readonly signed?: boolean;
}

/** Says of a call what its caller would have said, who can pass no options. */
export type Describe = (request: OutgoingRequest) => CallOptions | undefined;

/** The table of `config.exchange` and `init.exchange`. */
export const callShape: Shape<CallOptions> = {
  clientOrderId: only(
    'a string, since numbers lose digits',
    (value) => typeof value === 'string' && value !== '',
  ),
  priority: number(),
  weight: callWeight,
  deadlineMs: duration({ min: 1 }),
  attemptTimeoutMs: duration({ min: 1 }),
  replaySafe: flag,
  signed: flag,
  validForMs: duration(),
  partial: oneOf('reject', 'resolve', 'repeat'),
  trace: func,
};

const noOptions: CallOptions = Object.freeze({});
const place: Place = Object.freeze({ owner: 'exchange', path: 'exchange.', closing: 'Nothing was sent.' });

/**
 * Checks what the caller says about one call; undefined counts as nothing said.
 * @throws {TypeError} that names the option
 */
export function callOptions(options: unknown): CallOptions {
  if (options === undefined) return noOptions;
  checkShape(callShape, options, place);
  return options;
}
