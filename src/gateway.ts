// The gateway as its user sees it: what it offers, over the context that the pipeline works with.
import type { Exchange } from './catalog/exchange.ts';
import type { Limit, LimitChanges } from './catalog/limit.ts';
import { withChanges } from './catalog/limit-size.ts';
import { createContext } from './create-context.ts';
import { etaOf } from './eta.ts';
import type { EventName, Listener } from './gateway-events.ts';
import { type CloseOptions, closeShape, type EtaRequest, type GatewayOptions } from './gateway-options.ts';
import { resolve } from './options/shape.ts';
import { close, panic, recall } from './pipeline/close.ts';
import type { GatewayContext } from './pipeline/context.ts';
import { run } from './pipeline/run.ts';
import type { BreakerState } from './policies/breaker.ts';
import type { Headroom } from './throttle/forecast.ts';
import type { Throttle } from './throttle/throttle.ts';
import { nowAt } from './time/now.ts';
import type { Answer, TransportCall } from './transport/call.ts';
import type { Category } from './types.ts';

/** What `gateway.stats()` tells. */
export interface GatewayStats {
  /** Calls that were begun; requests of ours, such as look-ups, are none. */
  readonly calls: number;
  /** Requests of these calls that ended or were cut off. */
  readonly attempts: number;
  /** Failed attempts per category. */
  readonly categories: Readonly<Partial<Record<Category, number>>>;
  /** Times that each code came which no table lists. */
  readonly unlisted: Readonly<Record<string, number>>;
  /** Calls that wait for their turn. */
  readonly queued: number;
  /** Calls under way, waiting ones included. */
  readonly active: number;
  /** Rate-limit answers that made others wait: those that count on the same limit, or everybody. */
  readonly pauses: number;
  /** Until the last of the pauses lets a call go, in milliseconds. */
  readonly pausedMs: number;
  /** The exchange's time minus ours; undefined until it was read. */
  readonly clockOffsetMs: number | undefined;
  /** `open`: new orders are held back; `half-open`: one call tries. */
  readonly breaker: BreakerState;
  /** Tokens left for retries; undefined without a budget. */
  readonly budget: number | undefined;
}

/**
 * What `await using` asks for, where the compiler's libraries know of it: `esnext.disposable`, or the types of Node. With
 * others a gateway is closed by hand.
 */
export type ClosedAtEnd = typeof Symbol extends { readonly asyncDispose: infer Name extends symbol }
  ? { readonly [Key in Name]: () => Promise<void> }
  : object;

/** One account's way to one exchange. Holds all state; several clients may share it. */
export interface Gateway extends ClosedAtEnd {
  /** The exchange that it leads to. */
  readonly exchange: Exchange;
  /** What it holds calls back by: its own `limits`, else those that the exchange documents; as `setLimits` left them. */
  readonly limits: readonly Limit[];
  /** `observe`: whatever goes through it stays as it is. */
  readonly mode: 'act' | 'observe';
  /** Calls `listener` at every such event; the returned function undoes it. */
  readonly on: <Name extends EventName>(name: Name, listener: Listener<Name>) => () => void;
  /** Counts since it was made, and what is under way now. */
  readonly stats: () => GatewayStats;
  /** What each limit in use admits now. Limits appear with their first call. */
  readonly headroom: () => readonly Headroom[];
  /**
   * When calls would start that came now: waits in milliseconds, the soonest first, 0 for at once. Assumes prompt answers
   * and no call that is more urgent.
   * @throws {TypeError} that names the part that is wrong.
   */
  readonly eta: (plan: EtaRequest) => readonly number[];
  /**
   * Changes capacities by the names of limits, as the exchange tells them (`exchangeInfo`, a customer's level): a number, or
   * `{ capacity, refill }` for a bucket. For calls to come; what was taken stays taken.
   * @throws {TypeError} that names the limit.
   */
  readonly setLimits: (changes: LimitChanges) => void;
  /**
   * Drops everything that waits except cancels: nothing of it is sent once this returns. It rejects with `reason: 'panic'`, the
   * first calls at once and the others over as many turns of the event loop as it takes. What is out is waited for and asked
   * about, and does not go again if it changes anything. @returns how many were dropped
   */
  readonly panic: () => number;
  /**
   * Lifts every pause by hand, over Redis in all processes: what waits goes again, little by little. For an operator who
   * knows that the exchange takes requests again; whatever it refuses then pauses anew.
   */
  readonly resume: () => void;
  /**
   * Ends it: what waits rejects with `reason: 'closed'`, and so does every later call; what is in flight may finish, and
   * is cut after `timeoutMs` (5000). Nothing of it keeps the process alive afterwards. May be called again.
   * @throws {TypeError} that names the option.
   */
  readonly close: (options?: CloseOptions) => Promise<void>;
  /** Resolves when nothing is under way: calls that wait, in flight, or are asked about. */
  readonly idle: () => Promise<void>;
  /**
   * For interceptors: `end` is called once, when the gateway was closed and nothing is in flight any more; at once if it
   * is closed already. The returned function undoes it.
   */
  readonly onClose: (end: () => void) => () => void;
  /** For interceptors: ends the calls of this client that only wait, as `close` would. */
  readonly recall: (client: object, cause?: Error) => void;
  /** For interceptors: carries one call out. */
  readonly run: (call: TransportCall) => Promise<Answer>;
}

