// What a call rejected with, and what a check threw.
import { type ExchangeError, isExchangeError } from '../../src/index.ts';

/** The error that was caught; fails the test for anything else. */
export function exchangeErrorIn(error: unknown): ExchangeError {
  if (isExchangeError(error)) return error;
  throw new Error('expected an ExchangeError', { cause: error });
}

/** The error that a call ends with; fails the test for any other end. */
export async function failure(promise: Promise<unknown>): Promise<ExchangeError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return exchangeErrorIn(error);
}

/** The message of the `TypeError` that a check throws; `taken` where it throws none. */
export function typeErrorOf(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    return error instanceof TypeError ? error.message : `no TypeError: ${String(error)}`;
  }
  return 'taken';
}
