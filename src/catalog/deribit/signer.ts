// How requests to Deribit are signed.
import type { Sign } from '../../types.ts';
import { requireCredentials } from '../credentials.ts';
import { hex, hmacSha256, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface DeribitCredentials {
  /** The client id. */
  readonly apiKey: string;
  /** The client secret. */
  readonly apiSecret: string;
}

/**
 * HMAC-SHA256 in hex of time, nonce, method, path with query, and body, each on a line. Over a socket the log-in alone is signed:
 * time and nonce. A nonce is for a single use: the time, and what no other process has.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://docs.deribit.com/articles/authentication
 */
export function signer(credentials: DeribitCredentials): Sign {
  requireCredentials('deribit', credentials, ['apiKey', 'apiSecret']);
  const { apiKey } = credentials;
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }) => {
    const now = Math.trunc(timestamp);
    const nonce = String(globalThis.crypto.getRandomValues(new Uint32Array(1))[0]);
    const { method, path, query, body = '' } = request;
    if (method === overSocket) {
      return whenSigned(digest(`${now}\n${nonce}\n`), (bytes) => ({
        // Sent nowhere: what is named here is never printed.
        headers: { Authorization: hex(bytes) },
        body: JSON.stringify(logIn(apiKey, now, nonce, hex(bytes))),
      }));
    }
    const target = query === '' ? path : `${path}?${query}`;
    return whenSigned(digest([now, nonce, method, target, body, ''].join('\n')), (bytes) => ({
      headers: {
        ...jsonHeader(request, request.body),
        Authorization: `deri-hmac-sha256 id=${apiKey},ts=${now},sig=${hex(bytes)},nonce=${nonce}`,
      },
    }));
  };
}

function logIn(client_id: string, timestamp: number, nonce: string, signature: string): object {
  const params = { grant_type: 'client_signature', client_id, timestamp, signature, nonce, data: '' };
  return { jsonrpc: '2.0', method: 'public/auth', params };
}
