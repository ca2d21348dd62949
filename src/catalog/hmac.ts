import type { OutgoingRequest } from '../types.ts';

const encoder = new TextEncoder();

/** Makes HMAC-SHA256 digests. The key is imported once, on first use, and cannot be exported again. */
export function hmacSha256(secret: string): (message: string) => Promise<Uint8Array> {
  let key: Promise<CryptoKey> | undefined;
  return async (message) => {
    const { subtle } = globalThis.crypto;
    key ??= subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    return new Uint8Array(await subtle.sign('HMAC', await key, encoder.encode(message)));
  };
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
 * @throws {TypeError} that names what is missing, and never shows a value.
 */
export function requireCredentials(exchange: string, given: unknown, names: readonly string[]): void {
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
