// How requests to KuCoin are signed.
import { isPromise } from '../../options/is-promise.ts';
import type { Sign, Signature } from '../../types.ts';
import { requireCredentials } from '../credentials.ts';
import { base64, hmacSha256, type Soon, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface KucoinCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
  /** Chosen when the key was made; it travels encrypted by the secret. */
  readonly passphrase: string;
  /** Version of the key, as its page shows it. @default '3' */
  readonly keyVersion?: '2' | '3';
}

/**
 * HMAC-SHA256, in base64, of the time in milliseconds, the method, the path with its query and the body; the passphrase likewise.
 * Over the socket for orders the log-in alone is signed.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://www.kucoin.com/docs-new/authentication
 */
export function signer(credentials: KucoinCredentials): Sign {
  requireCredentials('kucoin', credentials, ['apiKey', 'apiSecret'], ['keyVersion']);
  const { apiKey, passphrase, keyVersion = '3' } = credentials;
  if (typeof passphrase !== 'string' || passphrase === '' || passphrase !== passphrase.trim()) {
    const found = typeof passphrase === 'string' ? 'one that is empty or has white space around it' : 'none';
    throw new TypeError(`kucoin.signer: \`passphrase\` must be the one of the key, but got ${found}.`);
  }
  if (keyVersion !== '2' && keyVersion !== '3')
    throw new TypeError(`kucoin.signer: \`keyVersion\` must be '2' or '3', but got ${String(keyVersion)}.`);
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }): Soon<Signature> => {
    const time = String(Math.trunc(timestamp));
    const { method, path, query, body = '' } = request;
    // The session that the exchange opened the connection with, as it came.
    if (method === overSocket)
      return whenSigned(digest(body), (bytes) => ({
        // Sent nowhere: what is named here is never printed.
        headers: { 'KC-API-SIGN': base64(bytes) },
        body: base64(bytes),
      }));
    const target = query === '' ? path : `${path}?${query}`;
    const signed = digest(time + method + target + body);
    const sealed = digest(passphrase);
    const toSignature = (sign: Uint8Array, pass: Uint8Array): Signature => ({
      headers: {
        ...jsonHeader(request, request.body),
        'KC-API-KEY': apiKey,
        'KC-API-SIGN': base64(sign),
        'KC-API-TIMESTAMP': time,
        'KC-API-PASSPHRASE': base64(pass),
        'KC-API-KEY-VERSION': keyVersion,
      },
    });
    if (isPromise(signed) || isPromise(sealed))
      return Promise.all([signed, sealed]).then(([sign, pass]) => toSignature(sign, pass));
    return toSignature(signed, sealed);
  };
}
