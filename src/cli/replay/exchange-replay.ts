// One exchange's part of a record, played through a real gateway: counts what its events say.
import {
  type Exchange,
  type Gateway,
  type GatewayEvents,
  isExchangeError,
  Limits,
  type Listener,
  type Reason,
  routeReader,
} from '../../internal.ts';
import { duration } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { type Moment, ReplayCounts } from './counts.ts';
import { bookAttempts, bookUnsent } from './decisions.ts';
import { callOf, causeOf, Detectors } from './detectors.ts';
import { makeGateway } from './make-gateway.ts';
import type { RecordedRequest, ReplayedRequest } from './record.ts';
import { RecordedCall } from './recorded-call.ts';

/** More wait for no documented limit until their deadline, and they must not fill the memory. */
const mostBusy = 10_000;

const breakerTexts = {
  open: 'the breaker opens, so that no new order goes: ',
  'half-open': 'the breaker lets one call probe',
  closed: 'the breaker closes',
} as const;

/** Tells a moment worth a look. */
export type Tell = (kind: Moment['kind'], text: string, line?: number) => void;

/** The gateway of one exchange, and the calls of the record that are under way in it. */
export class ExchangeReplay {
  readonly exchange: Exchange;
  readonly counts: ReplayCounts = new ReplayCounts();
  readonly tell: Tell;
  readonly detectors: Detectors;
  readonly #now: () => number;
  readonly #gateway: Gateway;
  readonly #routeOf: ReturnType<typeof routeReader>;
  readonly #limits: Limits;
  /** Calls under way that may fail, by their number in the gateway; and all that have one, by their name in the record. */
  readonly #active = new Map<number, RecordedCall>();
  readonly #named = new Map<string, RecordedCall>();
  /** Lines of named calls that no attempt was answered with yet. */
  readonly #lines = new Map<string, ReplayedRequest[]>();
  #starting: RecordedCall | undefined;
  #busy = 0;
  /** When the last of the pauses is over. */
  #pausedUntilAt = Number.NEGATIVE_INFINITY;

  /** To be made while a virtual clock is in place. */
  constructor(exchange: Exchange, canReconcile: boolean, now: () => number, tell: Tell) {
    this.exchange = exchange;
    this.tell = tell;
    this.#now = now;
    this.detectors = new Detectors(this.counts, now, tell);
    this.#routeOf = routeReader(exchange);
    this.#limits = new Limits(exchange.limits, now);
    this.#gateway = makeGateway(exchange, canReconcile);
    const bind: Listener<'call'> = ({ call }) => this.#bind(call);
    // Most calls are good, and need no number.
    const onCall = Object.assign(bind, { isWanted: () => this.#starting?.mayFail === true });
    this.#gateway.on('call', onCall);
    this.#gateway.on('paused', (event) => this.#onPaused(event));
    this.#gateway.on('breaker', ({ state, why }) => {
      if (state === 'open') this.counts.breakerOpenings += 1;
      tell('breaker', breakerTexts[state] + (state === 'open' ? why : ''));
    });
  }

  /** Whether calls are under way. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** A line that will be played: an attempt of its call may be answered with it before. */
  expect(recorded: RecordedRequest, endedAt: number, line: number): ReplayedRequest {
    const elapsedMs = Math.round(recorded.elapsedMs);
    const route = this.#routeOf(recorded.method, recorded.path);
    const classification = recorded.end.classify(route.kind);
    const charges = this.#limits.chargesOf(route, undefined);
    const times = { elapsedMs, line, sentAt: Math.round(endedAt) - elapsedMs };
    const request: ReplayedRequest = {
      ...recorded,
      ...times,
      route,
      charges,
      classification,
      isTaken: false,
    };
    if (recorded.call !== undefined) {
      const lines = this.#lines.get(recorded.call);
      if (lines) lines.push(request);
      else this.#lines.set(recorded.call, [request]);
    }
    return request;
  }

  /** The time of a line has come. @returns the call that it begins, if it does */
  play(request: ReplayedRequest): RecordedCall | undefined {
    const { call } = request;
    this.detectors.seeLimits(request);
    if (request.isTaken || (call !== undefined && this.#named.has(call))) return undefined;
    if (this.#busy >= mostBusy) return this.#turnAway(request);
    return this.#begin(request, call === undefined ? [request] : (this.#lines.get(call) ?? [request]));
  }

  /** Says of a call that was begun whether the gateway makes it wait, for room in a documented limit or after a refusal. */
  noteWait({ first, taken, isOver, unsentReason }: RecordedCall): void {
    if (taken.length > 0 || (isOver && unsentReason !== 'deadline')) return;
    if (!this.detectors.tellOverLimits(first)) this.counts.heldBack += 1;
  }

  #turnAway(request: ReplayedRequest): undefined {
    if (request.call !== undefined) this.#lines.get(request.call)?.shift();
    this.detectors.tellOverLimits(request);
    bookUnsent(this, request, 'deadline');
  }

  #begin(first: ReplayedRequest, lines: ReplayedRequest[]): RecordedCall {
    const call = new RecordedCall(first, lines, this.#now, {
      onTaken: (line) => this.detectors.see(line),
      onSpared: (line) => {
        this.detectors.see(line);
        this.counts.decided.spared += 1;
      },
    });
    if (first.call !== undefined) this.#named.set(first.call, call);
    this.#starting = call;
    this.#busy += 1;
    void this.#gateway.run(call.transport()).then(
      () => this.#onEnd(call, undefined),
      (error: unknown) => this.#onEnd(call, isExchangeError(error) ? error.reason : undefined),
    );
    this.#starting = undefined;
    return call;
  }

  #bind(number: number): void {
    if (!this.#starting) return;
    this.#starting.number = number;
    this.#active.set(number, this.#starting);
  }

  #onPaused({ call, pauseMs, limits }: GatewayEvents['paused']): void {
    const line = this.#active.get(call)?.taken.at(-1);
    if (!line || line.classification.ok) return;
    const now = this.#now();
    const untilAt = now + this.#gateway.stats().pausedMs;
    const believedMs = Math.min(pauseMs, untilAt - now);
    this.counts.pauses += 1;
    this.counts.pausedMs += Math.max(0, untilAt - Math.max(now, this.#pausedUntilAt));
    this.#pausedUntilAt = Math.max(this.#pausedUntilAt, untilAt);
    const who = limits.length === 0 ? 'everything waits' : `"${printable(limits.join('", "'), 80)}" waits`;
    const why = `${causeOf(line.classification)} at ${callOf(line)}`;
    this.tell('paused', `${who} ${duration(believedMs)}: ${why}`, line.line);
  }

  #onEnd(call: RecordedCall, reason: Reason | undefined): void {
    this.#busy -= 1;
    this.#active.delete(call.number);
    call.isOver = true;
    bookAttempts(this, call, reason);
    const name = call.first.call;
    if (name !== undefined) this.#named.delete(name);
    if (call.taken.length === 0 && call.next) {
      const line = call.lines.shift();
      call.unsentReason = reason;
      if (line) bookUnsent(this, line, reason);
    }
    if (name === undefined) return;
    const [left] = call.lines;
    if (!left) this.#lines.delete(name);
    else if (left.sentAt <= this.#now()) this.#begin(left, call.lines);
  }
}
