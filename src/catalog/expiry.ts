// Until when the exchange may take a request: written into it, and read out of what was sent.
import type { OutgoingRequest } from '../types.ts';
import type { Expiry } from './order-rules.ts';
import { changeRequest, parameterText, putParameter } from './put-parameter.ts';

/** What a unit stands for: all instants in milliseconds since 1970 on the exchange's clock. */
interface Unit {
  /** The last instant, of what was written. @param stampMs the time of the request */
  readonly read: (text: string, stampMs: number) => number;
  readonly write: (untilMs: number, stampMs: number) => string | number;
}

const span = (ms: number): Unit => ({
  read: (text, stampMs) => stampMs + Number(text) * ms,
  // None of them takes zero.
  write: (untilMs, stampMs) => Math.max(1, Math.floor((untilMs - stampMs) / ms)),
});

const units: Readonly<Record<Expiry['unit'], Unit>> = {
  ms: span(1),
  s: span(1000),
  'instant-ms': { read: Number, write: Math.floor },
  'instant-s': {
    read: (text) => Number(text) * 1000,
    // The next one at the soonest, since the present one may be over.
    write: (untilMs, stampMs) => Math.max(Math.floor(untilMs / 1000), Math.floor(stampMs / 1000) + 1),
  },
  'instant-us': { read: (text) => Number(text) / 1000, write: (untilMs) => Math.floor(untilMs) * 1000 },
  iso: {
    read: (text) => Date.parse(text),
    write: (untilMs) => new Date(Math.floor(untilMs)).toISOString(),
  },
};

/** Whether it counts on the exchange's clock, which has to be known for it. */
export function isInstant({ unit }: Expiry): boolean {
  return unit !== 'ms' && unit !== 's';
}

/**
 * The last instant that a request names, in milliseconds since 1970 on the exchange's clock.
 * @param text the header or the parameter, as it was sent
 * @param stampMs the time of the request on the exchange's clock
 * @returns undefined where it names none that can be read
 */
export function readExpiry(
  { unit }: Pick<Expiry, 'unit'>,
  text: string | undefined,
  stampMs: number,
): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const untilMs = units[unit].read(text, stampMs);
  return Number.isFinite(untilMs) ? untilMs : undefined;
}

/**
 * Writes the last instant into a request, if the request names none that is sooner.
 * @param validMs for how long the request is worth sending, from `stampMs` on
 * @param stampMs the request's time on the exchange's clock
 * @returns the request as it was where it stays, and where there is no place for it
 */
export function withExpiry(
  expiry: Expiry,
  request: OutgoingRequest,
  validMs: number,
  stampMs: number,
): OutgoingRequest {
  const { header, param = '', unit, most = Number.POSITIVE_INFINITY } = expiry;
  const untilMs = stampMs + Math.min(validMs, most);
  const said = header === undefined ? parameterText(request, param) : request.headers[header];
  const own = readExpiry(expiry, said, stampMs);
  if (own !== undefined && own <= untilMs) return request;
  const value = units[unit].write(untilMs, stampMs);
  if (header !== undefined) return { ...request, headers: { ...request.headers, [header]: String(value) } };
  const put = putParameter(request, param, value);
  return put ? changeRequest(request, put) : request;
}
