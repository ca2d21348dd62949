// Signs requests for ChainUp.
import type { Sign } from '../../types.ts';
import { requireCredentials } from '../credentials.ts';
import { hex, hmacSha256, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';

/** What `signer` takes. */
export interface ChainUpCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
  /**
   * What a POST without a body is signed as. Some tenants take it for an empty object.
   * @default ''
   */
  readonly emptyBody?: '' | '{}';
}

/**
 * HMAC-SHA256, in hex, of the time, the method, the path with its query and the body.
 * @see https://docs.bitstan.trade/basic-information/ "SIGNED (TRADE and USER_DATA) Endpoint Security"
 */
export function signer(credentials: ChainUpCredentials): Sign {
  requireCredentials('chainUp', credentials, ['apiKey', 'apiSecret'], ['emptyBody']);
  const { apiKey, emptyBody = '' } = credentials;
  if (emptyBody !== '' && emptyBody !== '{}') {
    throw new TypeError(`chainUp.signer: \`emptyBody\` must be '' or '{}', but got ${String(emptyBody)}.`);
  }
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }) => {
    const time = String(Math.trunc(timestamp));
    const { method, path, query } = request;
    const body = request.body || (method === 'POST' ? emptyBody : '');
    const target = query === '' ? path : `${path}?${query}`;
    return whenSigned(digest(time + method + target + body), (bytes) => ({
      headers: {
        ...jsonHeader(request, request.body),
        'X-CH-APIKEY': apiKey,
        'X-CH-TS': time,
        'X-CH-SIGN': hex(bytes),
      },
    }));
  };
}
