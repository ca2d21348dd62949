// How requests to OKX are signed.
import type { Sign } from '../../types.ts';
import { requireCredentials, requirePassphrase } from '../credentials.ts';
import { base64, hmacSha256, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface OkxCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
  /** Chosen when the key was made; it travels with every request. */
  readonly passphrase: string;
}

/**
 * HMAC-SHA256, in base64, of the time, the method, the path with its query and the body. The time is UTC, with
 * milliseconds; over WebSocket, where the log-in alone is signed, it is whole seconds.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://www.okx.com/docs-v5/en/#overview-rest-authentication
 */
export function signer(credentials: OkxCredentials): Sign {
  requireCredentials('okx', credentials, ['apiKey', 'apiSecret']);
  const { apiKey, passphrase } = credentials;
  requirePassphrase('okx', passphrase);
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }) => {
    if (request.method === overSocket) {
      const time = String(Math.trunc(timestamp / 1000));
      return whenSigned(digest(`${time}GET/users/self/verify`), (bytes) => {
        const sign = base64(bytes);
        return {
          // Sent nowhere: what is named here is never printed.
          headers: { 'OK-ACCESS-KEY': apiKey, 'OK-ACCESS-SIGN': sign, 'OK-ACCESS-PASSPHRASE': passphrase },
          body: JSON.stringify({ op: 'login', args: [{ apiKey, passphrase, timestamp: time, sign }] }),
        };
      });
    }
    const time = new Date(Math.trunc(timestamp)).toISOString();
    const { method, path, query, body = '' } = request;
    const target = query === '' ? path : `${path}?${query}`;
    return whenSigned(digest(time + method + target + body), (bytes) => ({
      headers: {
        ...jsonHeader(request, request.body),
        'OK-ACCESS-KEY': apiKey,
        'OK-ACCESS-SIGN': base64(bytes),
        'OK-ACCESS-TIMESTAMP': time,
        'OK-ACCESS-PASSPHRASE': passphrase,
      },
    }));
  };
}
