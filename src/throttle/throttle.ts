// The limits, pauses and queue of one gateway: whether a call may go now, and when it may otherwise.
import type { CallWeight, Limit, RouteInfo } from '../catalog/limit.ts';
import type { RequestParams } from '../catalog/request-params.ts';
import type { Charge } from './charge.ts';
import { forecast, type Headroom, headroomOf } from './forecast.ts';
import { type Boundaries, IpBook } from './ip-book.ts';
import { Limits } from './limits.ts';
import { type PauseRequest, Pauses } from './pauses.ts';
import { Permit, type PermitIssuer, type QueuePlace } from './permit.ts';
import { type CallOwner, pausesMayOpenAt } from './queued-call.ts';
import type { Join } from './shared-limiter.ts';
import { takeUnits, unitsOpenAt } from './take-units.ts';
import { type Waiter, WaitingCall } from './waiting-call.ts';

export interface ThrottleOptions {
  readonly boundaries?: Boundaries | undefined;
  readonly join?: Join | undefined;
  /** What it shares with other gateways of the address. @default nothing */
  readonly book?: IpBook | undefined;
  /** A longer pause lets a probe go after so long. @default no pause is too long */
  readonly maxPauseMs?: number;
}

export class Throttle {
  /** The longest pause that is believed. */
  readonly maxPauseMs: number;
  readonly #limits: Limits;
  readonly #book: IpBook;
  readonly #boundaries: Boundaries | undefined;
  readonly #owner: CallOwner;
  readonly #issuer: PermitIssuer;

  constructor(limits: readonly Limit[], now: () => number, options: ThrottleOptions = {}) {
    const { boundaries, join, maxPauseMs = Number.POSITIVE_INFINITY } = options;
    const book = options.book ?? new IpBook(now);
    this.maxPauseMs = maxPauseMs;
    this.#book = book;
    this.#boundaries = boundaries;
    this.#limits = new Limits(limits, now, boundaries, book);
    book.join(limits, boundaries);
    const pauses = new Pauses({ limits: this.#limits, book, now, maxPauseMs });
    const dispatch = (): void => book.waiting?.dispatch();
    const limiter = join?.({
      onRoom: dispatch,
      onPause: (key, untilAt, scope) => pauses.extendByPeer(key, untilAt, scope),
      onResume: (scope) => {
        pauses.lift(scope);
        dispatch();
      },
    });
    this.#owner = book.newOwner(pauses.ofEverything, limiter);
    this.#issuer = { now, pauses, limiter, outstanding: options.book && new Set(), dispatch };
  }

  /** What calls are held back by. */
  get limits(): readonly Limit[] {
    return this.#limits.all;
  }

  /** The same limits with other capacities, for calls to come. */
  resize(limits: readonly Limit[]): void {
    this.#limits.resize(limits);
    this.#issuer.dispatch();
  }

  /** Calls that wait. */
  get queued(): number {
    return this.#owner.queued;
  }

  /** When the last of the pauses lets a call go. */
  get pausedUntilAt(): number {
    return this.#issuer.pauses.untilAt;
  }

  /** Why calls wait longer than limits and pauses have them wait, in words; undefined where they do not. */
  get trouble(): string | undefined {
    return this.#issuer.limiter?.trouble;
  }

  /**
   * Pauses the calls that count on some limits. Pauses only ever get longer.
   * @returns the keys of the windows that are paused; empty for everything
   */
  pause(request: PauseRequest): readonly string[] {
    return this.#issuer.pauses.pause(request, this.#issuer.limiter);
  }

  /** Lifts every pause, in other processes as well. */
  resume(): void {
    const { pauses, limiter, dispatch } = this.#issuer;
    pauses.lift();
    limiter?.resume();
    dispatch();
  }

  /** What every limit in use has left. */
  headroom(): readonly Headroom[] {
    return headroomOf(this.#limits.windows, this.#owner, this.#issuer.now());
  }

  /** When `count` calls with these charges would start if they came now: waits from now on, the soonest first. */
  eta(charges: readonly Charge[], count: number, priority: number): readonly number[] {
    const nowAt = this.#issuer.now();
    const openAt = pausesMayOpenAt(charges, this.#owner, nowAt);
    const ahead = this.#book.waiting?.ahead(priority) ?? 0;
    return forecast(charges, { nowAt, openAt, ahead, count }).map((at) => at - nowAt);
  }

  /**
   * What a call takes of each limit.
   * @param weight units, of every limit or of each by its name. @default what the limits say
   * @param params of its request, read where a limit asks for one. @default nothing is known of it
   * @throws {TypeError} for a weight that could never fit, with both numbers
   */
  chargesOf(route: RouteInfo, weight: CallWeight | undefined, params?: RequestParams): readonly Charge[] {
    return this.#limits.chargesOf(route, weight, params);
  }

  /** A permit, if there is room and no call waits; no timer, no promise. */
  tryAcquire(charges: readonly Charge[]): Permit | undefined {
    const nowAt = this.#issuer.now();
    if (this.#book.waiting?.isEmpty === false || !takeUnits(charges, this.#owner, nowAt)) return undefined;
    return new Permit(this.#issuer, charges, nowAt);
  }

  /** The earliest instant at which the call could go, not counting the calls that wait before it. */
  opensAt(charges: readonly Charge[]): number {
    return unitsOpenAt(charges, this.#owner, this.#issuer.now());
  }

  /**
   * A place in the queue.
   * @param priority the larger goes first, equals in the order in which they came
   * @param lastAt the last instant at which going is worth anything. @default any
   * @param waiter once it is ending it gets no permit. @default it waits until it leaves
   */
  acquire(
    charges: readonly Charge[],
    priority: number,
    lastAt: number = Infinity,
    waiter?: Waiter,
  ): QueuePlace {
    const { queue } = this.#book;
    const wants = { charges, priority, lastAt, waiter };
    const call = new WaitingCall({ ...wants, owner: this.#owner, issuer: this.#issuer, queue });
    queue.join(call);
    return call;
  }

  /**
   * Calls `wake` once a pause comes that lets such a call go after `lastAt` only: what it waits for is worth nothing then.
   * @returns ends that
   */
  watch(charges: readonly Charge[], lastAt: number, wake: () => void): () => void {
    return this.#book.queue.watch({ owner: this.#owner, charges, lastAt, wake });
  }

  async close(): Promise<void> {
    const { now, outstanding, dispatch, limiter } = this.#issuer;
    this.#book.waiting?.drop(this.#owner);
    const nowAt = now();
    for (const permit of outstanding ?? []) permit.abandon(nowAt);
    dispatch();
    await Promise.all([this.#book.leave(this.#boundaries), limiter?.close()]);
  }
}
