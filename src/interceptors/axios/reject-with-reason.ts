// The reason of an abort that axios noticed by itself, before its adapter got the call.
import { readSafely } from '../../answers/thrown-value.ts';

/** An interceptor of responses: axios's own `CanceledError` of a signal gets the signal's reason as `cause`, as ours have. */
export function rejectWithReason(error: unknown): never {
  const signal = readSafely(readSafely(error, 'config'), 'signal');
  const value = readSafely(signal, 'aborted') === true ? readSafely(signal, 'reason') : undefined;
  const isBare = readSafely(error, '__CANCEL__') === true && readSafely(error, 'cause') === undefined;
  if (isBare && value !== undefined)
    Reflect.defineProperty(error as object, 'cause', { value, writable: true, configurable: true });
  throw error;
}