const throttleOf: unique symbol = Symbol('exchange-interceptors.throttle');
/** One getter for all gateways: with one each, V8 keeps them as tables, which are larger and slower. */
const limitsProperty = {
  enumerable: true,
  get(this: { readonly [throttleOf]: Throttle }): readonly Limit[] {
    return this[throttleOf].limits;
  },
};

/**
 * Makes a gateway: one account's way to one exchange, with its limits, clock and pauses. `interceptAxios`, `interceptFetch` and
 * `interceptSocket` send through it.
 * @throws {TypeError} that names the option, the value it got and what it takes.
 */
export function createGateway<Code extends string = string>(options: GatewayOptions<Code>): Gateway;
export function createGateway(options: GatewayOptions): Gateway {
  const context = createContext(options);
  const own: Omit<Gateway, 'limits'> = {
    exchange: context.exchange,
    mode: context.mode,
    on: <Name extends EventName>(name: Name, listener: Listener<Name>) => context.events.on(name, listener),
    stats: () => statsOf(context),
    headroom: () => context.throttle.headroom(),
    eta: (plan: EtaRequest) => etaOf(context, plan),
    panic: () => panic(context),
    setLimits: (changes: LimitChanges) => setLimits(context, changes),
    resume: () => context.throttle.resume(),
    close: (options?: CloseOptions) => closeAsTold(context, options),
    idle: () => context.active.idle(),
    onClose: (end: () => void) => onClose(context, end),
    recall: (client: object, cause?: Error) => recall(context, client, cause),
    run: (call: TransportCall) => run(context, call),
    // An older browser has no such symbol: then it is the key 'undefined', which is not used there.
    [Symbol.asyncDispose]: () => closeAsTold(context),
  };
  const gateway = Object.freeze(
    Object.defineProperties(own, { [throttleOf]: { value: context.throttle }, limits: limitsProperty }),
  ) as Gateway;
  context.events.belongTo(gateway);
  return gateway;
}

function setLimits({ throttle }: GatewayContext, changes: LimitChanges): void {
  throttle.resize(withChanges(throttle.limits, changes, { owner: 'setLimits', path: 'setLimits' }));
}

function closeAsTold(context: GatewayContext, options: CloseOptions = {}): Promise<void> {
  return close(context, resolve('close', closeShape, options).timeoutMs);
}

function statsOf(context: GatewayContext): GatewayStats {
  const { counts, throttle } = context;
  return {
    calls: counts.calls,
    attempts: counts.attempts,
    categories: { ...counts.categories },
    unlisted: Object.fromEntries(counts.unlisted ?? []),
    queued: throttle.queued,
    active: context.active.count,
    pauses: counts.pauses,
    pausedMs: Math.max(0, throttle.pausedUntilAt - nowAt()),
    clockOffsetMs: context.clock.reading?.offsetMs,
    breaker: context.breaker?.state ?? 'closed',
    budget: context.budget?.tokens,
  };
}

function onClose({ closers, closed }: GatewayContext, end: () => void): () => void {
  if (closed) end();
  else closers.add(end);
  return () => {
    closers.delete(end);
  };
}
