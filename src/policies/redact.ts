/** What stands in place of a secret. */
const mask = '[redacted]';
/** Shorter values are words that answers use by chance: `GET`, `1`, `gzip`. */
const shortest = 6;

/** Takes known secrets, and every query string, out of a text. */
export function redact(text: string, secrets: Iterable<string>): string {
  let clean = text;
  // The longest first: a key inside a longer secret must not leave the rest of that standing.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length >= shortest) clean = clean.replaceAll(secret, mask);
  }
  return clean.replace(/((?:https?|wss?):\/\/[^\s?#]+)\?[^\s"')]*/g, '$1?…');
}

/**
 * A copy of an error that is safe to print: name, message and code of it and of its causes, without the request that
 * HTTP clients hang on theirs.
 */
export function safeCause(error: unknown, secrets: readonly string[], depth = 0): Error | undefined {
  if (error === undefined || error === null || depth > 4) return undefined;
  if (!(error instanceof Error)) return new Error(redact(String(error), secrets));
  const cause = safeCause(error.cause, secrets, depth + 1);
  const copy = new Error(redact(error.message, secrets), cause && { cause });
  copy.name = error.name;
  copy.stack = `${error.name}: ${copy.message}`;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? Object.assign(copy, { code }) : copy;
}

/** Values that must never be printed: header values and the values in a query. */
export function secretsOf(
  headers: Readonly<Record<string, string>> | undefined,
  query: string | undefined,
): string[] {
  const plain = new Set(['content-type', 'accept', 'accept-encoding', 'user-agent', 'content-length']);
  const found = Object.entries(headers ?? {})
    .filter(([name]) => !plain.has(name.toLowerCase()))
    .map(([, value]) => String(value));
  if (query) {
    found.push(...new URLSearchParams(query).values());
    // As they are written too: with their percent signs and pluses.
    found.push(...query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1)));
  }
  return [...new Set(found)];
}
