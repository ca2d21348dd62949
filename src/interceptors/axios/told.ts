// What a client tells of a request: responses, and errors of any kind.
import type { AxiosResponse } from 'axios';
import { isStream } from './answer.ts';

/** What was sent stands in the client's request, key and signature included: in its place stands what says no more than the call. */
export function hideRequest(told: object, method: string, path: string): void {
  if ('request' in told) Reflect.set(told, 'request', Object.freeze({ method, path }));
  const data = fieldOf(told, 'data');
  if (isStream(data) && 'req' in data) Object.defineProperty(data, 'req', { enumerable: false });
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
  return reason === undefined ? undefined : String(reason);
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
