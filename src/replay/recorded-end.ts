// Reads from a line of a record how its request ended.
import {
  type Category,
  type Classification,
  categories,
  classifyAs,
  type Entry,
  type Exchange,
  findEntry,
  isGoodStatus,
  isObject,
  type Outcome,
  overSocket,
  type RouteKind,
  toTransportError,
  UnsentError,
} from '../internal.ts';
import { BadLine, bodyOf, headersOf, type Line, numberOf, statusOf, textOf } from './json-lines.ts';

/** How a recorded request ended. */
export interface RecordedEnd {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** What the client rejected with, where no answer came. */
  readonly fault?: unknown;
  readonly classification: Classification;
}

/** Characters: codes that are sentences are looked up whole. */
const longestCode = 300;
const outcomes: readonly Outcome[] = ['rejected', 'unknown', 'partial'];

/** What a client rejects with that got no answer, by phase and category of a gateway's event. */
const faults: Readonly<Record<string, object>> = {
  'not-sent timeout': { code: 'ETIMEDOUT', syscall: 'connect' },
  'not-sent network': new UnsentError('network', undefined),
  'not-sent invalid-request': new UnsentError('invalid-request', undefined),
  'sent timeout': { name: 'TimeoutError' },
  'sent network': { code: 'ECONNRESET' },
};

/** What an end is read with. */
interface Asked {
  readonly exchange: Exchange;
  readonly kind: RouteKind;
  /** Upper case. */
  readonly method: string;
  /** With its host, where the line tells it; of a command that of its request. */
  readonly url: string | undefined;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number | undefined;
}

/** @throws {BadLine} where the line does not say */
export function readEnd(line: Line, asked: Asked): RecordedEnd {
  const { fault } = line;
  const body = bodyOf(line['body']);
  const good: RecordedEnd = { status: 200, headers: {}, classification: { ok: true } };
  if (line['ok'] === true && body === undefined) return good;
  if (line['category'] !== undefined && body === undefined) return classified(line, asked);
  if (fault !== undefined && fault !== null && fault !== false) {
    const thrown = isObject(fault) ? fault : { code: String(fault) };
    const { phase, category } = toTransportError(thrown);
    const outcome = phase === 'not-sent' ? 'rejected' : 'unknown';
    return {
      status: undefined,
      headers: {},
      fault: thrown,
      classification: { ok: false, category, outcome },
    };
  }
  if (numberOf(line['status']) === undefined && body === undefined)
    throw new BadLine('it has neither status, body, fault nor category');
  const status = statusOf(line['status']);
  // As the library takes what it cannot read.
  if (body === undefined && status !== undefined && isGoodStatus(status)) return good;
  const { exchange, kind, url, at, method } = asked;
  // A wait until a date is measured from the record's time, where the answer itself does not say when it came.
  const given = headersOf(line['headers']);
  const isUndated = at !== undefined && given['retry-after'] !== undefined && given['date'] === undefined;
  const headers = isUndated ? { ...given, date: new Date(at).toUTCString() } : given;
  const answer = { status, headers, body, url, transport: transportOf(method) };
  return { status, headers, classification: classifyAs(exchange, answer, kind, at ?? 0) };
}

function transportOf(method: string): 'rest' | 'ws' {
  return method === overSocket ? 'ws' : 'rest';
}

/** An event of a gateway's, which classified the request when it happened. */
function classified(line: Line, { exchange, method }: Asked): RecordedEnd {
  const category = categories.find((one) => one === line['category']);
  if (category === undefined) throw new BadLine('its category is none of ours');
  const code = textOf(line['code'], longestCode);
  // Where the event does not say: a refusal for rate reasons had no effect, all else may have had one.
  const otherwise = category === 'rate-limit' ? 'rejected' : 'unknown';
  const outcome = outcomes.find((one) => one === line['outcome']) ?? otherwise;
  const entry = code === undefined ? undefined : listedRow(exchange, transportOf(method), code, category);
  const retryAfterMs = numberOf(line['retryAfterMs']);
  return {
    status: numberOf(line['status']),
    headers: {},
    fault: faults[`${String(line['phase'])} ${category}`],
    classification: {
      ok: false,
      category,
      outcome,
      ...(code && { code }),
      ...(entry && { entry }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  };
}

/** The row that a code was read by. An event does not tell its table: of several that list the code, that which says the same. */
function listedRow(
  exchange: Exchange,
  transport: 'rest' | 'ws',
  code: string,
  category: Category,
): Entry | undefined {
  const { codes, rest, ws = rest } = exchange;
  const tables = [codes, ...codes.named.values()].map((table) => table[transport]);
  const envelope = transport === 'ws' ? ws : rest;
  const rows = tables.flatMap((table) => findEntry(envelope, table, code) ?? []);
  const cases = rows.flatMap((row): readonly Entry[] =>
    row.category === 'success' ? [row] : [row, ...(row.when ?? [])],
  );
  return cases.find((row) => row.category === category) ?? cases[0];
}
