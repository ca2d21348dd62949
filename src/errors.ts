// The errors that a call rejects with.
import type { AttemptTrace } from './attempt-trace.ts';
import type { Exchange } from './catalog/exchange.ts';
import type { Reason } from './reason.ts';
import type { Category, ItemResult, Outcome, OutgoingRequest } from './types.ts';

/** What an `ExchangeError` is made of. */
export interface ErrorDetails {
  /** Id of the exchange. */
  readonly exchange: string;
  /** What happened, what it means for the order, and what to do. */
  readonly message: string;
  /** What kind of failure it was. */
  readonly category: Category;
  /** What the request did, as far as anyone can know. */
  readonly outcome: Outcome;
  /** Why the call ended. */
  readonly reason: Reason;
  /** How many requests were sent. */
  readonly attempts: number;
  /** From the call to its end, in milliseconds. */
  readonly elapsedMs: number;
  /** The exchange's code, exactly as its table writes it. */
  readonly code?: string | undefined;
  /** HTTP status of the last answer. */
  readonly status?: number | undefined;
  /** The wait after which it is worth trying again, where one is known. */
  readonly retryAfterMs?: number | undefined;
  /** The client order id of the call, where one was given or read. */
  readonly clientOrderId?: string | undefined;
  /** Results of a batch, one by one. */
  readonly items?: readonly ItemResult[] | undefined;
  /** What each attempt did. */
  readonly trace?: readonly AttemptTrace[] | undefined;
  /** What was thrown, if anything was. */
  readonly cause?: unknown;
  /** Called when the property is read, so that an answer that comes late is seen too. */
  readonly request?: (() => OutgoingRequest | undefined) | undefined;
  /** The client's response object, if an answer came. */
  readonly response?: (() => unknown) | undefined;
  /** The caller's axios config; undefined for other clients. */
  readonly config?: object | undefined;
}

/**
 * A failure of an exchange. Prints no key, signature or header: `request`, `response` and `config` are getters on the
 * prototype over private fields, which no inspection shows.
 */
export class ExchangeError extends Error {
  /** 'ExchangeError', or the name of a class that extends it. */
  override readonly name: string = 'ExchangeError';
  /** Id of the exchange. */
  readonly exchange: string;
  /** The exchange's code, exactly as its table writes it. */
  readonly code: string | undefined;
  /** What kind of failure it was. */
  readonly category: Category;
  /** What the request did, as far as anyone can know. */
  readonly outcome: Outcome;
  /** Why the call ended. */
  readonly reason: Reason;
  /** HTTP status of the last answer. */
  readonly status: number | undefined;
  /** How many requests were sent. */
  readonly attempts: number;
  /** From the call to its end, in milliseconds. */
  readonly elapsedMs: number;
  /** The wait after which it is worth trying again, where one is known. */
  readonly retryAfterMs: number | undefined;
  /** The client order id of the call, where one was given or read. */
  readonly clientOrderId: string | undefined;
  /** Results of a batch, one by one. */
  readonly items: readonly ItemResult[] | undefined;
  /** What each attempt did. */
  readonly trace: readonly AttemptTrace[];
  readonly #details: ErrorDetails;

  static {
    // Read by Node, and by other platforms after it. Defined here, since no type may name a symbol of the registry.
    // biome-ignore lint/complexity/noThisInStatic: a build renames a class that names itself, and an uncaught error shows that name
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: printed });
  }

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.exchange = details.exchange;
    this.code = details.code;
    this.category = details.category;
    this.outcome = details.outcome;
    this.reason = details.reason;
    this.status = details.status;
    this.attempts = details.attempts;
    this.elapsedMs = details.elapsedMs;
    this.retryAfterMs = details.retryAfterMs;
    this.clientOrderId = details.clientOrderId;
    this.items = details.items;
    this.trace = details.trace ?? [];
    this.#details = details;
  }

  /** The request as it was before signing. */
  get request(): OutgoingRequest | undefined {
    return this.#details.request?.();
  }

  /** The client's response object, if an answer came: axios's, or a `Response`. */
  get response(): unknown {
    return this.#details.response?.();
  }

  /** The axios config of the call. */
  get config(): object | undefined {
    return this.#details.config;
  }

  /** For `axios.isAxiosError`. */
  get isAxiosError(): boolean {
    return this.#details.config !== undefined;
  }

  /** For `axios.isCancel`; axios also leaves errors that have it unchanged. */
  get __CANCEL__(): boolean {
    return this.reason === 'aborted' && this.isAxiosError;
  }

  /** What may be logged, and nothing else. */
  toJSON(): Record<string, unknown> {
    const { name, message, exchange, code, category, outcome, reason, status, attempts } = this;
    const { elapsedMs, retryAfterMs, clientOrderId, items } = this;
    return {
      name,
      message,
      exchange,
      code,
      category,
      outcome,
      reason,
      status,
      attempts,
      elapsedMs,
      retryAfterMs,
      clientOrderId,
      items,
    };
  }
}

/**
 * What an inspection prints in place of the error: a copy without the getters, since an inspection that shows hidden
 * properties and calls getters reads those of the prototype.
 */
function printed(
  this: ExchangeError,
  _depth: number,
  options: object,
  inspect?: (value: unknown, options: object) => string,
): unknown {
  const { name, message, cause, stack } = this;
  const Copy = class extends Error {};
  Object.defineProperty(Copy, 'name', { value: name });
  const copy = new Copy(message, cause === undefined ? undefined : { cause });
  Object.defineProperty(copy, 'stack', { value: stack, configurable: true, writable: true });
  // Defined and not assigned: an assignment to `name` throws where the prototypes are frozen.
  const shown = Object.defineProperties(copy, Object.getOwnPropertyDescriptors({ ...this }));
  return inspect ? inspect(shown, options) : shown;
}

/**
 * A write that may have been executed. The one error that must not be ignored: look the order up before sending anything
 * again.
 */
export class UnknownOutcomeError extends ExchangeError {
  /** 'UnknownOutcomeError'. */
  override readonly name: string = 'UnknownOutcomeError';
  /** It may have been executed. */
  declare readonly outcome: 'unknown';
}

/** An `ExchangeError` of an exchange whose codes are known. */
export interface ExchangeErrorOf<Code extends string> extends ExchangeError {
  /** The exchange's code, exactly as its table writes it; any other where the tables do not list it. */
  readonly code: Code | (string & {}) | undefined;
}

/** Whether a caught value is an exchange's failure. */
export function isExchangeError(error: unknown): error is ExchangeError;
/** Whether a caught value is an exchange's failure of the given category. */
export function isExchangeError<Given extends Category>(
  error: unknown,
  category: Given | undefined,
): error is ExchangeError & { readonly category: Given };
/** Whether a caught value is a failure of the given exchange, whose codes are then known. */
export function isExchangeError<Code extends string>(
  error: unknown,
  exchange: Exchange<Code>,
): error is ExchangeErrorOf<Code>;
export function isExchangeError(error: unknown, of?: Category | Exchange): error is ExchangeError {
  if (!(error instanceof ExchangeError)) return false;
  return typeof of === 'object' ? error.exchange === of.id : of === undefined || error.category === of;
}
