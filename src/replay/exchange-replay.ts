// One exchange's part of a record, played through a real gateway: the lines of a call answer its attempts in turn.
import {
  createGateway,
  type Exchange,
  type Gateway,
  type GatewayEvents,
  isExchangeError,
  type Listener,
  type Reason,
} from '../internal.ts';
import { clientOf, mayFail, newCall, nextOf, type RecordedCall } from './recorded-call.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { Tell } from './report.ts';
import { callOf, causeOf, Tally } from './tally.ts';
import { replace, type VirtualTime } from './virtual-time.ts';
import { duration, printable } from './wording.ts';

/** More wait for no documented limit until their deadline, and they must not fill the memory. */
const mostBusy = 2000;

const breakerTexts = {
  open: 'the breaker opens, so that no new order goes: ',
  'half-open': 'the breaker lets one call probe',
  closed: 'the breaker closes',
} as const;

/** The gateway of one exchange, and the calls of the record that are under way in it. */
export class ExchangeReplay {
  readonly tally: Tally;
  readonly #tell: Tell;
  readonly #time: VirtualTime;
  readonly #gateway: Gateway;
  /** Calls under way that may fail, by their number in the gateway. */
  readonly #active = new Map<number, RecordedCall>();
  /** Calls that have lines left, by their names. */
  readonly #named = new Map<string, RecordedCall>();
  #starting: RecordedCall | undefined;
  #busy = 0;
  /** When the last of the pauses is over. */
  #pausedUntilAt = Number.NEGATIVE_INFINITY;

  /**
   * To be made while the virtual clock is in place.
   * @param canReconcile whether the gateway has a look-up for lost orders, which finds each of them
   */
  constructor(exchange: Exchange, canReconcile: boolean, time: VirtualTime, tell: Tell) {
    const reconcile = { ask: () => ({ found: true, response: '' }) as const, settleMs: 0, asks: 1 };
    this.tally = new Tally(exchange, () => time.now, tell);
    this.#tell = tell;
    this.#time = time;
    // The middle of every jitter: the same record gives the same answer.
    const restore = replace(Math, { random: () => 0.5 });
    this.#gateway = createGateway({ exchange, sign: () => ({}), ...(canReconcile && { reconcile }) });
    restore();
    const bind: Listener<'call'> = ({ call }) => this.#starting && this.#active.set(call, this.#starting);
    // Most calls are good, and need no number.
    const isWanted = (): boolean => this.#starting !== undefined && mayFail(this.#starting);
    this.#gateway.on('call', Object.assign(bind, { isWanted }));
    const unbind: Listener<'settled'> = ({ call }) => this.#active.delete(call);
    this.#gateway.on('settled', Object.assign(unbind, { isWanted: () => this.#active.size > 0 }));
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
    else this.#named.set(call, newCall(request));
  }

  /** The time of a line has come: it begins a call, unless a call was answered with it or may still be. */
  async play(request: RecordedRequest): Promise<void> {
    const { tally } = this;
    tally.seeLimits(request);
    const call = this.#named.get(request.call ?? '') ?? newCall(request);
    if (request.isTaken || call.isActive) return;
    if (this.#busy >= mostBusy) {
      call.lines.shift();
      tally.seeWait(request);
      tally.countUnsent(request, 'deadline');
      return;
    }
    let ending: Reason | undefined;
    this.#begin(call, request, (reason) => {
      ending = reason;
    });
    await this.#time.settle();
    // The gateway makes it wait, or made it fail since the wait would be too long.
    if (call.taken.length === 0 && (call.isActive || ending === 'deadline')) tally.seeWait(request);
  }

  #begin(call: RecordedCall, first: RecordedRequest, onEnd: (reason: Reason | undefined) => void): void {
    Object.assign(call, { first, taken: [], trace: [], isActive: true });
    const end = (reason: Reason | undefined): void => {
      onEnd(reason);
      this.#end(call, reason);
    };
    this.#starting = call;
    this.#busy += 1;
    void this.#gateway.run(clientOf(call, this.tally, this.#time)).then(
      () => end(undefined),
      (error: unknown) => end(isExchangeError(error) ? error.reason : undefined),
    );
    this.#starting = undefined;
  }

  #end(call: RecordedCall, reason: Reason | undefined): void {
    this.#busy -= 1;
    call.isActive = false;
    for (const [at, line] of call.taken.entries())
      this.tally.countDecision(line, call.trace[at]?.decision ?? 'fail', reason);
    const unsent = call.taken.length === 0 && nextOf(call) ? call.lines.shift() : undefined;
    if (unsent) this.tally.countUnsent(unsent, reason);
    const [left] = call.lines;
    if (!left) this.#named.delete(call.first.call ?? '');
    else if (left.sentAt <= this.#time.now) this.#begin(call, left, () => {});
  }

  #onPaused({ call, pauseMs, limits }: GatewayEvents['paused']): void {
    const line = this.#active.get(call)?.taken.at(-1);
    if (!line || line.classification.ok) return;
    const { report } = this.tally;
    const { now } = this.#time;
    const untilAt = now + this.#gateway.stats().pausedMs;
    report.pauses += 1;
    report.pausedMs += Math.max(0, untilAt - Math.max(now, this.#pausedUntilAt));
    this.#pausedUntilAt = Math.max(this.#pausedUntilAt, untilAt);
    const who = limits.length === 0 ? 'everything waits' : `"${printable(limits.join('", "'), 80)}" waits`;
    const why = `${causeOf(line.classification)} at ${callOf(line)}`;
    this.#tell('paused', `${who} ${duration(Math.min(pauseMs, untilAt - now))}: ${why}`, line.line);
  }
}
