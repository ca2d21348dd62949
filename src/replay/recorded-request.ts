// Reads one line of a record: the request that it tells of.
import {
  type Classification,
  commandOf,
  commandUrl,
  type Exchange,
  exchanges,
  isObject,
  lazyParams,
  overSocket,
  type RouteInfo,
  readClientOrderId,
  readSentOrder,
  redact,
  redactCodes,
  requestFor,
  routeReader,
  secretsOf,
  secretsOfBody,
} from '../internal.ts';
import { checkLine } from './check-line.ts';
import { BadLine, bodyOf, headersOf, type Line, numberOf, parseLine, textOf } from './json-lines.ts';
import { matchExchange } from './match-exchange.ts';
import { type RecordedEnd, readEnd } from './recorded-end.ts';
import { printable } from './wording.ts';

/** A request, as its line tells of it, and its place in the replay. */
export interface RecordedRequest extends RecordedEnd {
  /** Counts from 1. */
  line: number;
  /** By the record's time, in whole milliseconds. */
  sentAt: number;
  /** An attempt was answered with it, or its call went without it. */
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
  /** The call whose order it looked up. */
  readonly lookUpFor: string | undefined;
  /** It says that it is the first attempt of its call. */
  readonly isFirst: boolean;
  readonly clientOrderId: string | undefined;
  readonly replaySafe: boolean;
  /** It tells what would have been decided: the attempt itself may stand on the line before. */
  readonly isObserved: boolean;
  /** What was said beside a code that no table lists, without what must not be printed. */
  readonly unlistedText: string | undefined;
}

/** Fields of other events of a gateway only: they tell of a request that has a line of its own. */
const eventMarks = 'delayMs waitedMs pauseMs asked error stepMs units why state text'.split(' ');
const requestMarks = 'status body fault ok decision phase'.split(' ');
/** No request takes longer: a day. */
const longestMs = 86_400_000;
/** No order is longer; what is must not fill the memory until its turn comes. */
const longestBody = 4000;
/** What a date can be at most, in milliseconds. */
const lastDateMs = 8.64e15;

/**
 * Reads one line of a record.
 * @param text undefined for one that is too long
 * @param otherwise the exchange of lines that name none
 * @returns undefined for another event of a gateway
 * @throws {BadLine} that says why it tells of no request
 */
export function readLine(text: string | undefined, otherwise?: Exchange): RecordedRequest | undefined {
  const line = parseLine(text);
  if (isOtherEvent(line)) return undefined;
  const addresses = [line['path'], line['url']].flatMap(addressOf);
  const host = addresses.find((one) => one.host)?.host;
  const exchange = exchangeOf(line, host, otherwise);
  const { method, path, query } = targetOf(line, addresses);
  const at = instantOf(line['at']);
  const body = bodyOf(line['requestBody']);
  checkLine(line);
  const asked = { path: requestFor(exchange.socket, { method, path }, () => body).path, query, body };
  const params = body || query ? lazyParams(() => readSentOrder(asked, exchange.paramsIn)) : undefined;
  const route = routeReader(exchange)(method, path, params);
  const url = urlOf(exchange, method, path, host);
  const end = readEnd(line, { exchange, kind: route.kind, method, url, at });
  const secrets = (): readonly string[] => secretsIn(line, query, body);
  const classification = withoutSecrets(end.classification, secrets);
  // Written out, since copies of whole objects take a third of the time of a replay.
  return {
    line: 0,
    sentAt: 0,
    isTaken: false,
    status: end.status,
    headers: end.headers,
    fault: end.fault,
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
    lookUpFor: textOf(line['lookUpFor']),
    isFirst: line['attempt'] === 1,
    clientOrderId: textOf(line['clientOrderId'] ?? idIn(asked, exchange, route), 64),
    replaySafe: line['replaySafe'] === true,
    isObserved: isObject(line['decision']),
    unlistedText: unlistedText(classification, secrets),
  };
}

function isOtherEvent(line: Line): boolean {
  const has = (mark: string): boolean => mark in line;
  return !requestMarks.some(has) && eventMarks.some(has);
}

/** The client order id that a write names. */
function idIn(
  asked: Parameters<typeof readClientOrderId>[1],
  exchange: Exchange,
  { kind }: RouteInfo,
): string | undefined {
  return kind === 'read' ? undefined : readClientOrderId(exchange, asked);
}

/** By which tables of codes are told apart. */
function urlOf({ socket }: Exchange, method: string, path: string, host?: string): string | undefined {
  if (method === overSocket) return commandUrl(commandOf(socket, path.slice(1)));
  return host === undefined ? path : `https://${host}${path}`;
}

function secretsIn(line: Line, query: string, body: string | undefined): readonly string[] {
  return [
    ...secretsOf(headersOf(line['requestHeaders']), query),
    ...secretsOf(headersOf(line['headers']), undefined),
    ...secretsOfBody(body, body),
  ];
}

/** A code that no table lists may be a text that quotes the request. */
function withoutSecrets(read: Classification, secrets: () => readonly string[]): Classification {
  return read.ok || read.entry ? read : redactCodes(read, secrets());
}

function unlistedText(read: Classification, secrets: () => readonly string[]): string | undefined {
  if (read.ok || read.code === undefined || read.entry || read.message === undefined) return undefined;
  return printable(redact(read.message, secrets()), 120);
}

/** What was asked for. @throws {BadLine} where that is left out */
function targetOf(
  line: Line,
  addresses: readonly Address[],
): Pick<RecordedRequest, 'method' | 'path' | 'query'> {
  const method = textOf(line['method'], 20)?.toUpperCase();
  if (method === undefined) throw new BadLine('it has no method');
  const path = textOf(addresses[0]?.path);
  if (path === undefined) throw new BadLine('it has no path');
  const apart = typeof line['query'] === 'string' ? line['query'].replace(/^\?/, '') : '';
  return { method, path, query: [...addresses.map((one) => one.query), apart].filter(Boolean).join('&') };
}

type Address = Pick<RecordedRequest, 'path' | 'query'> & { readonly host: string | undefined };

/** The parts of an address: its query may hold a signature. */
function addressOf(given: unknown): Address[] {
  if (typeof given !== 'string' || given === '') return [];
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const [whole = ''] = (url ? url.pathname + url.search : given).split('#', 1);
  const [path = '', ...query] = whole.split('?');
  return [{ host: url?.hostname, path, query: query.join('?') }];
}

function exchangeOf(line: Line, host: string | undefined, otherwise: Exchange | undefined): Exchange {
  const name = textOf(line['exchange'], 40);
  const byHost = exchanges.find(({ hosts }) => host !== undefined && hosts.includes(host));
  const found = name === undefined ? (byHost ?? otherwise) : matchExchange(name);
  if (found) return found;
  if (name === undefined) throw new BadLine('it names no exchange: --exchange <id> says which');
  throw new BadLine(`its exchange "${name}" is none of ${exchanges.map(({ id }) => id).join(', ')}`);
}

/** Milliseconds of an instant: as a number, or as ISO 8601 writes it. @throws {BadLine} where it is neither */
function instantOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const isDate = typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value);
  const at = numberOf(value) ?? (isDate ? Date.parse(value) : Number(value));
  if ((typeof value === 'string' || typeof value === 'number') && Math.abs(at) <= lastDateMs) return at;
  throw new BadLine('its at is neither a number nor ISO 8601');
}
