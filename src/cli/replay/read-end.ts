// Reads from a line how its request ended.
import {
  type Category,
  type Classification,
  categories,
  classifyAs,
  type Exchange,
  type Outcome,
  type Phase,
  toTransportError,
  UnsentError,
} from '../../internal.ts';
import type { RecordedEnd } from './record.ts';
import { headersOf, isLine, type Line, numberOf, textOf } from './values.ts';

const success: Classification = Object.freeze({ ok: true });
const good: RecordedEnd = { status: 200, headers: {}, classify: () => success };

/** How the request of a line ended, or why that cannot be told. */
export function readEnd(line: Line, exchange: Exchange, at: number | undefined): RecordedEnd | string {
  const { fault, body } = line;
  if (line['ok'] === true && body === undefined) return good;
  if (line['category'] !== undefined && body === undefined) return classified(line, exchange);
  if (fault !== undefined && fault !== null && fault !== false)
    return lost(isLine(fault) ? fault : { code: String(fault) });
  const status = numberOf(line['status']);
  if (status === undefined && body === undefined) return 'it has neither status, body, fault nor category';
  const hasStatus = line['status'] !== undefined && line['status'] !== null;
  if (hasStatus && !(status !== undefined && status >= 100 && status <= 999))
    return 'its status is no HTTP status';
  // As the library takes what it cannot read.
  if (body === undefined && status !== undefined && status >= 200 && status < 300) return good;
  const headers = datedHeaders(line['headers'], at);
  const answer = { status, headers, body };
  return { status, headers, classify: (kind) => classifyAs(exchange, answer, kind, at ?? 0) };
}

/** A wait until a date is measured from the record's time, where the answer itself does not say when it came. */
function datedHeaders(given: unknown, at: number | undefined): Readonly<Record<string, string>> {
  const headers = headersOf(given);
  if (headers['retry-after'] === undefined || headers['date'] !== undefined || at === undefined)
    return headers;
  return { ...headers, date: new Date(at).toUTCString() };
}

function lost(fault: object): RecordedEnd {
  const { phase, category } = toTransportError(fault);
  const outcome = phase === 'not-sent' ? 'rejected' : 'unknown';
  return { status: undefined, headers: {}, fault, classify: () => ({ ok: false, category, outcome }) };
}

/** An event of a gateway's, which classified the request when it happened. */
function classified(line: Line, exchange: Exchange): RecordedEnd | string {
  const category = categories.find((one) => one === line['category']);
  if (category === undefined) return 'its category is none of ours';
  const code = textOf(line['code'], 40);
  // Where the event does not say: a refusal for rate reasons had no effect, all else may have had one.
  const otherwise = category === 'rate-limit' ? 'rejected' : 'unknown';
  const outcome = outcomes.find((one) => one === line['outcome']) ?? otherwise;
  const entry = code === undefined ? undefined : exchange.codes.rest.get(code);
  const classification: Classification = {
    ok: false,
    category,
    outcome,
    ...(code !== undefined && { code }),
    ...(entry && { entry }),
  };
  const fault = faultOf(phases.find((one) => one === line['phase']) ?? 'answered', category);
  const status = numberOf(line['status']);
  return { status, headers: {}, ...(fault && { fault }), classify: () => classification };
}

const phases: readonly Phase[] = ['not-sent', 'sent', 'answered'];
const outcomes: readonly Outcome[] = ['rejected', 'unknown', 'partial'];

/** What a client rejects with that got no answer; undefined where one came. */
function faultOf(phase: Phase, category: Category): object | undefined {
  if (phase === 'not-sent' && category === 'timeout') return { code: 'ETIMEDOUT', syscall: 'connect' };
  if (phase === 'not-sent' && (category === 'network' || category === 'invalid-request'))
    return new UnsentError(category, undefined);
  if (phase === 'sent' && category === 'timeout') return { name: 'TimeoutError' };
  return phase === 'sent' && category === 'network' ? { code: 'ECONNRESET' } : undefined;
}
