// A call to the gateway whose attempts are answered by lines of the record, one after the other.
import type { Answer, AttemptTrace, OutgoingRequest, Reason, TransportCall } from '../../internal.ts';
import type { RecordedRequest } from './read-line.ts';
import type { Tally } from './tally.ts';

/** Clocks of a record and of its replay agree to that many milliseconds. */
const sameMs = 5;

const endOfRecord: Error = new Error('the record says no more of this call');

/** One call of the record. */
export class RecordedCall {
  /** Its number in the gateway, where it may fail. */
  number = 0;
  /** What the call is about. */
  readonly first: RecordedRequest;
  /** The lines that are left; those of later attempts may still come. */
  readonly lines: RecordedRequest[];
  /** The lines that its attempts were answered with. */
  readonly taken: RecordedRequest[] = [];
  /** What each attempt led to, once it is over. */
  trace: readonly AttemptTrace[] = [];
  /** Why it is over; undefined while it is under way. */
  ending: Reason | 'over' | undefined;
  readonly #tally: Tally;
  readonly #now: () => number;

  constructor(first: RecordedRequest, lines: RecordedRequest[], tally: Tally, now: () => number) {
    this.first = first;
    this.lines = lines;
    this.#tally = tally;
    this.#now = now;
  }

  /** A call with a name may go on with lines that are still to come. */
  get mayFail(): boolean {
    return !this.first.classification.ok || this.first.call !== undefined;
  }

  /** Whether the gateway makes it wait, or made it fail since the wait would be too long. */
  get isWaiting(): boolean {
    return this.taken.length === 0 && (this.ending === undefined || this.ending === 'deadline');
  }

  /** The line that answers the next attempt. */
  get next(): RecordedRequest | undefined {
    const [line] = this.lines;
    return line?.isFirst && line !== this.first ? undefined : line;
  }

  /** The client that the gateway is given. */
  transport(): TransportCall {
    const { method, path, clientOrderId, replaySafe } = this.first;
    const trace = (attempts: readonly AttemptTrace[]): void => {
      this.trace = attempts;
    };
    return {
      method,
      path,
      options: {
        // `auto` asks the gateway for an id.
        ...(clientOrderId !== undefined && clientOrderId !== 'auto' && { clientOrderId }),
        ...(replaySafe && { replaySafe }),
        ...(this.mayFail && { trace }),
      },
      replayable: true,
      signal: undefined,
      config: undefined,
      describe: () => requestOf(this.first),
      ready: () => this.#ready(),
      send: () => this.#send(),
      own: () => Promise.reject(new Error('a replay sends nothing')),
      time: () => ({ serverMs: this.#now(), sentAt: performance.now(), answeredAt: performance.now() }),
      fromBody: () => answerOf(this.first),
      canceled: (reason) => reason,
    };
  }

  /**
   * Asked before every attempt and again after its wait. What another attempt would have been answered the record does
   * not say, so its client cannot send it: the call ends there, and neither budget nor breaker are told of it.
   */
  #ready(): Promise<void> | undefined {
    for (let line = this.next; line && this.#isSpared(line); line = this.next) {
      this.lines.shift();
      this.#tally.countUnsent(line);
    }
    return this.next ? undefined : Promise.reject(endOfRecord);
  }

  /** Refused for rate reasons at a time at which the gateway still made its call wait. */
  #isSpared({ classification, sentAt }: RecordedRequest): boolean {
    return !classification.ok && classification.category === 'rate-limit' && sentAt + sameMs < this.#now();
  }

  async #send(): Promise<Answer> {
    const line = this.lines.shift();
    if (!line) throw new Error('unreachable: a call without a line left is not sent');
    this.taken.push(line);
    this.#tally.see(line);
    if (line.elapsedMs > 0) await new Promise((resolve) => setTimeout(resolve, line.elapsedMs));
    if (line.fault !== undefined) throw line.fault;
    return answerOf(line);
  }
}

function requestOf({ exchange, method, path, query, body }: RecordedRequest): OutgoingRequest {
  const origin = `https://${exchange.hosts[0] ?? 'replay.invalid'}`;
  return {
    method,
    url: new URL(`${origin}/${path.replace(/^\/+/, '')}?${query}`),
    path,
    query,
    headers: {},
    body,
  };
}

function answerOf({ status, headers, classification }: RecordedRequest): Answer {
  return { status, headers, body: undefined, native: undefined, judged: classification };
}
