import type { Exchange } from './catalog/exchange.ts';
import { routeReader } from './catalog/routes.ts';
import { type EventName, Events, type Listener } from './events.ts';
import { bad, checkFunction, checkNumber, checkObject, checkOneOf } from './options.ts';
import type { Answer, Call } from './pipeline/job.ts';
import { nowAt, type Parts } from './pipeline/parts.ts';
import { run } from './pipeline/run.ts';
import { Breaker, type BreakerOptions, type BreakerState } from './policies/breaker.ts';
import { Budget, type BudgetOptions } from './policies/budget.ts';
import { Clock, type ClockOptions } from './policies/clock.ts';
import { Deadlines } from './policies/deadlines.ts';
import { type Policies, policyFinder } from './policies/decide.ts';
import { type Ask, type ReconcileOptions, resolveReconcile } from './policies/reconcile.ts';
import { Throttle } from './policies/throttle.ts';
import type { Category, Limit, Sign } from './types.ts';

export interface GatewayOptions {
  readonly exchange: Exchange;
  /** Signs each attempt, after the limits admitted it. @default nothing is signed */
  readonly sign?: Sign;
  /** @default the exchange's documented ones; `false`: none */
  readonly limits?: readonly Limit[] | false;
  /** Policies by category or by code; they win over the defaults. */
  readonly policies?: Policies;
  /** Asks what became of a write whose outcome is unknown. @default nobody is asked, and the call fails */
  readonly reconcile?: Ask | ReconcileOptions;
  /** Sends of one call in all, the first included. @default 5 */
  readonly maxAttempts?: number;
  /** For a whole call, waits included, in milliseconds. @default 60_000 */
  readonly deadlineMs?: number;
  /** `false`: none. */
  readonly breaker?: BreakerOptions | false;
  /** Retries that all calls share; `false`: no bound. */
  readonly budget?: BudgetOptions | false;
  readonly clock?: ClockOptions;
  /** `observe`: classifies and says what it would do (event `observed`), and acts on nothing. @default 'act' */
  readonly mode?: 'act' | 'observe';
}

export interface GatewayStats {
  readonly calls: number;
  /** Requests that ended, look-ups of the time not counted. */
  readonly attempts: number;
  /** Failed attempts per category. */
  readonly categories: Readonly<Partial<Record<Category, number>>>;
  /** Times that each code came which no table lists. */
  readonly unlisted: Readonly<Record<string, number>>;
  /** Calls that wait for their turn. */
  readonly queued: number;
  /** Calls under way, waiting ones included. */
  readonly active: number;
  /** Rate-limit answers that made everybody wait. */
  readonly pauses: number;
  /** What is left of the pause. */
  readonly pausedMs: number;
  /** The exchange's time minus ours; undefined until it was read. */
  readonly clockOffsetMs: number | undefined;
  readonly breaker: BreakerState;
  /** Tokens left for retries; undefined without a budget. */
  readonly budget: number | undefined;
}

/** One account's way to one exchange. Holds all state; several clients may share it. */
export interface Gateway {
  readonly exchange: Exchange;
  /** Calls `listener` at every such event; the returned function undoes it. */
  readonly on: <Name extends EventName>(name: Name, listener: Listener<Name>) => () => void;
  readonly stats: () => GatewayStats;
  /** Timers and queues are released; what waits rejects with `reason: 'closed'`, and so does every later call. */
  readonly close: () => Promise<void>;
  /** For interceptors: carries one call out. */
  readonly run: (call: Call) => Promise<Answer>;
}

/**
 * Makes a gateway.
 * @throws {TypeError} that names the option, the value it got and what it takes.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const parts = assemble(options);
  return Object.freeze({
    exchange: parts.exchange,
    on: <Name extends EventName>(name: Name, listener: Listener<Name>) => parts.events.on(name, listener),
    stats: () => statsOf(parts),
    close: () => close(parts),
    run: (call: Call) => run(parts, call),
  });
}

function assemble(options: GatewayOptions): Parts {
  checkOptions(options);
  const { exchange, sign, limits = exchange.limits, budget = {}, breaker = {} } = options;
  const events = new Events();
  return {
    exchange,
    mode: options.mode ?? 'act',
    sign,
    maxAttempts: checkNumber('maxAttempts', options.maxAttempts ?? 5, { min: 1, integer: true }),
    deadlineMs: checkNumber('deadlineMs', options.deadlineMs ?? 60_000, { min: 1 }),
    policyOf: policyFinder(options.policies),
    routeOf: routeReader(exchange),
    reconcile: resolveReconcile(options.reconcile, exchange.settle),
    throttle: new Throttle(limits === false ? [] : limits, nowAt),
    clock: new Clock(options.clock ?? {}, (change) => events.emit('clock', change)),
    budget: budget === false ? undefined : new Budget(budget),
    breaker:
      breaker === false
        ? undefined
        : new Breaker(breaker, (state, why) => events.emit('breaker', { state, why })),
    deadlines: new Deadlines(nowAt),
    events,
    counts: { calls: 0, attempts: 0, pauses: 0, categories: new Map(), unlisted: new Map() },
    jobs: new Set(),
    lingering: new Set(),
    random: Math.random,
    run,
    closed: false,
  };
}

const optionNames: ReadonlySet<string> = new Set([
  'exchange',
  'sign',
  'limits',
  'policies',
  'reconcile',
  'maxAttempts',
  'deadlineMs',
  'breaker',
  'budget',
  'clock',
  'mode',
]);

function checkOptions(options: GatewayOptions): void {
  checkObject('createGateway', options);
  for (const name of Object.keys(options)) {
    if (!optionNames.has(name)) throw new TypeError(`createGateway has no option \`${name.slice(0, 40)}\`.`);
  }
  const { exchange, sign, limits, budget, breaker, clock } = options;
  if (typeof exchange !== 'object' || exchange === null || !(exchange.catalog instanceof Map)) {
    throw bad('exchange', exchange, 'an exchange, such as `mexcContract` or what `defineExchange` returns');
  }
  if (sign !== undefined) checkFunction('sign', sign);
  if (limits !== undefined && limits !== false && !Array.isArray(limits))
    throw bad('limits', limits, 'a list, or false');
  if (budget !== undefined && budget !== false) checkObject('budget', budget);
  if (breaker !== undefined && breaker !== false) checkObject('breaker', breaker);
  if (clock !== undefined) checkObject('clock', clock);
  if (options.mode !== undefined) checkOneOf('mode', options.mode, ['act', 'observe']);
}

function statsOf(parts: Parts): GatewayStats {
  const { counts, throttle } = parts;
  return {
    calls: counts.calls,
    attempts: counts.attempts,
    categories: Object.fromEntries(counts.categories),
    unlisted: Object.fromEntries(counts.unlisted),
    queued: throttle.queued,
    active: parts.jobs.size,
    pauses: counts.pauses,
    pausedMs: Math.max(0, throttle.pausedUntilAt - nowAt()),
    clockOffsetMs: parts.clock.reading?.offsetMs,
    breaker: parts.breaker?.state ?? 'closed',
    budget: parts.budget?.tokens,
  };
}

async function close(parts: Parts): Promise<void> {
  parts.closed = true;
  for (const job of parts.jobs) job.cut({ reason: 'closed', cause: undefined });
  for (const job of parts.lingering) job.letGo?.();
  parts.deadlines.close();
  await parts.throttle.close();
}
