import { alsoCalled, only } from '../options/kinds.ts';
import { checkShape, type Kind } from '../options/shape.ts';
import type { OutgoingRequest } from '../types.ts';

const encoder = new TextEncoder();

/** At once where the platform can, else a promise. */
export type Soon<Value> = Value | Promise<Value>;

/**
 * Makes HMAC-SHA256 digests: at once by `node:crypto` where there is one, so that signing takes no turn of the event loop,
 * which fake timers would run past; by WebCrypto elsewhere. The key is imported once, on first use.
 */
export function hmacSha256(secret: string): (message: string) => Soon<Uint8Array> {
  return hmacAtOnce(secret) ?? hmacByWebCrypto(secret);
}

/** Asked for by name at run time: an import would be followed by bundlers for browsers, which have no such module. */
function hmacAtOnce(secret: string): ((message: string) => Uint8Array) | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (!crypto) return undefined;
  let key: ReturnType<typeof crypto.createSecretKey> | undefined;
  return (message) => {
    key ??= crypto.createSecretKey(encoder.encode(secret));
    return crypto.createHmac('sha256', key).update(message).digest();
  };
}

function hmacByWebCrypto(secret: string): (message: string) => Promise<Uint8Array> {
  let key: Promise<CryptoKey> | undefined;
  return async (message) => {
    const { subtle } = globalThis.crypto;
    key ??= subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    return new Uint8Array(await subtle.sign('HMAC', await key, encoder.encode(message)));
  };
}

/** Goes on with a value as soon as it is there, without a promise where it is there already. */
export function whenSigned<Value, Result>(value: Soon<Value>, next: (value: Value) => Result): Soon<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/**
 * Credentials are checked where they are given: a stray line break from a file of settings would only show up as
 * "signature invalid".
 * `passphrase` may stand in a bot's keys for all exchanges, also where the scheme has none.
 * @throws {TypeError} that names what is missing or misspelt, and never shows a value.
 */
export function requireCredentials(
  exchange: string,
  given: unknown,
  names: readonly string[],
  optional: readonly string[] = [],
): void {
  const owner = `${exchange}.signer`;
  const all = [...names, ...optional, 'passphrase'].map((name) => [name, aliased(name)] as const);
  checkShape(Object.fromEntries(all), given ?? {}, { owner, path: `${owner}.` });
  const fields: ReadonlyMap<string, unknown> = new Map(
    typeof given === 'object' && given !== null ? Object.entries(given) : [],
  );
  for (const name of names) {
    const value: unknown = fields.get(name);
    if (typeof value === 'string' && /^\S+$/.test(value)) continue;
    const found = typeof value === 'string' ? 'one that is empty or has white space' : kindOf(value);
    throw new TypeError(
      `${exchange}.signer: \`${name}\` must be a string without white space, but got ${found}.`,
    );
  }
}

function aliased(name: string): Kind {
  const known = { apiKey: ['key', 'accessKey'], apiSecret: ['secret', 'secretKey'] };
  return alsoCalled(
    only('a value', () => true),
    ...(Object.entries(known).find(([one]) => one === name)?.[1] ?? []),
  );
}

function kindOf(value: unknown): string {
  return value === undefined || value === null ? 'none' : `a value of type ${typeof value}`;
}

/** For a numeric option of a signer: the value, or the default. */
export function optionOf(
  name: string,
  value: number | undefined,
  fallback: number,
  maximum: number = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && value > 0 && value <= maximum) return value;
  const upTo = maximum === Number.MAX_SAFE_INTEGER ? '' : ` up to ${maximum}`;
  throw new TypeError(`${name} must be a positive whole number${upTo}, but got ${String(value)}.`);
}

/** The header that a body of JSON needs, where the request lacks it. */
export function jsonHeader(request: OutgoingRequest, body: string | undefined): Record<string, string> {
  return body === undefined || request.headers['content-type'] ? {} : { 'Content-Type': 'application/json' };
}
