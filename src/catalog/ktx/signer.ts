// Signs requests for KTX.
import type { Sign } from '../../types.ts';
import { requireCredentials, signerOption } from '../credentials.ts';
import { hex, hmacSha256, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface KtxCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
  /**
   * How long after its signing a request may arrive, in milliseconds; later it is refused as expired (-11001).
   * @default 5000, as in the samples of the documents
   */
  readonly windowMs?: number;
}

/**
 * HMAC-SHA256, in hex, of the expiry and the query of a GET or the body of anything else. The expiry is an instant in
 * the future: a clock that runs ahead goes unnoticed, one that runs behind by more than the window always fails.
 * @see https://github.com/KTX-private/api-en "Authentication"
 */
export function signer(credentials: KtxCredentials): Sign {
  requireCredentials('ktx', credentials, ['apiKey', 'apiSecret'], ['windowMs']);
  const { apiKey } = credentials;
  const windowMs = signerOption('ktx.signer: `windowMs`', credentials.windowMs, 5000);
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }) => {
    if (request.method === overSocket) {
      // The log-in over WebSocket signs a fixed text, so that it never goes stale.
      return whenSigned(digest('/user/verify'), (bytes) => {
        const auth = { 'api-key': apiKey, 'api-sign': hex(bytes) };
        return { headers: auth, body: JSON.stringify({ method: 'LOGIN', auth }) };
      });
    }
    const expireTime = String(Math.trunc(timestamp) + windowMs);
    const message = request.method === 'GET' ? request.query : (request.body ?? '');
    return whenSigned(digest(expireTime + message), (bytes) => ({
      headers: {
        ...jsonHeader(request, request.body),
        'api-key': apiKey,
        'api-sign': hex(bytes),
        'api-expire-time': expireTime,
      },
    }));
  };
}
