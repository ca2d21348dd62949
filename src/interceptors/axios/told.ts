// What a client tells of a request: responses, and errors of any kind.
import type { AxiosResponse } from 'axios';
import { isStream } from './answer.ts';

/** What was sent stands in the client's request, key and signature included: in its place stands what says no more than the call. */
export function hideRequest(told: object, method: string, path: string): void {
  if ('request' in told) Reflect.set(told, 'request', Object.freeze({ method, path }));
  const data = fieldOf(told, 'data');
  // A stream of Node's hangs on the request, and its socket too.
  if (!isStream(data)) return;
  for (const name of ['req', 'socket', 'client']) {
    if (Object.hasOwn(data, name)) Object.defineProperty(data, name, { enumerable: false });
  }
}

/** An exchange that sends us on repeats the query, and with it what signing put there. */
export function hideGoal(headers: object, goal: string): void {
  for (const name of Object.keys(headers))
    if (name.toLowerCase() === 'location') Reflect.set(headers, name, goal);
}

/** An error and what caused it, with their responses: older fetch adapters wrap what they refuse in another error. */
export function* chainOf(error: unknown): Generator<unknown> {
  let link = error;
  for (let depth = 0; depth < 6 && link !== undefined; depth += 1) {
    yield link;
    yield fieldOf(link, 'response');
    link = fieldOf(link, 'cause');
  }
}

/**
 * What an adapter of the caller's resolves with tells what became of the request, if it is a response.
 * @throws {TypeError} for what is none: then nobody knows.
 */
export function checkedResponse(response: unknown): AxiosResponse {
  if (typeof response === 'object' && response !== null) return response as AxiosResponse;
  throw new TypeError('the axios adapter resolved with what is no response');
}

/** A refusal by `validateStatus` is an answer all the same. */
export function answerIn(rejection: unknown): AxiosResponse | undefined {
  const response = fieldOf(rejection, 'response');
  // A body cut off in the middle is reported with a response that never got its data: no answer.
  return isComplete(response) ? response : undefined;
}

function isComplete(response: unknown): response is AxiosResponse {
  return (
    typeof response === 'object' && response !== null && 'data' in response && response.data !== undefined
  );
}

export function messageOf(reason: unknown): string | undefined {
  if (reason instanceof Error) return reason.message;
  return reason === undefined || reason === null ? undefined : String(reason);
}

/** A property of something that may be anything; of what throws when it is read, none. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
