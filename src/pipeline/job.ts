import type { Ticket } from '../throttle/throttle.ts';
import type { Answer, Signed, TransportCall } from '../transport/call.ts';
import type { AttemptTrace, Category, OutgoingRequest, RouteInfo } from '../types.ts';
import type { Cut } from './cut.ts';
import type { OrderOf } from './order-of.ts';

export interface JobSettings {
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
  onCut(cut: Cut): void;
}

/** One call on its way: what the attempts share. */
export class Job {
  readonly id: number;
  readonly call: TransportCall;
  readonly route: RouteInfo;
  readonly startedAt: number;
  readonly deadlineMs: number;
  readonly deadlineAt: number;
  attempt = 0;
  /** Whether any attempt may have reached the exchange. */
  sent = false;
  /** Whether an attempt of a write ended unknown and was not explained since. */
  doubt = false;
  /** When the attempt in hand was admitted. */
  admittedAt = 0;
  /** The last copy of which nobody knew whether it was carried out. Unlike `doubt` it stays. */
  doubtful: Copy | undefined;
  /** It was sent before under a doubt that was settled since. */
  isRepeat = false;
  /** Until when copies of earlier calls with the same client order id can be carried out. */
  earlierUntilAt: number = Number.NEGATIVE_INFINITY;
  /** A cancel goes after these, which it names or may name. */
  after: readonly Job[] = [];
  #onLeft: (() => void)[] = [];
  /** Which order it is about, once somebody had to know. */
  order: OrderOf | undefined;
  /** When the first attempt left, the attempt in hand left, and the last one ended. */
  firstSentAt = 0;
  sentAt = 0;
  lastSentAt = 0;
  lastCategory: Category | undefined;
  inRow = 0;
  /** An answer that came after the caller had been told. */
  late: Answer | undefined;
  /** Drops a request that still lingers for its late answer. */
  letGo: (() => void) | undefined;
  /** The lingering request ended. */
  onLanded: (() => void) | undefined;
  /** The body, or the query, with a client order id put in. */
  named: { readonly body: string } | { readonly query: string } | undefined;
  inFlight = false;
  /** What signing made of the attempt in hand, when, and with which time. */
  signed: Signed | undefined;
  signedAt = 0;
  stampMs = 0;
  /** Which reading of the exchange's clock the attempt in hand went by. */
  clockVersion = 0;
  /** The units of the attempt in hand. */
  ticket: Ticket = [];
  /** Allocated by the first attempt that fails, or for a caller who asked. */
  trace: AttemptTrace[] | undefined;
  readonly validUntilAt: number;
  #clientOrderId: string | undefined;
  #readId: (request: OutgoingRequest) => string | undefined;
  #cut: Cut | undefined;
  #watcher: Watcher | undefined;

  constructor(id: number, call: TransportCall, route: RouteInfo, settings: JobSettings) {
    const { startedAt, deadlineMs, readId } = settings;
    this.id = id;
    this.call = call;
    this.route = route;
    this.startedAt = startedAt;
    this.deadlineMs = deadlineMs;
    this.deadlineAt = startedAt + deadlineMs;
    this.validUntilAt = startedAt + (call.options.validForMs ?? Number.POSITIVE_INFINITY);
    this.#clientOrderId = call.options.clientOrderId;
    this.#readId = readId;
  }

  /** The request as it is before signing. */
  request(): OutgoingRequest {
    const request = this.call.describe();
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
  name(clientOrderId: string, named: Job['named']): void {
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
    return this.call.options.replaySafe ?? this.route.kind === 'read';
  }

  get cutBy(): Cut | undefined {
    return this.#cut;
  }

  /** Ends the call at the next possible point. The first reason counts. */
  cut(cut: Cut): void {
    if (this.#cut) return;
    this.#cut = cut;
    this.#watcher?.onCut(cut);
  }

  expire(): void {
    this.cut({ reason: 'deadline', cause: undefined });
  }

  /** Its time is over; what is in flight is not called back. */
  outdate(): void {
    if (!this.inFlight) this.cut({ reason: 'expired', cause: undefined });
  }

  /** Watches for a cut until `unwatch`. One watcher at a time. */
  watch(watcher: Watcher): void {
    this.#watcher = watcher;
    if (this.#cut) watcher.onCut(this.#cut);
  }

  unwatch(): void {
    this.#watcher = undefined;
  }

  failedWith(category: Category): void {
    this.inRow = category === this.lastCategory ? this.inRow + 1 : 1;
    this.lastCategory = category;
  }
}
