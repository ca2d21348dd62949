// How requests to HTX spot are signed.
import type { OutgoingRequest, Sign, Signature } from '../../types.ts';
import { base64, byName, type Soon, whenSigned } from '../hmac.ts';
import { jsonHeader } from '../json-header.ts';
import { requireSecretOrKey, textSigner } from '../private-key.ts';
import { overSocket } from '../socket.ts';

/** What `signer` takes. */
export interface HtxCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** The secret of an HMAC key, or the private key of Ed25519 as PEM. */
  readonly apiSecret: string;
}

/**
 * HMAC-SHA256 or Ed25519, in base64, of the method, the host, the path and the parameters of the query with those of the key, by
 * their names in order, a line each. The host is signed: behind a proxy of another name no signature holds. A body is not signed.
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://huobiapi.github.io/docs/spot/v1/en/#authentication
 */
export function signer(credentials: HtxCredentials): Sign {
  requireSecretOrKey('htx', credentials, []);
  const { apiKey, apiSecret } = credentials;
  const { kind, sign } = textSigner('htx.signer', apiSecret, ['Ed25519'], base64);
  const method = kind === 'HMAC' ? 'HmacSHA256' : kind;
  return (request, { timestamp }) => {
    // UTC, in whole seconds, without a zone.
    const time = new Date(Math.trunc(timestamp)).toISOString().slice(0, 19);
    if (request.method === overSocket)
      return logIn(request, { accessKey: apiKey, signatureMethod: method }, time, sign);
    const query = paramsOf(request, {
      AccessKeyId: apiKey,
      SignatureMethod: method,
      SignatureVersion: '2',
      Timestamp: time,
    });
    const text = [request.method, request.url.host.toLowerCase(), request.path, query].join('\n');
    return whenSigned(sign(text), (signature) => ({
      headers: jsonHeader(request, request.body),
      query: `${query}&Signature=${encoded(signature)}`,
    }));
  };
}

/**
 * The log-in of the socket for orders: as over REST, with parameters of other names. The host is that of the exchange's REST.
 * @throws {TypeError} where nothing says which that is
 */
function logIn(
  { url }: OutgoingRequest,
  keys: Readonly<Record<string, string>>,
  timestamp: string,
  sign: (text: string) => Soon<string>,
): Soon<Signature> {
  if (url.host.endsWith('.invalid'))
    throw new TypeError(
      'htx.signer: the host is signed: the option `restOrigin` of `interceptSocket` says which.',
    );
  const signed = { ...keys, signatureVersion: '2.1', timestamp };
  const query = Object.entries(signed)
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join('&');
  return whenSigned(sign(['GET', url.host.toLowerCase(), '/ws/trade', query].join('\n')), (signature) => ({
    // Sent nowhere: what is named here is never printed.
    headers: { Signature: signature },
    body: JSON.stringify({ action: 'req', ch: 'auth', params: { authType: 'api', ...signed, signature } }),
  }));
}

/** All parameters by the bytes of their names; those of an older signature are replaced. */
function paramsOf({ query }: OutgoingRequest, own: Readonly<Record<string, string>>): string {
  const kept = [...new URLSearchParams(query)].filter(
    ([name]) => name !== 'Signature' && !Object.hasOwn(own, name),
  );
  return [...kept, ...Object.entries(own)]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .toSorted(byName)
    .map((pair) => pair.join('='))
    .join('&');
}

/** As RFC 3986 has it: a blank is %20, and nothing but letters, digits and `-_.~` stays. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
