// Reads one line of a record.
import { type Exchange, exchanges, readClientOrderId, secretsOf } from '../../internal.ts';
import { matchExchange } from '../names.ts';
import { readEnd } from './read-end.ts';
import type { LineReading } from './record.ts';
import { headersOf, instantOf, isLine, type Line, numberOf, textOf } from './values.ts';

/** Fields that only other events of a gateway have: they tell of a request that has a line of its own. */
const eventMarks = [
  'delayMs',
  'waitedMs',
  'pauseMs',
  'asked',
  'error',
  'stepMs',
  'units',
  'why',
  'state',
  'text',
];
const requestMarks = ['status', 'body', 'fault', 'ok', 'decision', 'phase'];

/** Reads one line of a record. Never throws. */
export function readLine(text: string | undefined, otherwise: Exchange | undefined): LineReading {
  if (text === undefined) return bad('it is too long for one request');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return bad(error instanceof RangeError ? tooDeep : 'it is not JSON');
  }
  if (!isLine(value)) return bad('it is no JSON object');
  if (isDeep(value)) return bad(tooDeep);
  const line = value;
  const isOther = !requestMarks.some((mark) => mark in line) && eventMarks.some((mark) => mark in line);
  return isOther ? { kind: 'event' } : readRequest(line, otherwise);
}

const tooDeep = 'it is nested too deep';
/** Deeper than any request or answer of an exchange. */
const deepest = 100;

/** What goes on for every level would fall over the very value that it is to find. */
function isDeep(value: object, left = deepest): boolean {
  if (left === 0) return true;
  return Object.values(value).some(
    (part: unknown) => typeof part === 'object' && part !== null && isDeep(part, left - 1),
  );
}

function bad(why: string): LineReading {
  return { kind: 'bad', why };
}

function readRequest(line: Line, otherwise: Exchange | undefined): LineReading {
  const place = readAddress(line);
  const exchange = exchangeOf(line, place.host, otherwise);
  if (typeof exchange === 'string') return bad(exchange);
  const method = textOf(line['method'], 20)?.toUpperCase();
  if (method === undefined) return bad('it has no method');
  if (place.path === undefined) return bad('it has no path');
  const at = instantOf(line['at']);
  if (at === undefined && line['at'] !== undefined) return bad('its time is neither a number nor ISO 8601');
  const end = readEnd(line, exchange, at);
  if (typeof end === 'string') return bad(end);
  const body = bodyOf(line['requestBody']);
  const elapsedMs = Math.min(longestMs, Math.max(0, numberOf(line['elapsedMs']) ?? 0));
  const secrets = [
    ...secretsOf(headersOf(line['requestHeaders']), place.query),
    ...secretsOf(headersOf(line['headers']), undefined),
    ...credentialsIn(body),
  ];
  return {
    kind: 'request',
    recorded: {
      exchange,
      at,
      elapsedMs,
      method,
      path: place.path,
      query: place.query,
      body: body && body.length <= longestBody ? body : undefined,
      end,
      call: textOf(line['call']),
      isFirst: line['attempt'] === 1,
      clientOrderId: textOf(line['clientOrderId'], 64) ?? (body && idIn(exchange, body)),
      replaySafe: line['replaySafe'] === true,
      isObserved: isLine(line['decision']),
      secrets,
    },
  };
}

/** No request takes longer. */
const longestMs = 86_400_000;

/** No order is longer; what is must not fill the memory until its turn comes. */
const longestBody = 4000;

function bodyOf(given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  return typeof given === 'string' ? given : JSON.stringify(given);
}

/** Some exchanges take the key and the signature in the body. */
function credentialsIn(body = ''): readonly string[] {
  const found = body.matchAll(/"[^"]*(?:sign|key|secret|token)[^"]*"\s*:\s*"([^"]+)"/gi);
  return [...found].flatMap(([, value]) => value ?? []);
}

function idIn(exchange: Exchange, body: string): string | undefined {
  return textOf(readClientOrderId(exchange, { path: '', body }), 64);
}

interface Address {
  readonly host: string | undefined;
  readonly path: string | undefined;
  readonly query: string;
}

/** The path, from `path` or `url`, and apart from it the queries, which may hold a signature. */
function readAddress({ path, url, query }: Line): Address {
  const [byPath, byUrl] = [split(path), split(url)];
  const apart = typeof query === 'string' ? query.replace(/^\?/, '') : undefined;
  return {
    host: byUrl.host ?? byPath.host,
    path: textOf(byPath.path ?? byUrl.path),
    query: [byPath.query, byUrl.query, apart].filter(Boolean).join('&'),
  };
}

function split(given: unknown): Partial<Address> {
  if (typeof given !== 'string' || given === '') return {};
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const [whole = ''] = (url ? url.pathname + url.search : given).split('#', 1);
  const [path, ...query] = whole.split('?');
  return { host: url?.hostname, path, query: query.join('?') };
}

function exchangeOf(
  line: Line,
  host: string | undefined,
  otherwise: Exchange | undefined,
): Exchange | string {
  const name = textOf(line['exchange'], 40);
  if (name !== undefined) {
    return (
      matchExchange(name) ?? `its exchange "${name}" is none of ${exchanges.map(({ id }) => id).join(', ')}`
    );
  }
  const byHost = exchanges.find(({ hosts }) => host !== undefined && hosts.includes(host));
  return byHost ?? otherwise ?? 'it names no exchange: --exchange <id> says which';
}
