// The exchange's time in an answer to a time request.
import type { Exchange } from '../catalog/exchange.ts';
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

/** Units that times come in. Their ranges of plausible years do not overlap, so that the digits tell them apart. */
const units = [
  { perMs: 1e-3, roughMs: 500 },
  { perMs: 1, roughMs: 1 },
  { perMs: 1e3, roughMs: 1 },
  { perMs: 1e6, roughMs: 1 },
] as const;

/**
 * The exchange's time in an answer to a time request; undefined for garbage.
 * @param nowMs the present, in milliseconds since 1970
 */
export function readServerTime(exchange: Exchange, answer: RawAnswer, nowMs: number): ServerTime | undefined {
  if (exchange.time.from === 'date') {
    // A cached answer's Date is the cache's, not the exchange's.
    if (readHeader(answer.headers, 'age') !== undefined) return undefined;
    const at = parseHttpDate(readHeader(answer.headers, 'date'), nowMs);
    return at === undefined ? undefined : timeOf(at / 1000);
  }
  const body = parseBody(answer.body);
  if (body.kind !== 'json') return undefined;
  for (const field of exchange.time.from) {
    const raw = valueAt(body.value, field);
    const isNumber =
      typeof raw === 'number' || (typeof raw === 'string' && /^\d{1,20}(\.\d{1,20})?$/.test(raw));
    const time = isNumber ? timeOf(Number(raw)) : undefined;
    if (time) return time;
  }
  return undefined;
}

/** Walks dots, into lists by number. */
function valueAt(value: object, path: string): unknown {
  let here: unknown = value;
  for (const name of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = Reflect.get(here, name);
  }
  return here;
}

function timeOf(value: number): ServerTime | undefined {
  for (const { perMs, roughMs } of units) {
    // Seconds with a fraction do not come out whole.
    const at = Math.round((value / perMs) * 1000) / 1000;
    if (at < earliestMs || at > latestMs) continue;
    // Whole seconds: the middle of that second is the best guess.
    const isWhole = perMs < 1 && Number.isInteger(value);
    return isWhole ? { serverMs: at + roughMs, roughMs } : { serverMs: at, roughMs: 1 };
  }
  return undefined;
}
