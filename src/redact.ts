// Takes secrets out of everything that is printed: messages, causes, events.
import { messageOf, readSafely } from './answers/thrown-value.ts';

/** What stands in place of a secret. */
const mask = '[redacted]';
/** In characters. Shorter values are words that answers use by chance: `GET`, `1`, `gzip`. */
const shortest = 6;
/** Of a header that holds several words, in characters: `Bearer` and `session` are none. */
const shortestPart = 8;
/** In characters. No exchange repeats a longer value, and searching for one costs too much. */
const longest = 8192;

/** The text without the known secrets in any form, without query strings, and without the password in a URL. */
export function redact(text: string, secrets: Iterable<string>): string {
  const forms = new Set<string>();
  for (const secret of secrets) for (const form of formsOf(secret)) forms.add(form);
  let clean = text;
  // The longest first: replacing a key inside a longer secret would leave the rest of that secret.
  for (const form of [...forms].sort((a, b) => b.length - a.length)) clean = without(clean, form);
  return redactPath(clean)
    .replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/?#@"']*@/gi, '$1…@')
    .replace(/((?:https?|wss?):\/\/[^\s?#]+)\?[^\s"')]*/g, '$1?…');
}

/** Part of a path that is longer than any id of an order, and no word: a listen key, a token. */
const longSegment = /(?<=\/)(?=[^/\s]*\d)[\w.~%=-]{41,}/g;

/** A path as it may be told. */
export function redactPath(path: string): string {
  return path.length > 41 ? path.replace(longSegment, mask) : path;
}

/** The text without one form of a secret, in any letter case. */
function without(text: string, form: string): string {
  if (form.length < shortest || !text.toLowerCase().includes(form.toLowerCase())) return text;
  return text.replaceAll(new RegExp(form.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'), 'gi'), mask);
}

/** The forms in which exchanges and clients print a value: plain, percent-encoded or decoded, inside JSON, in base64. */
function formsOf(secret: string): readonly string[] {
  if (secret.length < shortest || secret.length > longest) return [];
  const plain = [secret, converted(secret, decodeURIComponent)];
  const encoded = plain.flatMap((value) => [
    converted(value, encodeURIComponent),
    new URLSearchParams([['', value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
  ]);
  return [...plain, ...encoded, ...plain.flatMap(base64Forms)];
}

/** The value in base64, and the value itself, which may be base64 and be printed in the other alphabet. */
function base64Forms(value: string): readonly string[] {
  const coded = btoa(String.fromCharCode(...new TextEncoder().encode(value)));
  return [coded, value].flatMap((text) => {
    const bare = text.replace(/=+$/, '');
    return [bare, bare.replaceAll('+', '-').replaceAll('/', '_'), bare.replaceAll('+', ' ')];
  });
}

/** The converted value; as it is, where it cannot be: half a character, a percent sign that stands for itself. */
function converted(value: string, convert: (value: string) => string): string {
  try {
    return convert(value);
  } catch {
    return value;
  }
}

/** Errors of the platform keep their class in a copy, so that `instanceof` still tells a fault of the caller's. */
const classes: Readonly<Record<string, (message: string, options?: ErrorOptions) => Error>> = {
  TypeError: (message, options) => new TypeError(message, options),
  RangeError: (message, options) => new RangeError(message, options),
  SyntaxError: (message, options) => new SyntaxError(message, options),
  ReferenceError: (message, options) => new ReferenceError(message, options),
};

/**
 * A copy of an error that is safe to print: name, message and code of it and of its causes, without the request that
 * HTTP clients attach to theirs. Never throws, though reading the error may.
 * @returns undefined for no error
 */
export function safeCause(error: unknown, secrets: readonly string[], depth = 0): Error | undefined {
  if (error === undefined || error === null || depth > 4) return undefined;
  if (!isError(error)) return new Error(redact(messageOf(error), secrets));
  const cause = safeCause(readSafely(error, 'cause'), secrets, depth + 1);
  const name = redact(textOf(error, 'name', 'Error'), secrets);
  const message = redact(textOf(error, 'message', ''), secrets);
  const make = Object.hasOwn(classes, name) ? classes[name] : undefined;
  const options = cause && { cause };
  const copy = make ? make(message, options) : new Error(message, options);
  // An assignment throws where the prototypes are frozen.
  if (copy.name !== name)
    Object.defineProperty(copy, 'name', { value: name, configurable: true, writable: true });
  copy.stack = `${name}: ${message}`;
  const code = readSafely(error, 'code');
  return typeof code === 'string' ? Object.assign(copy, { code: redact(code, secrets) }) : copy;
}

function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

function textOf(error: Error, name: 'name' | 'message', fallback: string): string {
  const value = readSafely(error, name);
  return typeof value === 'string' ? value : fallback;
}

const plainHeaders: ReadonlySet<string> = new Set([
  'content-type',
  'accept',
  'accept-encoding',
  'user-agent',
  'content-length',
]);

/** Values of a request that must not be printed: those of its headers, but for a few plain ones, and those in its query. */
export function secretsOf(
  headers: Readonly<Record<string, string>> | undefined,
  query: string | undefined,
): string[] {
  const found = Object.entries(headers ?? {})
    .filter(([name]) => !plainHeaders.has(name.toLowerCase()))
    .flatMap(([, value]) => partsOf(String(value)));
  if (query) found.push(...valuesOf(query));
  return [...new Set(found)];
}

/** A header's value, and what stands in it: a token behind its scheme, the members of a list, what a JWT says of itself. */
function partsOf(value: string): string[] {
  const parts = value.split(/[\s,;]+|(?<=\w)=(?!=|$)/).filter((part) => part.length >= shortestPart);
  const claims = parts.flatMap((part) => part.split('.').slice(0, 2).map(fromBase64)).flatMap(fieldsOf);
  return [value, ...parts, ...claims.map(([, claim]) => claim)];
}

/** Undefined for what is no JSON in base64. */
function fromBase64(text: string): string | undefined {
  try {
    return text.startsWith('eyJ') ? atob(text.replaceAll('-', '+').replaceAll('_', '/')) : undefined;
  } catch {
    return undefined;
  }
}

/** Names of fields whose values are secret, put in by the caller or by signing. */
const secretName = /key|sign|secret|pass|token|auth|credential|nonce|otp|2fa/i;

/**
 * Values in a signed body that must not be printed: those that signing put in, and those of fields whose names say so.
 * @param before the body as the caller made it; undefined: there was none
 */
export function secretsOfBody(body: string | undefined, before: string | undefined): string[] {
  if (body === undefined) return [];
  const own = new Set(fieldsOf(before).map(([, value]) => value));
  const found = fieldsOf(body).filter(([name, value]) => secretName.test(name) || !own.has(value));
  return [...new Set(found.map(([, value]) => value))];
}

/** Names and values in a body: of JSON the texts and numbers at any depth, else those of a form, as written and decoded. */
function fieldsOf(body: string | undefined): [name: string, value: string][] {
  if (body === undefined || body === '' || body.length > 1e6) return [];
  const fields: [string, string][] = [];
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') fields.push([name, String(value)]);
  };
  try {
    JSON.parse(body, (name, value: unknown) => {
      add(name, value);
      // A signature may be an object: what is in it goes by its name.
      if (typeof value === 'object' && secretName.test(name))
        JSON.stringify(value, (_, inner: unknown) => {
          add(name, inner);
          return inner;
        });
      return value;
    });
    return fields;
  } catch {
    // No JSON: a form, or one value by itself.
  }
  if (!/^[^=]+=[^=]/.test(body)) return [['', body]];
  return body.split('&').flatMap((pair): [string, string][] => {
    const name = pair.slice(0, Math.max(0, pair.indexOf('=')));
    return valuesOf(pair).map((value) => [name, value]);
  });
}

/** The values of a query, decoded, and as they are written: with their percent signs and pluses. */
function valuesOf(query: string): string[] {
  const written = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...new URLSearchParams(query).values(), ...written];
}
