// Reads from a line of a record how its request ended.
import {
  type Classification,
  categories,
  classifyAs,
  type Exchange,
  isObject,
  type Outcome,
  type RouteKind,
  toTransportError,
  UnsentError,
} from '../internal.ts';
import { BadLine, headersOf, type Line, numberOf, statusOf, textOf } from './json-lines.ts';

/** How a recorded request ended. */
export interface RecordedEnd {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** What the client rejected with, where no answer came. */
  readonly fault?: unknown;
  readonly classification: Classification;
}

const outcomes: readonly Outcome[] = ['rejected', 'unknown', 'partial'];

/** What a client rejects with that got no answer, by phase and category of a gateway's event. */
const faults: Readonly<Record<string, object>> = {
  'not-sent timeout': { code: 'ETIMEDOUT', syscall: 'connect' },
  'not-sent network': new UnsentError('network', undefined),
  'not-sent invalid-request': new UnsentError('invalid-request', undefined),
  'sent timeout': { name: 'TimeoutError' },
  'sent network': { code: 'ECONNRESET' },
};

/** @param at when it ended, in milliseconds since 1970. @throws {BadLine} where the line does not say */
export function readEnd(
  line: Line,
  exchange: Exchange,
  kind: RouteKind,
  at: number | undefined,
): RecordedEnd {
  const { fault, body } = line;
  const good: RecordedEnd = { status: 200, headers: {}, classification: { ok: true } };
  if (line['ok'] === true && body === undefined) return good;
  if (line['category'] !== undefined && body === undefined) return classified(line, exchange);
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
  if (body === undefined && status !== undefined && status >= 200 && status < 300) return good;
  // A wait until a date is measured from the record's time, where the answer itself does not say when it came.
  const given = headersOf(line['headers']);
  const isUndated = at !== undefined && given['retry-after'] !== undefined && given['date'] === undefined;
  const headers = isUndated ? { ...given, date: new Date(at).toUTCString() } : given;
  return { status, headers, classification: classifyAs(exchange, { status, headers, body }, kind, at ?? 0) };
}

/** An event of a gateway's, which classified the request when it happened. */
function classified(line: Line, exchange: Exchange): RecordedEnd {
  const category = categories.find((one) => one === line['category']);
  if (category === undefined) throw new BadLine('its category is none of ours');
  const code = textOf(line['code'], 40);
  // Where the event does not say: a refusal for rate reasons had no effect, all else may have had one.
  const otherwise = category === 'rate-limit' ? 'rejected' : 'unknown';
  const outcome = outcomes.find((one) => one === line['outcome']) ?? otherwise;
  const entry = code === undefined ? undefined : exchange.codes.rest.get(code);
  return {
    status: numberOf(line['status']),
    headers: {},
    fault: faults[`${String(line['phase'])} ${category}`],
    classification: { ok: false, category, outcome, ...(code && { code }), ...(entry && { entry }) },
  };
}
