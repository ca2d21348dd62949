// How requests to Bitget are signed.
import type { Sign } from '../../types.ts';
import { requirePassphrase } from '../credentials.ts';
import { base64, byName, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { requireSecretOrKey, textSigner } from '../private-key.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface BitgetCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** The secret of an HMAC key, or the private key of RSA as PEM. */
  readonly apiSecret: string;
  /** Chosen when the key was made; it travels with every request. */
  readonly passphrase: string;
}

/**
 * HMAC-SHA256 or RSA, in base64, of time in milliseconds, method, path, query and body. The query goes out with its names in
 * order, as the published sample wants it. The log-in over WebSocket has its time in seconds, as the sample has; the words
 * beside it say milliseconds.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://www.bitget.com/api-doc/common/signature
 */
export function signer(credentials: BitgetCredentials): Sign {
  requireSecretOrKey('bitget', credentials, []);
  const { apiKey, apiSecret, passphrase } = credentials;
  requirePassphrase('bitget', passphrase);
  const { sign } = textSigner('bitget.signer', apiSecret, ['RSA'], base64);
  return (request, { timestamp }) => {
    if (request.method === overSocket) {
      const time = String(Math.trunc(timestamp / 1000));
      return whenSigned(sign(`${time}GET/user/verify`), (signature) => ({
        // Sent nowhere: what is named here is never printed.
        headers: { 'ACCESS-KEY': apiKey, 'ACCESS-SIGN': signature, 'ACCESS-PASSPHRASE': passphrase },
        body: JSON.stringify({
          op: 'login',
          args: [{ apiKey, passphrase, timestamp: time, sign: signature }],
        }),
      }));
    }
    const time = String(Math.trunc(timestamp));
    const { method, path, body = '' } = request;
    const query = inOrder(request.query);
    const target = query === '' ? path : `${path}?${query}`;
    return whenSigned(sign(time + method + target + body), (signature) => ({
      headers: {
        ...jsonHeader(request, request.body),
        'ACCESS-KEY': apiKey,
        'ACCESS-SIGN': signature,
        'ACCESS-TIMESTAMP': time,
        'ACCESS-PASSPHRASE': passphrase,
      },
      ...(query !== request.query && { query }),
    }));
  };
}

/** Pairs by their names; those of one name stay as they were. */
function inOrder(query: string): string {
  const named = query.split('&').map((pair) => [pair.split('=')[0] ?? '', pair] as const);
  return named
    .toSorted(byName)
    .map(([, pair]) => pair)
    .join('&');
}
