// Reads what was thrown, which may be anything: getters that throw, proxies, objects without a prototype.

/** Reads a property of something that is not ours: undefined where that throws. */
export function readSafely(from: unknown, name: PropertyKey): unknown {
  if (typeof from !== 'object' || from === null) return undefined;
  try {
    return Reflect.get(from, name);
  } catch {
    return undefined;
  }
}

/** The text of whatever was thrown. */
export function messageOf(cause: unknown): string {
  const message = readSafely(cause, 'message');
  if (typeof message === 'string' && message !== '') return message + corsHint(message);
  try {
    return String(cause);
  } catch {
    return 'something that cannot be read was thrown';
  }
}

/** The message of Chromium, Firefox and Safari for every answer that a page may not see. */
export const hidden: RegExp =
  /^(?:Failed to fetch|NetworkError when attempting to fetch resource\.?|Load failed)$/;

function corsHint(message: string): string {
  if (!hidden.test(message) || !('document' in globalThis || 'WorkerGlobalScope' in globalThis)) return '';
  return '. In a browser this is most often CORS: the exchange must allow this origin, and each header that the request carries';
}
