// The signature that all APIs of Binance share.
import { isObject } from '../options/check-value.ts';
import type { OutgoingRequest, Sign, Signature } from '../types.ts';
import { signerOption } from './credentials.ts';
import { parseExact, printExact, textOf } from './exact-json.ts';
import { byName, type Soon, whenSigned } from './hmac.ts';
import { requireSecretOrKey, type SignText, type TextSigner, textSigner } from './private-key.ts';
import { overSocket } from './socket.ts';

/** What `signer` takes. */
export interface BinanceCredentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** The secret of an HMAC key, or the private key as PEM: Ed25519 or RSA, PKCS#8. */
  readonly apiSecret: string;
  /**
   * How long after its time a request may arrive, in milliseconds, for requests that do not say it themselves. At most
   * 60,000.
   * @default not sent: 5,000 at the exchange
   */
  readonly recvWindow?: number;
}

/** Routes that take the key alone and refuse parameters that they do not know. */
const keyOnly = /\/(?:listenKey|userDataStream|historicalTrades)$/;
/** What is a parameter of a signature, and never the caller's. */
const ofSignature = /^(?:timestamp|signature)(?:=|$)/;
/**
 * HMAC-SHA256 in hex, or RSA or Ed25519 in base64, of the query and the body as they are sent, one after the other. Time
 * and signature are added at the end of a form, else of the query. What the caller left unencoded is encoded before it is
 * signed, and sent so. JSON, which these APIs do not read, is signed as it is, so that the refusal names what is missing.
 * A command over WebSocket carries key, time and signature among its `params`.
 * @param exchange Name of the export, for errors.
 * @throws {TypeError} for credentials of a wrong form.
 */
export function binanceSigner(exchange: string, credentials: BinanceCredentials): Sign {
  requireSecretOrKey(exchange, credentials, ['recvWindow']);
  const { apiKey, apiSecret, recvWindow } = credentials;
  const owner = `${exchange}.signer`;
  if (recvWindow !== undefined) signerOption(`${owner}: \`recvWindow\``, recvWindow, 5000, 60_000);
  const signer = textSigner(owner, apiSecret, ['Ed25519', 'RSA']);
  return (request, { timestamp }) => {
    const added = { recvWindow, timestamp: Math.trunc(timestamp) };
    if (request.method === overSocket) return signCommand(request, { apiKey, ...added }, signer, owner);
    const headers = { 'X-MBX-APIKEY': apiKey };
    return keyOnly.test(request.path) ? { headers } : signParameters(request, added, signer.sign, headers);
  };
}

interface Added {
  readonly recvWindow: number | undefined;
  readonly timestamp: number;
}

function signParameters(
  { query, body: sent = '', headers: given }: OutgoingRequest,
  { recvWindow, timestamp }: Added,
  sign: SignText,
  headers: Readonly<Record<string, string>>,
): Soon<Signature> {
  // What clients make of no parameters at all.
  const body = /^\s*\{\s*\}\s*$/.test(sent) ? '' : sent;
  const inForm = isForm(body, given['content-type']);
  const inQuery = callersOwn(query, timestamp);
  const inBody = inForm ? callersOwn(body, timestamp) : [];
  const holds = (name: string): boolean =>
    [...inQuery, ...inBody].some((pair) => pair.startsWith(`${name}=`));
  (inForm ? inBody : inQuery).push(
    ...(recvWindow === undefined || holds('recvWindow') ? [] : [`recvWindow=${recvWindow}`]),
    ...(holds('timestamp') ? [] : [`timestamp=${timestamp}`]),
  );
  const signedQuery = inQuery.join('&');
  const signedBody = inForm ? inBody.join('&') : body;
  return whenSigned(sign(signedQuery + signedBody), (text) => {
    const signature = `&signature=${encodeURIComponent(text)}`;
    if (!inForm) return { headers, query: signedQuery + signature, ...(body !== sent && { body }) };
    const typed =
      given['content-type'] === undefined ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {};
    return { headers: { ...typed, ...headers }, query: signedQuery, body: signedBody + signature };
  });
}

/** Whether a body is a form. */
export function isForm(body: string, type = ''): boolean {
  return body !== '' && !/^\s*[[{]/.test(body) && !/json|multipart|octet/i.test(type);
}

/** The pairs of a query or a form but those of an earlier signature, encoded; a time that is the very same stays where it stands. */
export function callersOwn(pairs: string, timestamp: number): string[] {
  return pairs
    .split('&')
    .filter((pair) => pair === `timestamp=${timestamp}` || (pair !== '' && !ofSignature.test(pair)))
    .map(encode);
}

/** Encodes what RFC 3986 reserves, but for what already is encoded and what parts the pairs. */
function encode(pair: string): string {
  return pair.replace(/[^\w.~%=+-]/gu, (character) => {
    const encoded = encodeURIComponent(character);
    return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
  });
}

/** Of a command the parameters are signed sorted by name and as they are, not encoded. */
function signCommand(
  request: OutgoingRequest,
  { recvWindow, ...named }: Added & { readonly apiKey: string },
  { kind, sign }: TextSigner,
  owner: string,
): Soon<Signature> {
  const frame = membersOf(parseExact(request.body ?? '{}'));
  const own = membersOf(frame?.['params'] ?? {});
  if (!frame || !own) return Promise.reject(new TypeError(`${owner}: a command must be a JSON object.`));
  if (frame['method'] === 'session.logon' && kind !== 'Ed25519') {
    const told = 'sessions are for Ed25519 keys alone: sign each command, or make such a key';
    return Promise.reject(new TypeError(`${owner}: ${told}.`));
  }
  const { signature: _, ...kept } = own;
  const params = { ...(recvWindow !== undefined && { recvWindow }), ...kept, ...named };
  const payload = Object.entries(params)
    .sort(byName)
    .map(([name, value]) => `${name}=${textOf(value) ?? JSON.stringify(value)}`)
    .join('&');
  return whenSigned(sign(payload), (signature) => ({
    // Sent nowhere: what is named here is never printed.
    headers: { 'X-MBX-APIKEY': named.apiKey, signature },
    body: printExact({ id: frame['method'], ...frame, params: { ...params, signature } }),
  }));
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isObject(value) ? value : undefined;
}
