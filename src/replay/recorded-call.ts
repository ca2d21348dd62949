// A call to the gateway whose attempts are answered by lines of the record, one after the other.
import type { Answer, AttemptTrace, OutgoingRequest, TransportCall } from '../internal.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Clocks of a record and of its replay agree to that many milliseconds. */
const sameMs = 5;

/** One call of the record. What it still has lines for once it is over goes on as a call of its own. */
export interface RecordedCall {
  /** What the call in the gateway is about. */
  first: RecordedRequest;
  /** Those that no attempt was answered with yet; those of later attempts may still come. */
  readonly lines: RecordedRequest[];
  /** Those that its attempts were answered with. */
  taken: RecordedRequest[];
  /** What each attempt led to, once it is over. */
  trace: readonly AttemptTrace[];
  isActive: boolean;
}

export function newCall(first: RecordedRequest): RecordedCall {
  return { first, lines: [first], taken: [], trace: [], isActive: false };
}

/** What it leads to is told only then. A call with a name may go on with lines that are still to come. */
export function mayFail({ first }: RecordedCall): boolean {
  return !first.classification.ok || first.call !== undefined;
}

/** The line that answers the next attempt; a first attempt belongs to another call. */
export function nextOf({ lines: [line], first }: RecordedCall): RecordedRequest | undefined {
  return line?.isFirst && line !== first ? undefined : line;
}

/** The client that the gateway is given. */
export function clientOf(call: RecordedCall, tally: Tally, time: VirtualTime): TransportCall {
  const { first } = call;
  const { method, path, clientOrderId, replaySafe } = first;
  const trace = (attempts: readonly AttemptTrace[]): void => {
    call.trace = attempts;
  };
  return {
    method,
    path,
    options: {
      // `auto` asks the gateway for an id.
      ...(clientOrderId !== undefined && clientOrderId !== 'auto' && { clientOrderId }),
      ...(replaySafe && { replaySafe }),
      ...(mayFail(call) && { trace }),
    },
    replayable: true,
    signal: undefined,
    config: undefined,
    describe: () => requestOf(first),
    ready: () => ready(call, tally, time),
    send: () => send(call, tally),
    own: () => Promise.reject(new Error('a replay sends nothing')),
    time: () => ({ serverMs: time.now, sentAt: performance.now(), answeredAt: performance.now() }),
    fromBody: () => answerOf(first),
    canceled: (reason) => reason,
  };
}

/**
 * Asked before every attempt and again after its wait. Lines that were refused for rate reasons at a time at which the call
 * still waits are spared. What another attempt would have been answered the record does not say, so its client cannot send
 * it: the call ends there, and neither budget nor breaker are told of it.
 */
function ready(call: RecordedCall, tally: Tally, { now }: VirtualTime): Promise<void> | undefined {
  for (let line = nextOf(call); line; line = nextOf(call)) {
    const { classification, sentAt } = line;
    const isRefused = !classification.ok && classification.category === 'rate-limit';
    if (!isRefused || sentAt + sameMs >= now) return undefined;
    call.lines.shift();
    tally.countUnsent(line);
  }
  return Promise.reject(new Error('the record says no more of this call'));
}

async function send({ lines, taken }: RecordedCall, tally: Tally): Promise<Answer> {
  const line = lines.shift();
  if (!line) throw new Error('unreachable: a call without a line left is not sent');
  taken.push(line);
  tally.see(line);
  if (line.elapsedMs > 0) await new Promise((resolve) => setTimeout(resolve, line.elapsedMs));
  if (line.fault !== undefined) throw line.fault;
  return answerOf(line);
}

function requestOf({ exchange, method, path, query, body }: RecordedRequest): OutgoingRequest {
  const origin = `https://${exchange.hosts[0] ?? 'replay.invalid'}`;
  const url = new URL(`${origin}/${path.replace(/^\/+/, '')}?${query}`);
  return { method, url, path, query, headers: {}, body };
}

function answerOf({ status, headers, classification }: RecordedRequest): Answer {
  return { status, headers, body: undefined, native: undefined, judged: classification };
}
