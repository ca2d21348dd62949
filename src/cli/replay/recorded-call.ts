// A call to the gateway whose attempts are answered by lines of the record, one after the other.
import type { Answer, AttemptTrace, OutgoingRequest, Reason, TransportCall } from '../../internal.ts';
import type { ReplayedRequest } from './record.ts';

/** Clocks of a record and of its replay agree to that many milliseconds. */
const sameMs = 5;

const endOfRecord: Error = new Error('the record says no more of this call');

/** Told what becomes of the lines of a call. */
export interface LineListener {
  /** An attempt was answered with it. */
  onTaken(line: ReplayedRequest): void;
  /** Refused for rate reasons at a time at which the gateway still made its call wait. */
  onSpared(line: ReplayedRequest): void;
}

/** One call of the record. */
export class RecordedCall {
  /** Its number in the gateway, where it may fail. */
  number = 0;
  /** What the call is about. */
  readonly first: ReplayedRequest;
  /** The lines that are left; those of later attempts may still come. */
  readonly lines: ReplayedRequest[];
  /** The lines that its attempts were answered with. */
  readonly taken: ReplayedRequest[] = [];
  /** What each attempt led to, once it is over. */
  trace: readonly AttemptTrace[] = [];
  /** Why it ended without its first line. */
  unsentReason: Reason | undefined;
  isOver = false;
  readonly #listener: LineListener;
  readonly #now: () => number;

  constructor(first: ReplayedRequest, lines: ReplayedRequest[], now: () => number, listener: LineListener) {
    this.first = first;
    this.lines = lines;
    this.#now = now;
    this.#listener = listener;
  }

  /** The client that the gateway is given. */
  transport(): TransportCall {
    const { method, path, clientOrderId, replaySafe } = this.first;
    return {
      method,
      path,
      options: {
        // `auto` asks the gateway for an id.
        ...(clientOrderId !== undefined && clientOrderId !== 'auto' && { clientOrderId }),
        ...(replaySafe && { replaySafe }),
        ...(this.mayFail && { trace: this.#trace }),
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

  /** A call with a name may go on with lines that are still to come. */
  get mayFail(): boolean {
    return !this.first.classification.ok || this.first.call !== undefined;
  }

  readonly #trace = (attempts: readonly AttemptTrace[]): void => {
    this.trace = attempts;
  };

  /** The line that answers the next attempt. */
  get next(): ReplayedRequest | undefined {
    const [line] = this.lines;
    return line?.isFirst && line !== this.first ? undefined : line;
  }

  /**
   * Asked before every attempt and again after its wait. What another attempt would have been answered the record does
   * not say, so its client cannot send it: the call ends there, and neither budget nor breaker are told of it.
   */
  #ready(): Promise<void> | undefined {
    for (let line = this.next; line && this.#isSpared(line); line = this.next) {
      this.lines.shift();
      this.#listener.onSpared(line);
    }
    return this.next ? undefined : Promise.reject(endOfRecord);
  }

  #isSpared({ classification, sentAt }: ReplayedRequest): boolean {
    return !classification.ok && classification.category === 'rate-limit' && sentAt + sameMs < this.#now();
  }

  async #send(): Promise<Answer> {
    const line = this.lines.shift();
    if (!line) throw new Error('unreachable: a call without a line left is not sent');
    this.taken.push(line);
    this.#listener.onTaken(line);
    if (line.elapsedMs > 0) await new Promise((resolve) => setTimeout(resolve, line.elapsedMs));
    if (line.end.fault !== undefined) throw line.end.fault;
    return answerOf(line);
  }
}

function requestOf({ exchange, method, path, query, body }: ReplayedRequest): OutgoingRequest {
  const url = new URL(
    `https://${exchange.hosts[0] ?? 'replay.invalid'}/${path.replace(/^\/+/, '')}?${query}`,
  );
  return { method, url, path, query, headers: {}, body };
}

function answerOf({ end: { status, headers }, classification }: ReplayedRequest): Answer {
  return { status, headers, body: undefined, native: undefined, judged: classification };
}
