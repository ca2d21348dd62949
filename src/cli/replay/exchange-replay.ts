// One exchange's part of a record, played through a real gateway.
import {
  createGateway,
  type Exchange,
  type Gateway,
  type GatewayEvents,
  isExchangeError,
  type Listener,
  type Reason,
} from '../../internal.ts';
import { duration } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import type { RecordedRequest } from './read-line.ts';
import { RecordedCall } from './recorded-call.ts';
import type { Tell } from './report.ts';
import { callOf, causeOf, Tally } from './tally.ts';
import { replace } from './virtual-time.ts';

/** More wait for no documented limit until their deadline, and they must not fill the memory. */
const mostBusy = 2000;

const breakerTexts = {
  open: 'the breaker opens, so that no new order goes: ',
  'half-open': 'the breaker lets one call probe',
  closed: 'the breaker closes',
} as const;

/** The lines of a call that the record names: those that no attempt was answered with yet. */
interface NamedCall {
  readonly lines: RecordedRequest[];
  isActive: boolean;
}

/** The gateway of one exchange, and the calls of the record that are under way in it. */
export class ExchangeReplay {
  readonly tally: Tally;
  readonly #tell: Tell;
  readonly #now: () => number;
  readonly #gateway: Gateway;
  /** Calls under way that may fail, by their number in the gateway. */
  readonly #active = new Map<number, RecordedCall>();
  readonly #named = new Map<string, NamedCall>();
  #starting: RecordedCall | undefined;
  #busy = 0;
  /** When the last of the pauses is over. */
  #pausedUntilAt = Number.NEGATIVE_INFINITY;

  /**
   * To be made while a virtual clock is in place.
   * @param canReconcile whether the gateway has a look-up for lost orders, which finds each of them
   */
  constructor(exchange: Exchange, canReconcile: boolean, now: () => number, tell: Tell) {
    this.tally = new Tally(exchange, now, tell);
    this.#tell = tell;
    this.#now = now;
    this.#gateway = makeGateway(exchange, canReconcile);
    const bind: Listener<'call'> = ({ call }) => this.#bind(call);
    // Most calls are good, and need no number.
    this.#gateway.on('call', Object.assign(bind, { isWanted: () => this.#starting?.mayFail === true }));
    this.#gateway.on('paused', (event) => this.#onPaused(event));
    this.#gateway.on('breaker', ({ state, why }) => {
      if (state === 'open') this.tally.report.breakerOpenings += 1;
      tell('breaker', breakerTexts[state] + (state === 'open' ? why : ''));
    });
  }

  /** Whether calls are under way. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Takes a line that will be played: an attempt of its call may be answered with it before. */
  expect(request: RecordedRequest): void {
    const { call } = request;
    if (call === undefined) return;
    const known = this.#named.get(call);
    if (known) known.lines.push(request);
    else this.#named.set(call, { lines: [request], isActive: false });
  }

  /** The time of a line has come. @returns the call that it begins, if it does */
  play(request: RecordedRequest): RecordedCall | undefined {
    const { call } = request;
    this.tally.seeLimits(request);
    const named = call === undefined ? undefined : this.#named.get(call);
    if (request.isTaken || named?.isActive) return undefined;
    if (this.#busy < mostBusy) return this.#begin(request, named);
    named?.lines.shift();
    this.tally.seeWait(request);
    this.tally.countUnsent(request, 'deadline');
    return undefined;
  }

  #begin(first: RecordedRequest, named: NamedCall | undefined): RecordedCall {
    const call = new RecordedCall(first, named?.lines ?? [first], this.tally, this.#now);
    if (named) named.isActive = true;
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
    const { report } = this.tally;
    const now = this.#now();
    const untilAt = now + this.#gateway.stats().pausedMs;
    report.pauses += 1;
    report.pausedMs += Math.max(0, untilAt - Math.max(now, this.#pausedUntilAt));
    this.#pausedUntilAt = Math.max(this.#pausedUntilAt, untilAt);
    const who = limits.length === 0 ? 'everything waits' : `"${printable(limits.join('", "'), 80)}" waits`;
    const why = `${causeOf(line.classification)} at ${callOf(line)}`;
    this.#tell('paused', `${who} ${duration(Math.min(pauseMs, untilAt - now))}: ${why}`, line.line);
  }

  #onEnd(call: RecordedCall, reason: Reason | undefined): void {
    this.#busy -= 1;
    this.#active.delete(call.number);
    call.ending = reason ?? 'over';
    call.taken.forEach((line, at) => {
      this.tally.countDecision(line, call.trace[at]?.decision ?? 'fail', reason);
    });
    const unsent = call.taken.length === 0 && call.next ? call.lines.shift() : undefined;
    if (unsent) this.tally.countUnsent(unsent, reason);
    const name = call.first.call;
    const named = name === undefined ? undefined : this.#named.get(name);
    if (name === undefined || !named) return;
    const [left] = named.lines;
    named.isActive = false;
    if (!left) this.#named.delete(name);
    else if (left.sentAt <= this.#now()) this.#begin(left, named);
  }
}

/** A gateway with its defaults; its signatures are empty, and it keeps the middle of every jitter: the same record gives the same answer. */
function makeGateway(exchange: Exchange, canReconcile: boolean): Gateway {
  const reconcile = { ask: () => ({ found: true, response: '' }) as const, settleMs: 0, asks: 1 };
  const restore = replace(Math, { random: () => 0.5 });
  try {
    return createGateway({ exchange, sign: () => ({}), ...(canReconcile && { reconcile }) });
  } finally {
    restore();
  }
}
