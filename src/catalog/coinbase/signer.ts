// How requests to Coinbase Advanced Trade are signed.
import type { Sign, Signature } from '../../types.ts';
import { base64, hex, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { requireSecretOrKey } from '../private-key.ts';
import { readTokenKey } from './key.ts';

/** What `signer` takes. */
export interface CoinbaseCredentials {
  /** The name of the key: `organizations/…/apiKeys/…`, or its id. */
  readonly apiKey: string;
  /** The private key: an EC key in PEM, or one of Ed25519 in base64 or PEM. */
  readonly apiSecret: string;
}

const encoder = new TextEncoder();
/** For how long a token is taken, in seconds. */
const lifetime = 120;

/**
 * A JSON Web Token for each attempt, by ES256 or EdDSA: two minutes long, and bound to method, host and path, without the query. Query
 * and body are not signed.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://docs.cdp.coinbase.com/api-reference/v2/authentication
 */
export function signer(credentials: CoinbaseCredentials): Sign {
  requireSecretOrKey('coinbase', credentials, []);
  const { apiKey, apiSecret } = credentials;
  const { alg, sign } = readTokenKey('coinbase.signer', apiSecret);
  return (request, { timestamp }) => {
    const { method, url, path } = request;
    const from = Math.trunc(timestamp / 1000);
    const nonce = hex(globalThis.crypto.getRandomValues(new Uint8Array(16)));
    const head = { alg, typ: 'JWT', kid: apiKey, nonce };
    const claims = {
      sub: apiKey,
      iss: 'cdp',
      nbf: from,
      exp: from + lifetime,
      uri: `${method} ${url.host}${path}`,
    };
    const token = `${encoded(head)}.${encoded(claims)}`;
    return whenSigned(
      sign(encoder.encode(token)),
      (bytes): Signature => ({
        headers: {
          ...jsonHeader(request, request.body),
          Authorization: `Bearer ${token}.${urlSafe(bytes)}`,
        },
      }),
    );
  };
}

function encoded(part: object): string {
  return urlSafe(encoder.encode(JSON.stringify(part)));
}

function urlSafe(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
