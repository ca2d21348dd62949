// Signatures by a private key (RSA, Ed25519), for exchanges that take one in place of a shared secret.
import { requireCredentials } from './credentials.ts';
import { base64, hex, hmacSha256, type Soon, webCrypto, whenSigned } from './hmac.ts';

const encoder = new TextEncoder();

/** The algorithms that exchanges offer: RSASSA-PKCS1-v1_5 with SHA-256, and Ed25519. */
export type KeyKind = 'RSA' | 'Ed25519';

/** Makes the text of a signature. */
export type SignText = (message: string) => Soon<string>;

export interface TextSigner {
  /** What the secret is; a shared one signs by HMAC. */
  readonly kind: KeyKind | 'HMAC';
  readonly sign: SignText;
}

/**
 * As `requireCredentials`, for schemes where `apiSecret` may also be a PEM, which has white space.
 * @throws {TypeError} that names what is missing or misspelt, and never shows a value.
 */
export function requireSecretOrKey(
  exchange: string,
  given: { readonly apiSecret: string } | undefined,
  optional: readonly string[],
): void {
  const hasKey = isPem(given?.apiSecret);
  const names = hasKey ? ['apiKey'] : ['apiKey', 'apiSecret'];
  requireCredentials(exchange, given, names, hasKey ? ['apiSecret', ...optional] : optional);
}

/**
 * Signs by what the secret is: HMAC-SHA256, or, where it is a PEM, by that private key in base64.
 * @param owner Stands before the text of an error.
 * @param encode Writes the bytes of HMAC. @default in hex
 * @throws {TypeError} for a key of another kind, without showing anything of it.
 */
export function textSigner(
  owner: string,
  secret: string,
  kinds: readonly KeyKind[],
  encode: (bytes: Uint8Array) => string = hex,
): TextSigner {
  if (!isPem(secret)) {
    const digest = hmacSha256(secret);
    return { kind: 'HMAC', sign: (message) => whenSigned(digest(message), encode) };
  }
  const { kind, der } = readKey(owner, secret, kinds);
  const sign = signAtOnce(owner, der, kind) ?? signByWebCrypto(der, kind);
  return { kind, sign: (message) => whenSigned(sign(encoder.encode(message)), base64) };
}

/** A key of HMAC never looks like one. */
function isPem(secret: unknown): boolean {
  return typeof secret === 'string' && secret.includes('-----BEGIN ');
}

type SignBytes = (message: Uint8Array<ArrayBuffer>) => Soon<Uint8Array>;

/** As in `hmac.ts`: by name at run time, and without a turn of the event loop. */
function signAtOnce(owner: string, der: Uint8Array, kind: KeyKind): SignBytes | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (!crypto) return undefined;
  const pem = `-----BEGIN PRIVATE KEY-----\n${base64(der)}\n-----END PRIVATE KEY-----`;
  try {
    const key = crypto.createPrivateKey(pem);
    return (message) => crypto.sign(kind === 'RSA' ? 'sha256' : null, message, key);
  } catch {
    // Its own message may quote the key.
    throw unreadable(owner);
  }
}

function signByWebCrypto(der: Uint8Array<ArrayBuffer>, kind: KeyKind): SignBytes {
  const algorithm = kind === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'Ed25519' };
  let key: Promise<CryptoKey> | undefined;
  return async (message) => {
    const subtle = webCrypto();
    key ??= subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
    return new Uint8Array(await subtle.sign(algorithm.name, await key, message));
  };
}

interface ReadKey {
  readonly kind: KeyKind;
  /** PKCS#8. */
  readonly der: Uint8Array<ArrayBuffer>;
}

/** The object identifiers of the two algorithms, as they stand in a key of PKCS#8. */
const identifiers: readonly (readonly [hex: string, KeyKind])[] = [
  ['06092a864886f70d010101', 'RSA'],
  ['06032b6570', 'Ed25519'],
];

/** Line breaks may have become `\n` in two characters: variables of the environment hold them so. */
function readKey(owner: string, secret: string, kinds: readonly KeyKind[]): ReadKey {
  const pem = /-----BEGIN ([A-Z ]+)-----([\s\S]+?)-----END \1-----/.exec(secret.replaceAll('\\n', '\n'));
  const [, label = '', text = ''] = pem ?? [];
  const wanted = `a key of ${kinds.join(' or ')} in PEM`;
  if (label === 'ENCRYPTED PRIVATE KEY' || text.includes('ENCRYPTED')) {
    throw new TypeError(`${owner}: \`apiSecret\` must be ${wanted}, but got one that a password protects.`);
  }
  if (label.endsWith('PUBLIC KEY')) {
    throw new TypeError(`${owner}: \`apiSecret\` must be ${wanted}, but got a public key.`);
  }
  const bytes = bytesOf(text);
  if (!bytes) throw unreadable(owner);
  const isBareRsa = label === 'RSA PRIVATE KEY';
  const start = hex(bytes.subarray(0, 40));
  const kind = isBareRsa ? 'RSA' : identifiers.find(([identifier]) => start.includes(identifier))?.[1];
  if (kind === undefined || !kinds.includes(kind)) {
    throw new TypeError(
      `${owner}: \`apiSecret\` must be ${wanted}, but got ${kind ?? 'one of another kind'}.`,
    );
  }
  return { kind, der: isBareRsa ? toPkcs8(bytes) : bytes };
}

function unreadable(owner: string): TypeError {
  return new TypeError(`${owner}: \`apiSecret\` looks like a PEM, but no private key can be read from it.`);
}

/** @returns undefined for what is no base64. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** PKCS#1, the bare key of RSA, in the envelope that WebCrypto reads: version, algorithm, key. */
function toPkcs8(key: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = [0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
  const algorithm = [...head, 0x01, 0x05, 0x00];
  return Uint8Array.from(tagged(0x30, [...algorithm, ...tagged(0x04, [...key])]));
}

function tagged(tag: number, content: readonly number[]): number[] {
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return [tag, ...size, ...content];
}
