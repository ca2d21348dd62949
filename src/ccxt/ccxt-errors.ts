import { type ExchangeError, isExchangeError } from '../errors.ts';
import { redact, secretsOf } from '../redact.ts';
import type { Category } from '../types.ts';
import { isRetriedByCcxt } from './classes.ts';
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
 * What a ccxt user gets to see. Where the exchange answered: ccxt's own error, with ours as its `cause`. Where a write may
 * have been executed and ccxt's error would look worth a retry: ours, which is no `NetworkError` and no
 * `OperationFailed`, so that no loop around ccxt sends the order again. What never left: the class that ccxt has for it.
 */
export function asCcxtError(
  instance: CcxtExchange,
  error: unknown,
  last: unknown,
  request: CcxtRequest | undefined,
): unknown {
  // Where the gateway only looks on, a loss is ccxt's to tell; what else is thrown is the caller's own.
  if (!isExchangeError(error)) return error instanceof Lost ? cleaned(last, request) : error;
  const isDoubtful = error.name === 'UnknownOutcomeError';
  if (isDoubtful && (last === undefined || isRetriedByCcxt(last))) return error;
  if (last instanceof Error) return withCause(cleaned(last, request), error);
  const status = statusOf[error.category];
  const maker: unknown = status === undefined ? undefined : members(instance.httpExceptions)[status];
  if (typeof maker !== 'function') return error;
  const made: unknown = Reflect.construct(maker, [`${instance.id} ${error.message}`]);
  return made instanceof Error ? withCause(made, error) : error;
}

function withCause(error: Error, cause: ExchangeError): Error {
  return Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
}

/** ccxt prints whole URLs, signatures included. */
export function cleaned<Thrown>(error: Thrown, request: CcxtRequest | undefined): Thrown {
  if (!request || !(error instanceof Error)) return error;
  const secrets = secretsOf(request.headers, request.url.split('?')[1]);
  const message = redact(error.message, secrets);
  if (message === error.message) return error;
  const stack = error.stack && redact(error.stack, secrets);
  Object.defineProperty(error, 'message', { value: message, configurable: true, writable: true });
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return error;
}
