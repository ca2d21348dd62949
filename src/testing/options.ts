import {
  bad,
  couldBeCode,
  type Exchange,
  isListed,
  isObject,
  type Kind,
  type Place,
  resolve,
} from '../internal.ts';
import { dialectOf } from './definition/index.ts';
import type { Dialect } from './dialect.ts';
import { dialects } from './dialects/index.ts';
import type { Fault, FaultKind, FaultTable } from './faults.ts';
import type { SimLimit, WindowKind } from './limits.ts';
import type { Credentials } from './request.ts';
import { type Defaulted, simulateShape } from './shapes.ts';

/** Options of `simulateExchange`; every one may be left out. */
export interface SimulateOptions {
  /** What the exchange enforces; `false` for nothing. @default the exchange's documented limits */
  readonly limits?: readonly SimLimit[] | false;
  /** How it counts. @default 'sliding' */
  readonly window?: WindowKind;
  /** Whether a throttled answer says in a `Retry-After` header when the limit has room. @default false */
  readonly retryAfter?: boolean;
  /** After that many requests over a limit, nothing is answered for `forMs` but the ban. @default no bans */
  readonly ban?: { readonly after: number; readonly forMs: number };
  /** Exchange's clock minus `now`, in milliseconds. @default 0 */
  readonly clockSkewMs?: number;
  /** How much faster than `now` the exchange's clock runs, in millionths. @default 0 */
  readonly clockDriftPpm?: number;
  /** How far a timestamp may be off, both ways, in milliseconds. @default what the exchange documents, else no check */
  readonly toleranceMs?: number;
  /** Faults by chance; of several tables the first that hits counts. @default none */
  readonly faults?: FaultTable | readonly FaultTable[];
  /** Quote units to spend. An order costs price times quantity. @default Infinity */
  readonly funds?: number;
  /** The markets that there are; orders for others are refused. @default any */
  readonly symbols?: readonly string[];
  /** Price of the ticker and of market orders, in quote units. @default 100 */
  readonly price?: number;
  /** With it key, timestamp and signature of signed routes must be there and right. @default not checked */
  readonly credentials?: Credentials;
  /** Whether a known client order id is refused. @default what the exchange documents */
  readonly deduplicate?: boolean;
  /** For how long look-ups and lists do not show a new order, in milliseconds. @default 0 */
  readonly lookupLagMs?: number;
  /** How long each answer takes, in milliseconds. @default 0 */
  readonly latencyMs?: number;
  /** Of all chance. @default 1 */
  readonly seed?: number;
  /** Milliseconds since 1970. @default Date.now, looked up at each call so that fake timers work */
  readonly now?: () => number;
  /** How the exchange speaks, for one of your own. @default that of the exchange's `id`, else what its definition says */
  readonly dialect?: Dialect;
}

/** Options with every default in place. */
export interface ResolvedOptions
  extends Required<
    Omit<
      SimulateOptions,
      'limits' | 'faults' | 'ban' | 'credentials' | 'deduplicate' | 'toleranceMs' | 'symbols'
    >
  > {
  readonly limits: readonly SimLimit[];
  readonly faults: readonly FaultTable[];
  readonly symbols: ReadonlySet<string> | undefined;
  readonly deduplicate: Dialect['deduplicates'];
  readonly tolerance: Dialect['tolerance'];
  readonly ban: { readonly after: number; readonly forMs: number } | undefined;
  readonly credentials: Credentials | undefined;
}

const place: Place = { owner: 'simulateExchange', path: '', opening: 'simulateExchange: ' };

/** @throws {TypeError} that names the option, the value it got and what it takes. */
export function resolveOptions(exchange: Exchange, options: SimulateOptions): ResolvedOptions {
  if (!isObject(exchange) || !(Reflect.get(exchange, 'catalog') instanceof Map))
    refuse('exchange', exchange, 'an exchange, such as `mexcContract` or what `defineExchange` returns');
  const given = resolve<SimulateOptions, Defaulted>(place, simulateShape, options);
  const dialect = given.dialect ?? dialects.get(exchange.id) ?? dialectOf(exchange, given.credentials);
  const {
    toleranceMs,
    faults = [],
    limits = exchange.limits,
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
