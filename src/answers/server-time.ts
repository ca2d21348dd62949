// The exchange's time in an answer to a time request.
import type { Exchange } from '../catalog/exchange.ts';
import { fieldAt } from '../catalog/field.ts';
import type { TimeField } from '../catalog/time-source.ts';
import type { RawAnswer } from '../types.ts';
import { readHeader } from './headers.ts';
import { parseHttpDate } from './http-date.ts';
import { parseBody } from './parse-body.ts';

/** The time that an exchange tells. */
export interface ServerTime {
  /** Milliseconds since 1970. */
  readonly serverMs: number;
  /** How far off it can be by what is rounded away. */
  readonly roughMs: number;
}

/** What is no instant of these years is no time of an exchange: 2015 to 2100. */
const earliestMs = Date.UTC(2015);
const latestMs = Date.UTC(2100);

interface TimeUnit {
  readonly perMs: number;
  readonly roughMs: number;
}

/** Units that times come in. Their ranges of plausible years do not overlap, so that the digits tell them apart. */
const units: readonly TimeUnit[] = [
  { perMs: 1e-3, roughMs: 500 },
  { perMs: 1, roughMs: 1 },
  { perMs: 1e3, roughMs: 1 },
  { perMs: 1e6, roughMs: 1 },
];

/**
 * The exchange's time in an answer to a time request; undefined for garbage.
 * @param nowMs the present, in milliseconds since 1970
 */
export function readServerTime(exchange: Exchange, answer: RawAnswer, nowMs: number): ServerTime | undefined {
  if (exchange.time.from === 'date') {
    const dateMs = readDate(answer.headers, nowMs);
    return dateMs === undefined ? undefined : timeOf(dateMs / 1000);
  }
  const body = parseBody(answer.body);
  if (body.kind !== 'json') return undefined;
  for (const from of exchange.time.from) {
    const time = timeAt(body.value, from);
    if (time) return time;
  }
  return undefined;
}

/**
 * The `Date` header in milliseconds since 1970, whole seconds, rounded down; undefined where there is none of the moment: a
 * cached answer's is that of the cache.
 */
export function readDate(headers: RawAnswer['headers'], nowMs: number): number | undefined {
  const text = readHeader(headers, 'date');
  return text === undefined || readHeader(headers, 'age') !== undefined
    ? undefined
    : parseHttpDate(text, nowMs);
}

/** The time that every answer of an exchange tells in one of its fields; undefined where it has none. */
export function readToldTime({ time: { answers = [] } }: Exchange, body: unknown): ServerTime | undefined {
  for (const from of answers) {
    const time = timeAt(body, from);
    if (time) return time;
  }
  return undefined;
}

/** The time in a field of an answer or a reply; undefined for garbage. */
export function timeAt(value: unknown, from: string | TimeField): ServerTime | undefined {
  return typeof from === 'string'
    ? timeOf(toNumber(fieldAt(value, from)))
    : timeIn(fieldAt(value, from.field), from.unit);
}

const perMs = { s: 1e-3, ms: 1, us: 1e3, ns: 1e6 } as const;

/** A time in the unit that the definition names. */
function timeIn(raw: unknown, unit: TimeField['unit']): ServerTime | undefined {
  if (unit !== 'iso') return timeOf(toNumber(raw), [{ perMs: perMs[unit], roughMs: unit === 's' ? 500 : 1 }]);
  const isTime = typeof raw === 'string' && /^\d{4}-\d\d-\d\dT[\d:.,]{5,30}(?:Z|[+-]\d\d:?\d\d)$/.test(raw);
  // Whole seconds, unless there is a fraction of one.
  return isTime ? timeOf(Date.parse(raw) / (/[.,]/.test(raw) ? 1 : 1000)) : undefined;
}

/** `NaN` for what is no number. */
function toNumber(raw: unknown): number {
  const isNumber =
    typeof raw === 'number' || (typeof raw === 'string' && /^\d{1,20}(\.\d{1,20})?$/.test(raw));
  return isNumber ? Number(raw) : Number.NaN;
}

function timeOf(value: number, among: readonly TimeUnit[] = units): ServerTime | undefined {
  for (const { perMs, roughMs } of among) {
    // Seconds with a fraction do not come out whole.
    const at = Math.round((value / perMs) * 1000) / 1000;
    if (!(at >= earliestMs && at <= latestMs)) continue;
    // Whole seconds: the middle of that second is the best guess.
    const isWhole = perMs < 1 && Number.isInteger(value);
    return isWhole ? { serverMs: at + roughMs, roughMs } : { serverMs: at, roughMs: 1 };
  }
  return undefined;
}
