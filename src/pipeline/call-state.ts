import type { CallOptions } from '../call-options.ts';
import type { RouteInfo } from '../catalog/limit.ts';
import type { Permit } from '../throttle/permit.ts';
import type { Answer, Signed, TransportCall } from '../transport/call.ts';
import type { AttemptTrace, Category, Failure, OutgoingRequest } from '../types.ts';
import type { Cancellation } from './cut.ts';
import type { OrderOf } from './order.ts';

export interface CallSettings {
  /** The call's own options, over those that the gateway's `describe` gave. */
  readonly options: CallOptions;
  readonly startedAt: number;
  readonly deadlineMs: number;
  readonly readId: (request: OutgoingRequest) => string | undefined;
}

/** One copy of a request as it left. Instants are monotonic. */
export interface Copy {
  readonly signed: Signed | undefined;
  readonly signedAt: number;
  /** The time that it was signed with, in milliseconds since 1970. */
  readonly stampMs: number;
}

/** Told when the call is ended from outside. */
export interface Watcher {
  onCancelled(cancellation: Cancellation): void;
  /** The gateway is closed and waits no longer, for a late answer neither. */
  onAbandoned?(): void;
}

/** One call on its way: what the attempts share. */
export class CallState {
  readonly id: number;
  readonly transport: TransportCall;
  readonly options: CallOptions;
  readonly route: RouteInfo;
  readonly startedAt: number;
  /** The same instant in milliseconds since 1970: this clock goes on while the machine sleeps. */
  readonly startedAtWallMs: number;
  readonly deadlineMs: number;
  readonly deadlineAt: number;
  attempt = 0;
  /** Whether any attempt may have reached the exchange. */
  sent = false;
  /** Whether an attempt of a write ended unknown and was not explained since. */
  outcomeUnknown = false;
  /** The last copy of which nobody knew whether it was carried out. Unlike `doubt` it stays. */
  unknownCopy: Copy | undefined;
  /** It was sent before under a doubt that was settled since. */
  isRepeat = false;
  /** Until when copies of earlier calls with the same client order id can be carried out. */
  earlierUntilAt: number = Number.NEGATIVE_INFINITY;
  /** A cancel goes after these, which it names or may name. */
  after: readonly CallState[] = [];
  #onLeft: (() => void)[] = [];
  /** Which order it is about, once somebody had to know. */
  order: OrderOf | undefined;
  /** When the first attempt left, the attempt in hand left, and the last one ended. */
  firstSentAt = 0;
  sentAt = 0;
  lastSentAt = 0;
  lastCategory: Category | undefined;
  inRow = 0;
  /** What the last attempt failed with; undefined while nobody judged it. */
  lastFailure: Failure | undefined;
  /** It was to be signed, and the gateway has no `sign`. */
  lacksSign = false;
  /** An answer that came after the caller had been told. */
  lateResponse: Answer | undefined;
  /** The body, or the query, with a client order id put in. */
  named: { readonly body: string } | { readonly query: string } | undefined;
  inFlight = false;
  /** What the attempt in hand is sent as (undefined: as the caller made it), when it was signed, and with which time. */
  signed: Signed | undefined;
  signedAt = 0;
  stampMs = 0;
  /** Which reading of the exchange's clock the attempt in hand went by. */
  clockVersion = 0;
  /** What the attempt in hand was admitted with. */
  permit: Permit | undefined;
  /** Allocated by the first attempt that fails, or for a caller who asked. */
  trace: AttemptTrace[] | undefined;
  readonly validUntilAt: number;
  #clientOrderId: string | undefined;
  #readId: (request: OutgoingRequest) => string | undefined;
  #cancellation: Cancellation | undefined;
  #watcher: Watcher | undefined;
  /** What is watched was begun already, and may come to its end after the gateway was closed. */
  #mayFinish = false;
  #isClosing = false;

  constructor(id: number, transport: TransportCall, route: RouteInfo, settings: CallSettings) {
    const { options, startedAt, deadlineMs, readId } = settings;
    this.id = id;
    this.transport = transport;
    this.options = options;
    this.route = route;
    this.startedAt = startedAt;
    this.startedAtWallMs = Date.now();
    this.deadlineMs = deadlineMs;
    this.deadlineAt = startedAt + deadlineMs;
    this.validUntilAt = startedAt + (options.validForMs ?? Number.POSITIVE_INFINITY);
    this.#clientOrderId = options.clientOrderId;
    this.#readId = readId;
  }

