// HMAC and digests for signers, with the platform's own cryptography.
import { isPromise } from '../options/is-promise.ts';

const encoder = new TextEncoder();

/** At once where the platform can, else a promise. */
export type Soon<Value> = Value | Promise<Value>;

/** By its name in WebCrypto. */
type Hash = 'SHA-256' | 'SHA-512';

/**
 * Makes HMAC digests: at once by `node:crypto` where there is one, so that signing takes no turn of the event loop, which fake
 * timers would run past; by WebCrypto elsewhere. The key is imported once, on first use.
 */
function hmac(hash: Hash, secret: string): (message: string) => Soon<Uint8Array> {
  return hmacAtOnce(hash, secret) ?? hmacByWebCrypto(hash, secret);
}

export const hmacSha256 = (secret: string): ((message: string) => Soon<Uint8Array>) =>
  hmac('SHA-256', secret);
export const hmacSha512 = (secret: string): ((message: string) => Soon<Uint8Array>) =>
  hmac('SHA-512', secret);

/** The digest of a text. */
export function sha512(text: string): Soon<Uint8Array> {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (crypto) return crypto.createHash('sha512').update(text).digest();
  return webCrypto()
    .digest('SHA-512', encoder.encode(text))
    .then((bytes) => new Uint8Array(bytes));
}

/** Asked for by name at run time: an import would be followed by bundlers for browsers, which have no such module. */
function hmacAtOnce(hash: Hash, secret: string): ((message: string) => Uint8Array) | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (!crypto) return undefined;
  let key: ReturnType<typeof crypto.createSecretKey> | undefined;
  return (message) => {
    key ??= crypto.createSecretKey(encoder.encode(secret));
    return crypto.createHmac(hash.replace('-', ''), key).update(message).digest();
  };
}

/** @throws {TypeError} where the platform has none: a page has it over https alone. */
export function webCrypto(): SubtleCrypto {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle)
    throw new TypeError(
      'Signing takes `crypto.subtle`, which pages have over https alone. Nothing was sent.',
    );
  return subtle;
}

function hmacByWebCrypto(hash: Hash, secret: string): (message: string) => Promise<Uint8Array> {
  let key: Promise<CryptoKey> | undefined;
  return async (message) => {
    const subtle = webCrypto();
    key ??= subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash }, false, ['sign']);
    return new Uint8Array(await subtle.sign('HMAC', await key, encoder.encode(message)));
  };
}

/** Goes on with a value as soon as it is there, without a promise where it is there already. */
export function whenSigned<Value, Result>(
  value: Soon<Value>,
  next: (value: Value) => Soon<Result>,
): Soon<Result> {
  return isPromise(value) ? value.then(next) : next(value);
}

/** Sorts pairs by their names; those of one name stay as they were. */
export function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
