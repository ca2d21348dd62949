// Reads one line of a record: the request that it tells of.
import {
  type Exchange,
  exchanges,
  isObject,
  type RouteInfo,
  readClientOrderId,
  routeReader,
  secretsOf,
} from '../../internal.ts';
import { matchExchange } from '../names.ts';
import { type RecordedEnd, readEnd } from './read-end.ts';
import { BadLine, headersOf, instantOf, type Line, numberOf, textOf } from './values.ts';

/** A request, as its line tells of it, and its place in the replay. */
export interface RecordedRequest extends RecordedEnd {
  /** Counts from 1. */
  line: number;
  /** By the record's time, in whole milliseconds. */
  sentAt: number;
  /** A call to the gateway was answered with it, or went without it. */
  isTaken: boolean;
  readonly exchange: Exchange;
  /** When it ended; undefined: the line does not say. */
  readonly at: number | undefined;
  readonly elapsedMs: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly route: RouteInfo;
  /** Undefined where it is long, too. */
  readonly body: string | undefined;
  readonly call: string | undefined;
  /** It says that it is the first attempt of its call. */
  readonly isFirst: boolean;
  readonly clientOrderId: string | undefined;
  readonly replaySafe: boolean;
  /** It tells what would have been decided: the attempt itself may stand on the line before. */
  readonly isObserved: boolean;
  /** Values that must not be printed. */
  readonly secrets: readonly string[];
}

/** Fields of other events of a gateway only: they tell of a request that has a line of its own. */
const eventMarks = 'delayMs waitedMs pauseMs asked error stepMs units why state text'.split(' ');
const requestMarks = 'status body fault ok decision phase'.split(' ');
/** Deeper than any request or answer of an exchange. */
const deepest = 100;
/** No request takes longer: a day. */
const longestMs = 86_400_000;
/** No order is longer; what is must not fill the memory until its turn comes. */
const longestBody = 4000;

/**
 * Reads one line of a record.
 * @param text undefined for one that is too long
 * @param otherwise the exchange of lines that name none
 * @returns undefined for another event of a gateway
 * @throws {BadLine} that says why it tells of no request
 */
export function readLine(text: string | undefined, otherwise?: Exchange): RecordedRequest | undefined {
  const line = parseLine(text);
  const has = (mark: string): boolean => mark in line;
  if (!requestMarks.some(has) && eventMarks.some(has)) return undefined;
  const { host, path, query } = readAddress(line);
  const exchange = exchangeOf(line, host, otherwise);
  const method = textOf(line['method'], 20)?.toUpperCase();
  if (method === undefined) throw new BadLine('it has no method');
  if (path === undefined) throw new BadLine('it has no path');
  const at = instantOf(line['at']);
  const route = routeOf(exchange, method, path);
  const sent = line['requestBody'] ?? undefined;
  const body = sent === undefined || typeof sent === 'string' ? sent : JSON.stringify(sent);
  const { status, headers, fault, classification } = readEnd(line, exchange, route.kind, at);
  // Written out, since copies of whole objects take a third of the time of a replay.
  return {
    line: 0,
    sentAt: 0,
    isTaken: false,
    status,
    headers,
    fault,
    classification,
    exchange,
    at,
    elapsedMs: Math.min(longestMs, Math.max(0, Math.round(numberOf(line['elapsedMs']) ?? 0))),
    method,
    path,
    query,
    route,
    body: body && body.length <= longestBody ? body : undefined,
    call: textOf(line['call']),
    isFirst: line['attempt'] === 1,
    clientOrderId: textOf(line['clientOrderId'], 64) ?? idIn(exchange, body),
    replaySafe: line['replaySafe'] === true,
    isObserved: isObject(line['decision']),
    secrets: [
      ...secretsOf(headersOf(line['requestHeaders']), query),
      ...secretsOf(headersOf(line['headers']), undefined),
      ...credentialsIn(body),
    ],
  };
}

function parseLine(text: string | undefined): Line {
  if (text === undefined) throw new BadLine('it is too long for one request');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadLine(error instanceof RangeError ? 'it is nested too deep' : 'it is not JSON');
  }
  if (!isObject(value)) throw new BadLine('it is no JSON object');
  if (text.length > 2 * deepest && isDeep(value, deepest)) throw new BadLine('it is nested too deep');
  return value;
}

/** Gives up at the bound: what goes on for every level would fall over the very value that it is to find. */
function isDeep(value: object, left: number): boolean {
  if (left === 0) return true;
  return Object.values(value).some(
    (part: unknown) => typeof part === 'object' && part !== null && isDeep(part, left - 1),
  );
}

const readers = new Map<Exchange, ReturnType<typeof routeReader>>();

function routeOf(exchange: Exchange, method: string, path: string): RouteInfo {
  const reader = readers.get(exchange) ?? routeReader(exchange);
  readers.set(exchange, reader);
  return reader(method, path);
}

/** Some exchanges take the key and the signature in the body. */
function credentialsIn(body = ''): readonly string[] {
  const found = body.matchAll(/"[^"]*(?:sign|key|secret|token)[^"]*"\s*:\s*"([^"]+)"/gi);
  return [...found].flatMap(([, value]) => value ?? []);
}

function idIn(exchange: Exchange, body: string | undefined): string | undefined {
  return body ? textOf(readClientOrderId(exchange, { path: '', body }), 64) : undefined;
}

/** The path, from `path` or `url`, and apart from it the queries, which may hold a signature. */
function readAddress({ path, url, query }: Line): { host?: string; path: string | undefined; query: string } {
  const [byPath, byUrl] = [split(path), split(url)];
  const apart = typeof query === 'string' ? query.replace(/^\?/, '') : undefined;
  return {
    ...byPath,
    ...byUrl,
    path: textOf(byPath.path ?? byUrl.path),
    query: [byPath.query, byUrl.query, apart].filter(Boolean).join('&'),
  };
}

function split(given: unknown): { host?: string; path?: string; query?: string } {
  if (typeof given !== 'string' || given === '') return {};
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const [whole = ''] = (url ? url.pathname + url.search : given).split('#', 1);
  const [path = '', ...query] = whole.split('?');
  return { ...(url && { host: url.hostname }), path, query: query.join('?') };
}

function exchangeOf(line: Line, host: string | undefined, otherwise: Exchange | undefined): Exchange {
  const name = textOf(line['exchange'], 40);
  const byHost = exchanges.find(({ hosts }) => host !== undefined && hosts.includes(host));
  const found = name === undefined ? (byHost ?? otherwise) : matchExchange(name);
  if (found) return found;
  if (name === undefined) throw new BadLine('it names no exchange: --exchange <id> says which');
  throw new BadLine(`its exchange "${name}" is none of ${exchanges.map(({ id }) => id).join(', ')}`);
}