  /** The request as it is before signing. */
  request(): OutgoingRequest {
    const request = this.transport.describe();
    if (!this.named) return request;
    if ('body' in this.named) return { ...request, body: this.named.body };
    const url = new URL(request.url);
    url.search = this.named.query;
    return { ...request, url, query: this.named.query };
  }

  /** What the caller named, what was put in, or what the body says. Read when somebody wants to know. */
  get clientOrderId(): string | undefined {
    this.#clientOrderId ??= this.replaySafe ? undefined : this.#readId(this.request());
    return this.#clientOrderId;
  }

  /** Names the order by an id of ours, which stands in what is sent from now on. */
  name(clientOrderId: string, named: CallState['named']): void {
    this.#clientOrderId = clientOrderId;
    this.named = named;
    this.order = undefined;
  }

  /** Calls back once it left for the exchange, or ended. */
  whenLeft(listener: () => void): void {
    this.#onLeft.push(listener);
  }

  left(): void {
    if (this.#onLeft.length === 0) return;
    for (const listener of this.#onLeft.splice(0)) listener();
  }

  /** The copy that left last. */
  get copy(): Copy {
    const { signed, signedAt, stampMs } = this;
    return { signed, signedAt, stampMs };
  }

  /** Whether sending it again cannot create a second effect, whatever became of it. */
  get replaySafe(): boolean {
    return this.options.replaySafe ?? this.route.kind === 'read';
  }

  get cancellation(): Cancellation | undefined {
    return this.#cancellation;
  }

  /** Whether nothing may be begun for it any more. */
  get isEnding(): boolean {
    return this.#isClosing || this.#cancellation !== undefined;
  }

  /** To be asked before anything is begun. @returns why it may not, if it may not */
  mustEnd(): Cancellation | undefined {
    if (this.#isClosing) this.cancel({ reason: 'closed', cause: undefined });
    return this.#cancellation;
  }

  /**
   * Why it is too late to send it now, if it is. A blocked loop rings no timer, a stopped process no clock but the one on
   * the wall, and that one may be set forward: for what changes nothing at the exchange, only `validForMs` goes by it.
   */
  lateness(nowAt: number): 'deadline' | 'expired' | undefined {
    const steadyMs = nowAt - this.startedAt;
    const spentMs = Math.max(steadyMs, Date.now() - this.startedAtWallMs);
    const { validForMs = Number.POSITIVE_INFINITY } = this.options;
    if (spentMs > validForMs) return 'expired';
    return (this.replaySafe ? steadyMs : spentMs) > this.deadlineMs ? 'deadline' : undefined;
  }

  /** Ends the call at the next possible point. The first reason counts. */
  cancel(cancellation: Cancellation): void {
    if (this.#cancellation) return;
    this.#cancellation = cancellation;
    this.#watcher?.onCancelled(cancellation);
  }

  expire(): void {
    this.cancel({ reason: 'deadline', cause: undefined });
  }

  /** Its time is over; what is in flight is not called back. */
  outdate(): void {
    if (!this.inFlight) this.cancel({ reason: 'expired', cause: undefined });
  }

  /** The gateway is closed: what waits ends now, what is under way may finish, and nothing is begun any more. */
  close(): void {
    this.#isClosing = true;
    if (!this.#mayFinish) this.cancel({ reason: 'closed', cause: undefined });
  }

  /** The gateway was closed a while ago: whatever is still under way is let go. */
  abandon(): void {
    this.cancel({ reason: 'closed', cause: undefined });
    this.#watcher?.onAbandoned?.();
  }

  /**
   * Watches for a cut until `unwatch`. One watcher at a time.
   * @param mayFinish the work was begun already, and may come to its end after the gateway was closed
   */
  watch(watcher: Watcher, mayFinish = false): void {
    this.#watcher = watcher;
    this.#mayFinish = mayFinish;
    if (this.#cancellation) watcher.onCancelled(this.#cancellation);
    else if (this.#isClosing && !mayFinish) this.cancel({ reason: 'closed', cause: undefined });
  }

  /** Another one that watches by now stays. */
  unwatch(watcher: Watcher): void {
    if (this.#watcher !== watcher) return;
    this.#watcher = undefined;
    this.#mayFinish = false;
  }

  failedWith(category: Category): void {
    this.inRow = category === this.lastCategory ? this.inRow + 1 : 1;
    this.lastCategory = category;
  }
}
