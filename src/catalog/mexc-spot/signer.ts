// How requests to MEXC spot are signed.
import type { OutgoingRequest, Sign, Signature } from '../../types.ts';
import { callersOwn, isForm } from '../binance.ts';
import { requireCredentials, signerOption } from '../credentials.ts';
import { hex, hmacSha256, whenSigned } from '../hmac.ts';

/** What `signer` takes. */
export interface MexcSpotCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
  /**
   * How long after its time a request may arrive, in milliseconds, for requests that do not say it themselves. At most
   * 60,000.
   * @default 5,000
   */
  readonly recvWindow?: number;
}

/**
 * HMAC-SHA256 in hex of the query and the body as they are sent, one after the other. All parameters stand in the query: those of
 * a form are moved there, since forms are refused (700013). The window is always sent, for without it a right clock has been
 * refused (700003).
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://github.com/mexcdevelop/apidocs/blob/spot_v3_en/source/index.html.md#signed
 */
export function signer(credentials: MexcSpotCredentials): Sign {
  requireCredentials('mexcSpot', credentials, ['apiKey', 'apiSecret'], ['recvWindow']);
  const { apiKey, apiSecret } = credentials;
  const window = signerOption('mexcSpot.signer: `recvWindow`', credentials.recvWindow, 5000, 60_000);
  const digest = hmacSha256(apiSecret);
  return (request, { timestamp }) => {
    const time = Math.trunc(timestamp);
    const { pairs, body, isMoved } = parametersOf(request, time);
    for (const [name, value] of [
      ['recvWindow', window],
      ['timestamp', time],
    ])
      if (!pairs.some((pair) => pair.startsWith(`${name}=`))) pairs.push(`${name}=${value}`);
    const query = pairs.join('&');
    // Clients call even no body at all a form.
    const type = request.headers['content-type'];
    const isTyped = !isMoved && type !== undefined && !(body === '' && /form/i.test(type));
    return whenSigned(
      digest(query + body),
      (bytes): Signature => ({
        headers: { ...(!isTyped && { 'Content-Type': 'application/json' }), 'X-MEXC-APIKEY': apiKey },
        query: `${query}&signature=${hex(bytes)}`,
        ...(body !== (request.body ?? '') && { body }),
      }),
    );
  };
}

/** The caller's own parameters, and the body that is left. */
function parametersOf(
  { query, body: sent = '', headers }: OutgoingRequest,
  time: number,
): {
  readonly pairs: string[];
  readonly body: string;
  readonly isMoved: boolean;
} {
  // What clients make of no parameters at all.
  const body = /^\s*\{\s*\}\s*$/.test(sent) ? '' : sent;
  const isMoved = isForm(body, headers['content-type']);
  const pairs = [...callersOwn(query, time), ...(isMoved ? callersOwn(body, time) : [])];
  return { pairs, body: isMoved ? '' : body, isMoved };
}
