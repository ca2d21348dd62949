// Assembles the parts of one gateway from its options.
import type { Exchange } from './catalog/exchange.ts';
import type { Limit } from './catalog/limit.ts';
import { withChanges } from './catalog/limit-size.ts';
import { routeReader } from './catalog/routes.ts';
import { Events } from './events.ts';
import { type GatewayOptions, resolveGateway } from './gateway-options.ts';
import { bad, type Place, wordsOf } from './options/check-value.ts';
import { ActiveCalls, Counts, type GatewayContext } from './pipeline/context.ts';
import { Placings } from './pipeline/placings.ts';
import { run } from './pipeline/run.ts';
import { SharedSignals } from './pipeline/waits.ts';
import { Breaker } from './policies/breaker.ts';
import { Budget } from './policies/budget.ts';
import { policyFinder } from './policies/default-policies.ts';
import { resolveReconcile } from './policies/reconcile.ts';
import { UnknownIds } from './policies/unknown-ids.ts';
import { joinProcesses } from './redis/join.ts';
import { type RedisOptions, resolveRedis } from './redis/options.ts';
import { defaultMaxPauseMs } from './throttle/pauses.ts';
import type { Join } from './throttle/shared-limiter.ts';
import { Throttle } from './throttle/throttle.ts';
import { Clock } from './time/clock.ts';
import type { ClockOptions } from './time/clock-options.ts';
import { Deadlines } from './time/deadlines.ts';
import { nowAt } from './time/now.ts';

/**
 * Assembles a gateway from its options.
 * @throws {TypeError} that names the option, the value it got and what it takes.
 */
export function createContext(options: GatewayOptions): GatewayContext {
  const { exchange, sign, maxAttempts, deadlineMs, mode, ...given } = resolveGateway(options);
  const { budget = {} } = given;
  const events = new Events();
  const clock = clockOf(exchange, given.clock, events);
  return {
    exchange,
    mode,
    sign,
    maxAttempts,
    deadlineMs,
    attemptTimeoutMs: given.attemptTimeoutMs,
    policyOf: policyFinder(given.policies, exchange),
    routeOf: routeReader(exchange),
    reconcile: resolveReconcile(given.reconcile, exchange),
    unknownIds: new UnknownIds(),
    throttle: throttleOf(exchange, given, clock, events),
    clock,
    budget: budget === false ? undefined : new Budget(budget),
    breaker: breakerOf(given.breaker, events),
    deadlines: new Deadlines(nowAt),
    signals: new SharedSignals(),
    events,
    counts: new Counts(),
    placings: new Placings(),
    stragglers: new Set(),
    active: new ActiveCalls(),
    hosts: new Set([...exchange.hosts, ...(given.hosts ?? [])].map((host) => host.toLowerCase())),
    firstOrigin: undefined,
    describe: given.describe,
    random: Math.random,
    run,
    closers: new Set(),
    closed: false,
    closing: undefined,
    closeTimers: [],
  };
}

function clockOf(exchange: Exchange, options: ClockOptions | undefined, events: Events): Clock {
  const clock = new Clock(options ?? {}, (change) => events.emit('clock', change));
  if (!refusesStamps(exchange)) clock.trial.end();
  return clock;
}

function breakerOf(options: GatewayOptions['breaker'], events: Events): Breaker | undefined {
  if (options === false) return undefined;
  return new Breaker(options ?? {}, (state, why) => events.emit('breaker', { state, why }));
}

function throttleOf(
  exchange: Exchange,
  given: Omit<GatewayOptions, 'exchange'>,
  clock: Clock,
  events: Events,
): Throttle {
  return new Throttle(limitsOf(exchange, given), nowAt, {
    boundaries: (windowMs, at) => clock.boundaryAfter(windowMs, at),
    join: given.redis && joinThrough(given.redis, exchange.id, events),
    book: given.ip?.bookOf(exchange.id, nowAt),
    maxPauseMs: given.maxPauseMs ?? Math.max(defaultMaxPauseMs, exchange.maxPauseMs),
  });
}

/** What holds calls back: the gateway's own limits and, whatever it has, those of the exchange that always hold. */
function limitsOf(
  exchange: Exchange,
  { limits: own, tier }: Pick<GatewayOptions, 'limits' | 'tier'>,
): readonly Limit[] {
  const documented = tier === undefined ? exchange.limits : withTier(exchange, tier);
  if (own === undefined) return documented;
  const given = own || [];
  const isGiven = ({ name }: Limit): boolean => given.some((limit) => limit.name === name);
  return [...documented.filter((limit) => limit.always && !isGiven(limit)), ...given];
}

/** @throws {TypeError} for a tier that the exchange has not. */
function withTier({ tiers, limits }: Exchange, tier: string): readonly Limit[] {
  const changes = Object.hasOwn(tiers, tier) ? tiers[tier] : undefined;
  const place: Place = { owner: 'createGateway', path: 'tier' };
  if (changes) return withChanges(limits, changes, place);
  const names = Object.keys(tiers);
  throw bad('tier', tier, names.length > 0 ? wordsOf(names) : 'nothing: the exchange has no tiers', place);
}

function joinThrough(redis: RedisOptions, exchangeId: string, events: Events): Join {
  const resolved = resolveRedis(redis, exchangeId);
  return (listener) =>
    joinProcesses(
      resolved,
      {
        ...listener,
        onState: (state) => events.emit('redis', state),
        onMismatch: (mismatch) => events.emit('mismatch', mismatch),
      },
      nowAt,
    );
}

/** Whether it is known to refuse a request for its time, so that a few calls can show whether ours is right. */
function refusesStamps({ catalog }: Exchange): boolean {
  for (const { category } of catalog.values()) if (category === 'timestamp') return true;
  return false;
}
