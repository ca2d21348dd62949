// How requests to Bybit are signed.
import type { Sign } from '../../types.ts';
import { signerOption } from '../credentials.ts';
import { whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { requireSecretOrKey, textSigner } from '../private-key.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface BybitCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** The secret of an HMAC key, or the private key of RSA as PEM. */
  readonly apiSecret: string;
  /**
   * How long after its time a request may arrive, in milliseconds; a header `X-BAPI-RECV-WINDOW` of the caller's wins.
   * @default 5000, as at the exchange
   */
  readonly recvWindow?: number;
}

/**
 * HMAC-SHA256 in hex, or RSA in base64, of time, key, window and the query of a GET or else the body, as they are sent.
 * The log-in over WebSocket signs a fixed text and the instant until which it holds.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://bybit-exchange.github.io/docs/v5/guide#authentication
 */
export function signer(credentials: BybitCredentials): Sign {
  requireSecretOrKey('bybit', credentials, ['recvWindow']);
  const { apiKey, apiSecret } = credentials;
  const recvWindow = signerOption('bybit.signer: `recvWindow`', credentials.recvWindow, 5000);
  const { sign } = textSigner('bybit.signer', apiSecret, ['RSA']);
  return (request, { timestamp }) => {
    const now = Math.trunc(timestamp);
    if (request.method === overSocket) {
      const expires = now + recvWindow;
      return whenSigned(sign(`GET/realtime${expires}`), (signature) => ({
        // Sent nowhere: what is named here is never printed.
        headers: { 'X-BAPI-API-KEY': apiKey, 'X-BAPI-SIGN': signature },
        body: JSON.stringify({ op: 'auth', args: [apiKey, expires, signature] }),
      }));
    }
    const { method, query, body = '', headers } = request;
    const window = headers['x-bapi-recv-window'] ?? String(recvWindow);
    const message = method === 'GET' ? query : body;
    return whenSigned(sign(now + apiKey + window + message), (signature) => ({
      headers: {
        ...jsonHeader(request, request.body),
        'X-BAPI-API-KEY': apiKey,
        'X-BAPI-TIMESTAMP': String(now),
        'X-BAPI-RECV-WINDOW': window,
        'X-BAPI-SIGN': signature,
      },
    }));
  };
}
