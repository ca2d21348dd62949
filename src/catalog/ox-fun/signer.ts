// Signs requests for OX.FUN.
import type { Sign, Signature } from '../../types.ts';
import { requireCredentials } from '../credentials.ts';
import { base64, hmacSha256, type Soon, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface OxFunCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
}

/**
 * HMAC-SHA256, in base64, of six lines: time, nonce, method, host, path, and the body or else the query. The time is UTC
 * in whole seconds and without a zone; the nonce is new for every attempt.
 * @see https://github.com/oxfun-github/oxfun-exchange-docs "Rest Api Authentication"
 */
export function signer(credentials: OxFunCredentials): Sign {
  requireCredentials('oxFun', credentials, ['apiKey', 'apiSecret']);
  const { apiKey } = credentials;
  const digest = hmacSha256(credentials.apiSecret);
  return (request, { timestamp }) => {
    if (request.method === overSocket) return logIn(apiKey, String(Math.trunc(timestamp)), digest);
    const time = new Date(timestamp).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length);
    const nonce = String(globalThis.crypto.getRandomValues(new Uint32Array(1))[0]);
    const { method, url, path, query, body = query } = request;
    const message = [time, nonce, method, url.host, path, body].join('\n');
    return whenSigned(digest(message), (bytes) => ({
      headers: {
        ...jsonHeader(request, request.body),
        AccessKey: apiKey,
        Timestamp: time,
        Nonce: nonce,
        Signature: base64(bytes),
      },
    }));
  };
}

/** Over WebSocket only the log-in is signed: the time in milliseconds and a fixed text. */
function logIn(
  apiKey: string,
  timestamp: string,
  digest: (message: string) => Soon<Uint8Array>,
): Soon<Signature> {
  return whenSigned(digest(`${timestamp}GET/auth/self/verify`), (bytes) => {
    const signature = base64(bytes);
    return {
      // Sent nowhere: what is named here is never printed.
      headers: { AccessKey: apiKey, Signature: signature },
      body: JSON.stringify({ op: 'login', data: { apiKey, timestamp, signature } }),
    };
  });
}
