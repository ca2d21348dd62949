// Takes signature and key out of what axios hands back: its responses and errors show the request as it was sent.
import { readSafely } from '../../answers/transport-error.ts';
import { isStream } from './response-data.ts';

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
