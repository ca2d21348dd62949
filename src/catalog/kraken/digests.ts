// The digest that Kraken's signature is made of.
import { type Soon, webCrypto } from '../hmac.ts';

const encoder = new TextEncoder();

/**
 * Makes HMAC-SHA512 of a path and the SHA-256 of a message: at once by `node:crypto` where there is one, by WebCrypto
 * elsewhere. The key is imported once, on first use.
 */
export function krakenDigest(
  secret: Uint8Array<ArrayBuffer>,
): (path: string, message: string) => Soon<Uint8Array> {
  return atOnce(secret) ?? byWebCrypto(secret);
}

function atOnce(secret: Uint8Array): ((path: string, message: string) => Uint8Array) | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (!crypto) return undefined;
  let key: ReturnType<typeof crypto.createSecretKey> | undefined;
  return (path, message) => {
    key ??= crypto.createSecretKey(secret);
    const hash = crypto.createHash('sha256').update(message).digest();
    return crypto.createHmac('sha512', key).update(path).update(hash).digest();
  };
}

function byWebCrypto(
  secret: Uint8Array<ArrayBuffer>,
): (path: string, message: string) => Promise<Uint8Array> {
  let key: Promise<CryptoKey> | undefined;
  return async (path, message) => {
    const subtle = webCrypto();
    key ??= subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
    const hash = new Uint8Array(await subtle.digest('SHA-256', encoder.encode(message)));
    const payload = Uint8Array.from([...encoder.encode(path), ...hash]);
    return new Uint8Array(await subtle.sign('HMAC', await key, payload));
  };
}
