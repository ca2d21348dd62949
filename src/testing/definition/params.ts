// Checks the parameters of a request by a definition alone.
import {
  type Exchange,
  matchesRoute,
  type ParamRule,
  type RefusalWords,
  type RouteInfo,
  textOf,
} from '../../internal.ts';
import type { Call } from '../dialect.ts';
import type { RefusalTable } from '../refusal.ts';

type SentFields = Readonly<Record<string, unknown>>;

/** What is wrong with the parameters of one request, or of one order of a batch. */
export function paramFault(
  { refusals }: Exchange,
  words: RefusalTable,
  route: RouteInfo,
  fields: SentFields,
): RefusalWords | undefined {
  const info: RouteInfo = { ...route, param: (name) => textIn(fields[name]) };
  for (const rule of refusals.params ?? []) {
    const wrong = matchesRoute(rule.match, info) ? brokenBy(rule, fields) : undefined;
    if (wrong === undefined) continue;
    const own = wrong === 'missing-parameter' ? rule.missing : rule.wrong;
    return own === undefined ? words[wrong] : { code: own };
  }
  const known = refusals.knows?.find(({ match }) => matchesRoute(match, info))?.params;
  const isTooMuch = known && Object.keys(fields).some((name) => !known.includes(name));
  return isTooMuch ? words['surplus-parameter'] : undefined;
}

function brokenBy(
  { param, optional, oneOf }: ParamRule,
  fields: SentFields,
): 'missing-parameter' | 'wrong-parameter' | undefined {
  const value = [param]
    .flat()
    .map((name) => fields[name])
    .find((one) => one !== undefined && one !== null && one !== '');
  if (value === undefined) return optional ? undefined : 'missing-parameter';
  const text = textIn(value);
  return text === undefined || (oneOf && !oneOf.includes(text)) ? 'wrong-parameter' : undefined;
}

/** A number that is too large for its digits is told as it is printed. */
export function textIn(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '' || typeof value === 'object') return undefined;
  return textOf(value) ?? String(value);
}

const types: Readonly<Record<'json' | 'form', RegExp>> = {
  json: /^application\/json\b/i,
  form: /^application\/x-www-form-urlencoded\b/i,
};

/** What the content type of a body has to be; undefined where another one is only not read. */
export function contentTypeOf({ refusals: { codes, reads } }: Exchange): RegExp | undefined {
  const kinds = (['json', 'form'] as const).filter((kind) => reads?.includes(kind));
  if (codes?.['content-type'] === undefined || kinds.length === 0) return undefined;
  return new RegExp(kinds.map((kind) => types[kind].source).join('|'), 'i');
}

/** The request without the parameters that the exchange does not read where they stand. */
export function heard({ refusals: { reads } }: Exchange, call: Call): Call {
  if (!reads) return call;
  const isRead = call.method === 'GET' || call.method === 'HEAD';
  const type = call.headers['content-type'];
  // Who hands a request in by hand says nothing of its type.
  const inBody =
    !isRead && (type === undefined || reads.some((kind) => kind !== 'query' && types[kind].test(type)));
  const inQuery = isRead || reads.includes('query');
  return { ...call, query: inQuery ? call.query : '', body: inBody ? call.body : '' };
}
