// Signs requests for MEXC contract.
import type { Sign } from '../../types.ts';
import { requireCredentials, signerOption } from '../credentials.ts';
import { byName, hex, hmacSha256, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface MexcContractCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
  /**
   * Tolerance for the clock, sent as `Recv-Window`. At most 60; the documents advise against 30 or more. The unit is not
   * stated there; the bounds make it seconds.
   * @default not sent: 10 seconds
   */
  readonly recvWindow?: number;
}

/**
 * HMAC-SHA256, in hex, of key, time and parameters: the body as it is for a POST, else the query, sorted by name and
 * url-encoded. The query is sent in that form too, so that what is signed is what arrives.
 * @see https://www.mexc.com/api-docs/futures "Authentication"
 */
export function signer(credentials: MexcContractCredentials): Sign {
  requireCredentials('mexcContract', credentials, ['apiKey', 'apiSecret'], ['recvWindow']);
  const { apiKey, recvWindow } = credentials;
  const name = 'mexcContract.signer: `recvWindow`';
  const window =
    recvWindow === undefined ? {} : { 'Recv-Window': String(signerOption(name, recvWindow, 10, 60)) };
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }) => {
    const time = String(Math.trunc(timestamp));
    if (request.method === overSocket) {
      return whenSigned(digest(apiKey + time), (bytes) => {
        const signature = hex(bytes);
        const param = { apiKey, reqTime: time, signature };
        return {
          headers: { ApiKey: apiKey, Signature: signature },
          body: JSON.stringify({ method: 'login', param }),
        };
      });
    }
    const inQuery = request.method === 'GET' || request.method === 'DELETE';
    const query = inQuery ? sorted(request.query) : request.query;
    const message = inQuery ? query : (request.body ?? '');
    return whenSigned(digest(apiKey + time + message), (bytes) => ({
      headers: {
        ...jsonHeader(request, request.body),
        ApiKey: apiKey,
        'Request-Time': time,
        Signature: hex(bytes),
        ...window,
      },
      ...(query !== request.query && { query }),
    }));
  };
}

/** Whatever encoded the query before, this is one spelling of it. */
function sorted(query: string): string {
  return [...new URLSearchParams(query)]
    .sort(byName)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
