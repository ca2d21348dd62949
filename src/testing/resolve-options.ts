// Checks what a simulated exchange is given, and puts the defaults in place.
import {
  bad,
  couldBeCode,
  type Exchange,
  isListed,
  isObject,
  type Kind,
  type Limit,
  type Place,
  resolve,
} from '../internal.ts';
import { dialectOf } from './definition/index.ts';
import type { Dialect } from './dialect.ts';
import { additions, dialects } from './dialects/index.ts';
import type { Fault, FaultKind } from './faults.ts';
import { type SimulateDefaulted, simulateShape } from './shapes.ts';
import type { ResolvedOptions, SimulateOptions } from './simulate-options.ts';

const place: Place = { owner: 'simulateExchange', path: '', opening: 'simulateExchange: ' };

/** @throws {TypeError} that names the option, the value it got and what it takes. */
export function resolveOptions(exchange: Exchange, options: SimulateOptions): ResolvedOptions {
  if (!isObject(exchange) || !(Reflect.get(exchange, 'catalog') instanceof Map))
    refuse('exchange', exchange, 'an exchange, such as `mexcContract` or what `defineExchange` returns');
  const given = resolve<SimulateOptions, SimulateDefaulted>(place, simulateShape, options);
  const dialect = dialectOf(
    exchange,
    given.credentials,
    given.dialect ?? dialects.get(exchange.id) ?? additions.get(exchange.id),
  );
  const {
    toleranceMs,
    faults = [],
    limits = exchange.limits.filter((limit) => !isForOrder(limit, dialect)),
    deduplicate,
    ban,
    credentials,
    symbols,
    ...rest
  } = given;
  const tables = 'rate' in faults ? [faults] : faults;
  for (const { kinds = [] } of tables) {
    for (const fault of kinds) checkCode(exchange, fault, 'faults.kinds');
  }
  return {
    ...rest,
    ban,
    credentials,
    tolerance: toleranceOf(dialect, toleranceMs),
    limits: limits || [],
    faults: tables,
    symbols: symbols && new Set(symbols),
    deduplicate: deduplicate ?? dialect.deduplicates,
    dialect,
  };
}

/** @throws {TypeError} for a code that the exchange could not say, which no gateway would understand. */
export function checkCode(exchange: Exchange, fault: FaultKind | Fault, option: string): void {
  if (typeof fault === 'string' || fault.code === undefined) return;
  const { code } = fault;
  if (isListed(exchange, code) || couldBeCode(exchange, code)) return;
  refuse(`${option}.code`, code, 'a code as the exchange writes its own');
}

/** One call at a time is how a client keeps its nonces in order: where these are checked, the exchange counts no calls. */
function isForOrder({ inFlight, always }: Limit, { nonceGrows }: Dialect): boolean {
  return inFlight === true && always === true && nonceGrows === true;
}

/** An exchange that takes any instant ahead, as an expiry is, goes on to do so. */
function toleranceOf(
  { tolerance, timestampAhead }: Dialect,
  toleranceMs: number | undefined,
): Dialect['tolerance'] {
  if (toleranceMs === undefined) return tolerance;
  return { behindMs: toleranceMs, aheadMs: timestampAhead ? tolerance.aheadMs : toleranceMs };
}

/**
 * Checks what a method is given. `option` begins the names of what stands inside.
 * @throws {TypeError} for what it does not take.
 */
export function checkArgument(kind: Kind, option: string, value: unknown): void {
  kind.check(value, option, place);
}

/** Throws the one sentence of every mistake. */
export function refuse(option: string, value: unknown, takes: string): never {
  throw bad(option, value, takes, place);
}
