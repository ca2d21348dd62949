// The state of one call on its way: what its attempts share.
import type { AttemptTrace } from '../attempt-trace.ts';
import type { CallOptions } from '../call-options.ts';
import type { Exchange } from '../catalog/exchange.ts';
import type { RouteInfo } from '../catalog/limit.ts';
import type { RouteReader } from '../catalog/routes.ts';
import type { Permit } from '../throttle/permit.ts';
import type { Answer, Signed, TransportCall } from '../transport/call.ts';
import type { Category, Failure } from '../types.ts';
import type { BatchRepeat } from './batch-repeat.ts';
import { CallRequest } from './call-request.ts';
import { StagedCall } from './call-stage.ts';
import type { OpenRequest } from './result.ts';

/** One for all calls. */
const nothing: readonly never[] = [];

/** One attempt, filled in on its way: admitted, signed, sent. Instants are monotonic. */
export class Attempt {
  permit: Permit | undefined;
  /** What is sent; undefined: as the caller made it. */
  signed: Signed | undefined;
  /** When it was signed; -1: not here. */
  signedAt = -1;
  /** The time that it was signed with, in milliseconds since 1970. */
  stampMs = 0;
  /** Which reading of the exchange's clock that time went by. */
  clockVersion = 0;
  /** It was to be signed, and the gateway has no `sign`. */
  lacksSigner = false;
  sentAt = 0;
  /** An answer that came after the call had ended. */
  lateAnswer: Answer | undefined;

  /** It is sent as an earlier one was signed. */
  takeSignature({ signed, signedAt, stampMs, clockVersion }: Attempt): void {
    this.signed = signed;
    this.signedAt = signedAt;
    this.stampMs = stampMs;
    this.clockVersion = clockVersion;
  }

  /** It leaves. What was not signed here was signed before it came: now is the latest that it can be dated. */
  leave(nowAt: number): void {
    this.sentAt = nowAt;
    if (this.signedAt >= 0) return;
    this.signedAt = nowAt;
    this.stampMs = Date.now();
  }
}

export interface CallSettings {
  readonly exchange: Exchange;
  /** The call's own options, over those that the gateway's `describe` gave. */
  readonly options: CallOptions;
  readonly routeOf: RouteReader;
  /** On the monotonic clock. */
  readonly startedAt: number;
  readonly deadlineMs: number;
}

/** One call. Instants are monotonic. */
export class CallState extends StagedCall {
  readonly id: number;
  readonly transport: TransportCall;
  readonly options: CallOptions;
  readonly route: RouteInfo;
  readonly request: CallRequest;
  readonly startedAt: number;
  /** The same instant in milliseconds since 1970: this clock goes on while the machine sleeps. */
  readonly startedAtWallMs: number;
  readonly deadlineMs: number;
  readonly deadlineAt: number;
  /** For how long sending it is worth anything, in milliseconds: its caller's word, or less where its client's signature ends. */
  validForMs: number | undefined;
  /** Attempts that left: from the first on, the call may have reached the exchange. */
  attempts = 0;
  /** The items of a batch some of which go again alone. */
  batch: BatchRepeat | undefined;
  /** The attempt in hand, or the last one. */
  attempt: Attempt | undefined;
  /** The last attempt that left. */
  lastSent: Attempt | undefined;
  /** Whose signature all attempts have, where the exchange knows a copy by its bytes. */
  signedOnce: Attempt | undefined;
  lastCategory: Category | undefined;
  /** Attempts in a row that failed with that category. */
  inRow = 0;
  /** What the last attempt failed with; undefined while one is under way. */
  lastFailure: Failure | undefined;
  /** What the last failed attempt carried that must never be printed: its answer may quote it. */
  failedSecrets: readonly string[] = nothing;

