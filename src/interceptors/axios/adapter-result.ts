// What an axios adapter resolves or rejects with, which may be anything: reads it, and takes signature and key out of it.
import type { AxiosResponse } from 'axios';
import { readSafely } from '../../answers/thrown-value.ts';
import { isStream } from './response-data.ts';

/** An error and what caused it, with their responses: older fetch adapters wrap what they refuse in another error. */
export function* chainOf(error: unknown): Generator<unknown> {
  let link = error;
  for (let depth = 0; depth < 6 && link !== undefined; depth += 1) {
    yield link;
    yield readSafely(link, 'response');
    link = readSafely(link, 'cause');
  }
}

/**
 * The response that an adapter of the caller's resolved with.
 * @throws {TypeError} for what is no object: then it is not known what became of the request
 */
export function checkedResponse(response: unknown): AxiosResponse {
  if (typeof response === 'object' && response !== null) return response as AxiosResponse;
  throw new TypeError('the axios adapter resolved with what is no response');
}

/** The answer in a rejection, if one came: a refusal by `validateStatus` is an answer all the same. */
export function answerIn(rejection: unknown): AxiosResponse | undefined {
  const response = readSafely(rejection, 'response');
  // A body cut off in the middle is reported with a response that never got its data: no answer.
  return isComplete(response) ? response : undefined;
}

function isComplete(response: unknown): response is AxiosResponse {
  return (
    typeof response === 'object' && response !== null && 'data' in response && response.data !== undefined
  );
}

/** What axios's fetch adapter takes from the reason of an abort as the message of its error. */
export function messageOfReason(reason: unknown): string | undefined {
  if (reason instanceof Error) return reason.message;
  return reason === undefined || reason === null ? undefined : String(reason);
}

/**
 * Puts method and path in the place of the client's request.
 * @param holder a response or an error
 */
export function hideRequest(holder: object, method: string, path: string): void {
  if ('request' in holder) Reflect.set(holder, 'request', Object.freeze({ method, path }));
  const data = readSafely(holder, 'data');
  // A stream of Node's has the request as a property, and its socket too.
  if (!isStream(data)) return;
  for (const name of ['req', 'socket', 'client']) {
    if (Object.hasOwn(data, name)) Object.defineProperty(data, name, { enumerable: false });
  }
}

/** Replaces the header `location`: an exchange that redirects repeats the query, and with it what signing put there. */
export function hideLocation(headers: object, bareLocation: string): void {
  for (const name of Object.keys(headers))
    if (name.toLowerCase() === 'location') Reflect.set(headers, name, bareLocation);
}
