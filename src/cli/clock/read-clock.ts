// Reads the exchange's clock over the network, some samples in a row.
import {
  Clock,
  type ClockReading,
  type ClockSample,
  type Exchange,
  isLikelyTime,
  readBytes,
  readServerTime,
  toTransportError,
} from '../../internal.ts';

/** An answer that takes longer tells nothing of the time. */
const patienceMs = 5000;

/** More than any answer to such a question has. */
const mostBytes = 65_536;

/** What asking for the time came to. */
export type ClockAnswer =
  | { readonly reading: ClockReading; readonly good: number }
  | { readonly reading: undefined; readonly why: string };

/** Asks for the time so often, one after the other, and lets the library's own clock make a reading of it. */
export async function readClock(
  exchange: Exchange,
  url: URL,
  samples: number,
  send: typeof fetch,
): Promise<ClockAnswer> {
  const clock = new Clock({ samples }, () => {});
  let good = 0;
  let why = 'nobody answered';
  await clock.refresh(async () => {
    const sample = await ask(exchange, url, send);
    if (typeof sample === 'string') {
      why = sample;
      return undefined;
    }
    good += 1;
    return sample;
  });
  return clock.reading ? { reading: clock.reading, good } : { reading: undefined, why };
}

/** One sample, or why there is none. */
async function ask(exchange: Exchange, url: URL, send: typeof fetch): Promise<ClockSample | string> {
  const sentAt = performance.now();
  try {
    const response = await send(url, { signal: AbortSignal.timeout(patienceMs), redirect: 'manual' });
    // The body belongs to the answer, so it is read before the clock is.
    const body = new TextDecoder().decode(await readBytes(response, mostBytes));
    const answeredAt = performance.now();
    const time = readServerTime(exchange, { headers: response.headers, body }, Date.now());
    if (!time) return `it answered HTTP ${response.status} without a time`;
    if (!isLikelyTime(time.serverMs)) return tooFar(time.serverMs);
    return { ...time, sentAt, answeredAt };
  } catch (error) {
    return reasonOf(error);
  }
}

/** Whichever of the two is wrong, no order could be stamped by it. */
function tooFar(serverMs: number): string {
  return `${new Date(serverMs).toISOString()} is more than a day off, so that one of the two clocks is wrong`;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed before an answer came',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

function reasonOf(error: unknown): string {
  if (toTransportError(error).category === 'timeout') return `no answer within ${patienceMs / 1000} s`;
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  if (typeof code === 'string' && code !== '') return reasons[code] ?? code;
  return cause instanceof Error ? cause.message : String(cause);
}
