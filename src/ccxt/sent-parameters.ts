import { parseExact, printExact } from '../internal.ts';
import type { CcxtRequest } from './client.ts';
import { members } from './shape.ts';
import { isOfSigning } from './signing.ts';

/** What a call says, as a request without its signature. */
export interface SentParameters {
  readonly query: string;
  /** JSON, whichever way it is sent; undefined where the parameters travel in the query. */
  readonly body: string | undefined;
}

/**
 * The parameters of a call: those that ccxt was given, and over them those of the request that it signed, which may have
 * named the order by itself. Long numbers keep the digits that are sent.
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
  // A list that was put into something else.
  const isWrapped = sent !== undefined && Object.keys(sent.named).length > 0;
  return { query: '', body: printExact(isWrapped ? sent.named : given) };
}

interface Read {
  /** By name, from query and body. */
  readonly named: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

function readParameters({ url, body }: CcxtRequest): Read {
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
