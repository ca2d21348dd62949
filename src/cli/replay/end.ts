import { type Category, categories, type Outcome, type Phase, toTransportError } from '../../internal.ts';
import type { End } from './record.ts';
import { headersOf, isLine, type Line, numberOf, textOf } from './values.ts';

/** How the request of a line ended, or why that cannot be told. */
export function readEnd(line: Line, at: number | undefined): End | string {
  if (line['ok'] === true && line['body'] === undefined) return { kind: 'good' };
  if (line['category'] !== undefined && line['body'] === undefined) return judged(line);
  const { fault } = line;
  if (fault !== undefined && fault !== null && fault !== false) return faulted(fault);
  const status = numberOf(line['status']);
  const { body } = line;
  if (status === undefined && body === undefined) return 'it has neither status, body, fault nor category';
  if (
    line['status'] !== undefined &&
    line['status'] !== null &&
    !(status !== undefined && status >= 100 && status <= 999)
  )
    return 'its status is no HTTP status';
  if (body === undefined && status !== undefined && status >= 200 && status < 300) return { kind: 'good' };
  return { kind: 'answer', status, headers: datedHeaders(line['headers'], at), body };
}

/** A wait until a date is measured from the record's time, where the answer itself does not say when it came. */
function datedHeaders(given: unknown, at: number | undefined): Readonly<Record<string, string>> {
  const headers = headersOf(given);
  if (headers['retry-after'] === undefined || headers['date'] !== undefined || at === undefined)
    return headers;
  return { ...headers, date: new Date(at).toUTCString() };
}

function faulted(fault: unknown): End {
  const { phase, category } = toTransportError(isLine(fault) ? fault : { code: String(fault) });
  return { kind: 'fault', phase, category };
}

function judged(line: Line): End | string {
  const category = categories.find((one) => one === line['category']);
  if (category === undefined) return 'its category is none of ours';
  const phase = phases.find((one) => one === line['phase']) ?? 'answered';
  const code = textOf(line['code'], 40);
  return {
    kind: 'judged',
    status: numberOf(line['status']),
    phase,
    category,
    code,
    outcome: outcomes.find((one) => one === line['outcome']) ?? fallback(category),
  };
}

const phases: readonly Phase[] = ['not-sent', 'sent', 'answered'];
const outcomes: readonly Outcome[] = ['rejected', 'unknown', 'partial'];

/** Nobody said what became of it. */
function fallback(category: Category): Outcome {
  return category === 'rate-limit' ? 'rejected' : 'unknown';
}
