// Signatures of tokens by a private key: ES256 and EdDSA.

import { hex, type Soon, webCrypto } from '../hmac.ts';
import { bytesOf } from '../private-key.ts';

/** Signs bytes; the form of the result is that of JSON Web Signatures. */
export interface TokenKey {
  readonly alg: 'ES256' | 'EdDSA';
  readonly sign: (message: Uint8Array<ArrayBuffer>) => Soon<Uint8Array>;
}

const ofEd25519 = '06032b6570';
const ofP256 = '06082a8648ce3d030107';

/**
 * Reads what the exchange hands out: an EC key of P-256 as PEM, or one of Ed25519 as PEM or as 32 or 64 bytes in base64.
 * @throws {TypeError} for a key of another kind, without showing anything of it.
 */
export function readTokenKey(owner: string, secret: string): TokenKey {
  const der = derOf(secret);
  const start = der && hex(der.subarray(0, 40));
  const alg = start?.includes(ofEd25519) ? 'EdDSA' : start?.includes(ofP256) ? 'ES256' : undefined;
  if (!der || !alg) {
    throw new TypeError(
      `${owner}: \`apiSecret\` must be a key of EC (P-256) in PEM, or of Ed25519 in PEM or base64, but got something else.`,
    );
  }
  return { alg, sign: signAtOnce(owner, der, alg) ?? signByWebCrypto(der, alg) };
}

/** PKCS#8. */
function derOf(secret: string): Uint8Array<ArrayBuffer> | undefined {
  const text = secret.replaceAll('\\n', '\n');
  const [, label, inner = ''] = /-----BEGIN ([A-Z ]+)-----([\s\S]+?)-----END \1-----/.exec(text) ?? [];
  if (label === undefined) {
    const raw = bytesOf(text.replace(/\s/g, ''));
    return raw?.length === 32 || raw?.length === 64
      ? joined(
          [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20],
          raw.subarray(0, 32),
        )
      : undefined;
  }
  const der = bytesOf(inner.replace(/\s/g, ''));
  if (label === 'PRIVATE KEY') return der;
  if (label !== 'EC PRIVATE KEY' || !der || !hex(der).includes(ofP256)) return undefined;
  // The bare key of SEC 1 in the envelope that WebCrypto reads: version, algorithm and curve, key.
  const algorithm = [0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
  const curve = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
  const key = joined([0x04, der.length], der);
  const body = joined([0x02, 0x01, 0x00, ...algorithm, ...curve], key);
  return joined(body.length < 0x80 ? [0x30, body.length] : [0x30, 0x81, body.length], body);
}

function joined(head: readonly number[], rest: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...head, ...rest]);
}

/** As in `hmac.ts`: by name at run time, and without a turn of the event loop. */
function signAtOnce(
  owner: string,
  der: Uint8Array<ArrayBuffer>,
  alg: TokenKey['alg'],
): TokenKey['sign'] | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (!crypto) return undefined;
  try {
    const key = crypto.createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
    const options = alg === 'ES256' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
    return (message) => crypto.sign(alg === 'ES256' ? 'sha256' : null, message, options);
  } catch {
    // Its own message may quote the key.
    throw new TypeError(`${owner}: \`apiSecret\` looks like a key, but none can be read from it.`);
  }
}

function signByWebCrypto(der: Uint8Array<ArrayBuffer>, alg: TokenKey['alg']): TokenKey['sign'] {
  const algorithm =
    alg === 'ES256' ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } : { name: 'Ed25519' };
  let key: Promise<CryptoKey> | undefined;
  return async (message) => {
    const subtle = webCrypto();
    key ??= subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
    return new Uint8Array(await subtle.sign(algorithm, await key, message));
  };
}
