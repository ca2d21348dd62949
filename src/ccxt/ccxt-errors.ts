// The errors that a ccxt user gets.
import {
  type Category,
  isExchangeError,
  redact,
  secretsOf,
  secretsOfBody,
  UnsentError,
} from '../internal.ts';
import { LostRequest } from './ccxt-transport.ts';
import { type CcxtExchange, type CcxtRequest, members } from './shape.ts';

/** Statuses whose class in ccxt's own table says what happened, for failures without an answer. */
const statusOf: Readonly<Partial<Record<Category, string>>> = {
  'rate-limit': '429',
  auth: '401',
  signature: '401',
  timeout: '504',
  server: '503',
  network: '503',
};

/**
 * - A write that may have been executed: ours, with ccxt's error as its `cause`, since every class of ccxt's says either
 *   that the exchange refused or that it is worth another try.
 * - Where the exchange answered otherwise: ccxt's own error, with ours as its `cause`.
 * - What was never sent: an error of the class that ccxt has for it.
 * - A closed gateway: ours, for no class of ccxt's says that another try is in vain.
 * @param error what the gateway rejected with.
 * @param last what ccxt's `fetch` rejected with in the last attempt.
 * @param request the last one, whose secrets are taken out of ccxt's messages.
 */
export function asCcxtError(
  instance: CcxtExchange,
  error: unknown,
  last: unknown,
  request: CcxtRequest | undefined,
): unknown {
  // A gateway in mode `observe` rejects with the loss as it came; anything else is an error of the caller's own.
  const isLoss = error instanceof LostRequest || error instanceof UnsentError;
  if (!isExchangeError(error)) return isLoss ? withoutSecrets(last, request) : error;
  const theirs = last instanceof Error ? withoutSecrets(last, request) : undefined;
  if (error.name === 'UnknownOutcomeError')
    return theirs ? withCause(error, withOldestCause(theirs, error.cause)) : error;
  if (error.reason === 'closed') return error;
  if (theirs) return withCause(theirs, error);
  const status = statusOf[error.category];
  const maker: unknown = status === undefined ? undefined : members(instance.httpExceptions)[status];
  if (typeof maker !== 'function') return error;
  const made: unknown = Reflect.construct(maker, [`${instance.id} ${error.message}`]);
  return made instanceof Error ? withCause(made, error) : error;
}

/** Keeps the cause that the gateway knows, such as an error of the caller's own code, below ccxt's error. */
function withOldestCause(error: Error, cause: unknown): Error {
  return cause === undefined || error.cause !== undefined ? error : withCause(error, cause);
}

function withCause(error: Error, cause: unknown): Error {
  return Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
}

/** The same error with signatures redacted in its texts: ccxt prints whole URLs. */
export function withoutSecrets<Thrown>(error: Thrown, request: CcxtRequest | undefined): Thrown {
  if (!request || !(error instanceof Error)) return error;
  const { headers, url, body } = request;
  const text = typeof body === 'string' ? body : undefined;
  const secrets = [...secretsOf(headers, url.split('?')[1]), ...secretsOfBody(text, text)];
  const message = redact(error.message, secrets);
  if (message === error.message) return error;
  const stack = error.stack && redact(error.stack, secrets);
  Object.defineProperty(error, 'message', { value: message, configurable: true, writable: true });
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return error;
}
