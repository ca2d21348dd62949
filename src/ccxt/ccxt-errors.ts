import {
  type Category,
  isExchangeError,
  redact,
  secretsOf,
  secretsOfBody,
  UnsentError,
} from '../internal.ts';
import type { CcxtRequest } from './client.ts';
import { Lost } from './lost.ts';
import { type CcxtExchange, members } from './shape.ts';

/** Statuses whose class in ccxt's own table says what happened, where no answer has a class. */
const statusOf: Readonly<Partial<Record<Category, string>>> = {
  'rate-limit': '429',
  auth: '401',
  signature: '401',
  timeout: '504',
  server: '503',
  network: '503',
};

/**
 * What a ccxt user gets to see. A write that may have been executed: ours, with ccxt's error as its `cause`, since every
 * class of ccxt's says either that the exchange refused or that it is worth another try. Where the exchange answered
 * otherwise: ccxt's own error, with ours as its `cause`. What never left: the class that ccxt has for it. A closed gateway
 * tells so in its own words, for no class of ccxt's means that trying again is in vain.
 */
export function asCcxtError(
  instance: CcxtExchange,
  error: unknown,
  last: unknown,
  request: CcxtRequest | undefined,
): unknown {
  // Where the gateway only looks on, a loss is ccxt's to tell; what else is thrown is the caller's own.
  const isLoss = error instanceof Lost || error instanceof UnsentError;
  if (!isExchangeError(error)) return isLoss ? cleaned(last, request) : error;
  const told = last instanceof Error ? cleaned(last, request) : undefined;
  if (error.name === 'UnknownOutcomeError') return told ? withCause(error, before(told, error.cause)) : error;
  if (error.reason === 'closed') return error;
  if (told) return withCause(told, error);
  const status = statusOf[error.category];
  const maker: unknown = status === undefined ? undefined : members(instance.httpExceptions)[status];
  if (typeof maker !== 'function') return error;
  const made: unknown = Reflect.construct(maker, [`${instance.id} ${error.message}`]);
  return made instanceof Error ? withCause(made, error) : error;
}

/** What is known beside ccxt's error, a fault of the caller's own code say, is not lost. */
function before(error: Error, cause: unknown): Error {
  return cause === undefined || error.cause !== undefined ? error : withCause(error, cause);
}

function withCause(error: Error, cause: unknown): Error {
  return Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
}

/** ccxt prints whole URLs, signatures included. */
export function cleaned<Thrown>(error: Thrown, request: CcxtRequest | undefined): Thrown {
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
