// How requests to Gate are signed.
import type { Sign } from '../../types.ts';
import { requireCredentials } from '../credentials.ts';
import { hex, hmacSha512, sha512, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface GateCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** Signs, and is sent nowhere. */
  readonly apiSecret: string;
}

/**
 * HMAC-SHA512, in hex, of the method, the path, the query as it reads before it is encoded, the SHA-512 of the body in hex and
 * the time in seconds, a line each. Over a socket the log-in alone is signed: the event, its channel, no parameters and the time.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://www.gate.com/docs/developers/apiv4/en/#apiv4-signed-request-requirements
 */
export function signer(credentials: GateCredentials): Sign {
  requireCredentials('gate', credentials, ['apiKey', 'apiSecret']);
  const { apiKey, apiSecret } = credentials;
  const digest = hmacSha512(apiSecret);
  return (request, { timestamp }) => {
    const { method, path, query, body = '' } = request;
    const time = String(Math.trunc(timestamp / 1000));
    if (method === overSocket) {
      const channel = path.slice(1);
      return whenSigned(digest(['api', channel, '', time].join('\n')), (bytes) => ({
        // Sent nowhere: what is named here is never printed.
        headers: { KEY: apiKey, SIGN: hex(bytes) },
        body: JSON.stringify(logIn(channel, time, { api_key: apiKey, signature: hex(bytes) })),
      }));
    }
    const signed = whenSigned(sha512(body), (bodyHash) =>
      digest([method, path, plain(query), hex(bodyHash), time].join('\n')),
    );
    return whenSigned(signed, (bytes) => ({
      headers: { ...jsonHeader(request, request.body), KEY: apiKey, Timestamp: time, SIGN: hex(bytes) },
    }));
  };
}

function logIn(channel: string, timestamp: string, keys: object): object {
  return { time: Number(timestamp), channel, event: 'api', payload: { ...keys, timestamp } };
}

function plain(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    // A stray percent sign: it stands for itself.
    return query;
  }
}
