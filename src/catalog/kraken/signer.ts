// How requests to Kraken spot are signed.
import type { OutgoingRequest, Sign } from '../../types.ts';
import { requireCredentials } from '../credentials.ts';
import { base64, whenSigned } from '../hmac.ts';
import { bytesOf } from '../private-key.ts';
import { krakenDigest } from './digests.ts';

/** What `signer` takes. */
export interface KrakenCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** The private key as Kraken shows it, in base64. */
  readonly apiSecret: string;
  /**
   * Unit of the nonce. A key that ever saw a finer one refuses all coarser ones from then on.
   * @default 'ms'
   */
  readonly nonceUnit?: 'ms' | 'us' | 'ns';
}

const perMs = { ms: 1n, us: 1000n, ns: 1_000_000n };

/**
 * HMAC-SHA512, in base64, of the path and the SHA-256 of nonce and body. The nonce stands in the body, a form or JSON. It
 * rises with every signature, also of two in one millisecond and when the clock steps back: the exchange refuses any
 * that is not above the last of the key (EAPI:Invalid nonce).
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://docs.kraken.com/api/docs/guides/spot-rest-auth
 */
export function signer(credentials: KrakenCredentials): Sign {
  requireCredentials('kraken', credentials, ['apiKey', 'apiSecret'], ['nonceUnit']);
  const { apiKey, nonceUnit = 'ms' } = credentials;
  const secret = bytesOf(credentials.apiSecret);
  if (!secret || secret.length === 0) {
    throw new TypeError(
      'kraken.signer: `apiSecret` must be the private key in base64, but got something else.',
    );
  }
  if (!Object.hasOwn(perMs, nonceUnit)) {
    throw new TypeError(
      `kraken.signer: \`nonceUnit\` must be 'ms', 'us' or 'ns', but got ${String(nonceUnit)}.`,
    );
  }
  const digest = krakenDigest(secret);
  let last = 0n;
  return (request, { timestamp }) => {
    if (request.method !== 'POST') {
      const told = 'private requests are POST; sockets take a token of GetWebSocketsToken';
      return Promise.reject(new TypeError(`kraken.signer: ${told}, but got ${request.method}.`));
    }
    const now = BigInt(Math.trunc(timestamp)) * perMs[nonceUnit];
    last = now > last ? now : last + 1n;
    const nonce = String(last);
    const { body, type } = withNonce(request, nonce);
    return whenSigned(digest(request.path, nonce + body), (bytes) => ({
      headers: {
        ...(request.headers['content-type'] === undefined && { 'Content-Type': type }),
        'API-Key': apiKey,
        'API-Sign': base64(bytes),
      },
      body,
    }));
  };
}

/** Replaces a nonce that a client above put in. */
function withNonce({ body = '', headers }: OutgoingRequest, nonce: string): { body: string; type: string } {
  const type = headers['content-type'] ?? '';
  if (/^\s*\{/.test(body) || (body.trim() === '' && /json/i.test(type))) {
    return { body: inJson(body.trim() === '' ? '{}' : body, nonce), type: 'application/json' };
  }
  const kept = body.split('&').filter((pair) => pair !== '' && !/^nonce(?:=|$)/.test(pair));
  return { body: [`nonce=${nonce}`, ...kept].join('&'), type: 'application/x-www-form-urlencoded' };
}

/** Changes the text instead of writing it anew: long numbers do not survive a parse. */
function inJson(text: string, nonce: string): string {
  const tokens = /("nonce"\s*:\s*)("[^"]*"|-?\d+)|"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  let depth = 0;
  let isThere = false;
  const replaced = text.replace(tokens, (token: string, name?: string, old?: string) => {
    if (/^[[{]/.test(token)) depth += 1;
    if (/^[\]}]/.test(token)) depth -= 1;
    if (name === undefined || depth !== 1) return token;
    isThere = true;
    return name + (old?.startsWith('"') ? `"${nonce}"` : nonce);
  });
  return isThere
    ? replaced
    : text.replace(
        /\{(\s*\}?)/,
        (_, rest: string) => `{"nonce":"${nonce}"${rest.endsWith('}') ? '' : ','}${rest}`,
      );
}
