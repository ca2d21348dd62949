// What a ccxt call says, without what only its signature needs.
import { parseExact, printExact } from '../internal.ts';
import { type CcxtRequest, members } from './shape.ts';

/** Names of headers and parameters that come with a signature: a request with one of them is valid once. */
const signingNames = /sign|nonce|timestamp|api-?_?key|auth|token|passphrase|password|cookie|recv-?_?window/i;

/** @param name of a header or a parameter. */
export function isOfSigning(name: string): boolean {
  return signingNames.test(name);
}

export interface SentParameters {
  readonly query: string;
  /** JSON, whichever way it is sent; undefined where the parameters travel in the query. */
  readonly body: string | undefined;
}

/**
 * The parameters of a call: those that ccxt was given, and over them those of the request that it signed, since `sign` may
 * add a client order id of its own. Long numbers keep the digits that are sent.
 * @param request undefined before the first signing.
 * @param inQuery whether they travel in the query.
 */
export function sentParameters(
  given: object,
  request: CcxtRequest | undefined,
  inQuery: boolean,
): SentParameters {
  const sent = request && readParameters(request);
  if (inQuery) return { query: asQuery({ ...given, ...sent?.named }), body: undefined };
  if (Array.isArray(sent?.body)) return { query: '', body: printExact(sent.body) };
  if (!Array.isArray(given)) return { query: '', body: printExact({ ...given, ...sent?.named }) };
  // Where `sign` put a list into an object, that object is what was sent.
  const isWrapped = sent !== undefined && Object.keys(sent.named).length > 0;
  return { query: '', body: printExact(isWrapped ? sent.named : given) };
}

interface RequestParameters {
  /** By name, from query and body. */
  readonly named: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

function readParameters({ url, body }: CcxtRequest): RequestParameters {
  const query = URL.canParse(url) ? Object.fromEntries(new URL(url).searchParams) : {};
  const sent = typeof body === 'string' && body !== '' ? bodyOf(body) : undefined;
  const named = Object.entries({ ...query, ...(Array.isArray(sent) ? {} : members(sent)) });
  return { named: Object.fromEntries(named.filter(([name]) => !isOfSigning(name))), body: sent };
}

function bodyOf(body: string): unknown {
  return parseExact(body) ?? Object.fromEntries(new URLSearchParams(body));
}

function asQuery(parameters: object): string {
  const pairs = Object.entries(parameters).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}