  /** Whether a copy of a write may stand: an attempt ended unknown, and was not explained since. */
  outcomeUnknown = false;
  /** The last copy whose outcome was unknown. Unlike `outcomeUnknown` it stays. */
  unknownCopy: Attempt | undefined;
  /** A hook of the caller's asked by the look-up, which says what another copy would do and not that no copy comes. */
  isLookedUp = false;
  /** It was sent before under a doubt that was settled since. */
  isRepeat = false;
  /** Until when copies of earlier calls with the same client order id can be carried out. */
  earlierUntilAt: number = Number.NEGATIVE_INFINITY;
  /** When the first copy left, of this call or of an earlier one that it is taken for; 0: none did. */
  firstSentAt = 0;
  /** When the last copy was answered or lost. */
  lastSentAt = 0;
  /** The request of the last attempt, while the exchange is asked about it since its answer is overdue. */
  overdue: OpenRequest | undefined;
  /** Calls that have to leave before this one: orders that a cancel names or may name. */
  after: readonly CallState[] = nothing;
  /** A cancel that came while this placing was out: no further copy may leave after it. */
  calledOffBy: CallState | undefined;
  /** Allocated by the first attempt that fails, or for a caller who asked. */
  trace: AttemptTrace[] | undefined;
  #onLeft: (() => void)[] | undefined;

  constructor(id: number, transport: TransportCall, settings: CallSettings) {
    super();
    const { options, startedAt, deadlineMs } = settings;
    this.id = id;
    this.transport = transport;
    this.options = options;
    this.startedAt = startedAt;
    this.startedAtWallMs = Date.now();
    this.deadlineMs = deadlineMs;
    this.deadlineAt = startedAt + deadlineMs;
    this.validForMs = options.validForMs;
    this.request = new CallRequest(transport, settings);
    this.route = this.request.route;
  }

  /** Whether sending it again cannot create a second effect, whatever became of it. */
  get replaySafe(): boolean {
    return this.options.replaySafe ?? this.route.kind === 'read';
  }

  /** Whether it can be called back for nothing: not in flight, and no copy of it may stand. */
  get isRecallable(): boolean {
    // Between the end of an attempt and its reading nobody knows.
    const isRead = this.attempts === 0 || this.lastFailure !== undefined;
    const isOnlyWaiting = this.stage === 'waiting' && isRead && !this.isEnding && !this.outcomeUnknown;
    return isOnlyWaiting && this.transport.isOwn !== true;
  }

  get validUntilAt(): number {
    return this.startedAt + (this.validForMs ?? Number.POSITIVE_INFINITY);
  }

  /** The last instant at which sending it is worth anything. */
  get lastAt(): number {
    return Math.min(this.deadlineAt, this.validUntilAt);
  }

  /** Begins the next attempt. It counts once it leaves. */
  nextAttempt(): Attempt {
    this.attempt = new Attempt();
    return this.attempt;
  }

  /** The attempt in hand leaves for the exchange. */
  attemptLeaves(attempt: Attempt, nowAt: number): void {
    attempt.leave(nowAt);
    this.attempts += 1;
    this.lastSent = attempt;
    if (this.firstSentAt === 0) this.firstSentAt = nowAt;
    this.lastFailure = undefined;
  }

  /** Counts failures of one category in a row. */
  failedWith(category: Category): void {
    this.inRow = category === this.lastCategory ? this.inRow + 1 : 1;
    this.lastCategory = category;
  }

  /** Calls back once it left for the exchange, or ended. */
  whenLeft(listener: () => void): void {
    this.#onLeft ??= [];
    this.#onLeft.push(listener);
  }

  left(): void {
    const listeners = this.#onLeft;
    if (!listeners) return;
    this.#onLeft = undefined;
    for (const listener of listeners) listener();
  }

  /**
   * Why it is too late to send it now, if it is. A blocked loop rings no timer, a stopped process no clock but the one on
   * the wall, and that one may be set forward: for what changes nothing at the exchange, only `validForMs` goes by it.
   */
  lateness(nowAt: number): 'deadline' | 'expired' | undefined {
    const steadyMs = nowAt - this.startedAt;
    const spentMs = Math.max(steadyMs, Date.now() - this.startedAtWallMs);
    const { validForMs = Number.POSITIVE_INFINITY } = this;
    if (spentMs > validForMs) return 'expired';
    return (this.replaySafe ? steadyMs : spentMs) > this.deadlineMs ? 'deadline' : undefined;
  }
}
