import type { Exchange } from '../catalog/exchange.ts';
import type { Dialect } from './dialect.ts';
import { dialects } from './dialects/index.ts';
import { type Fault, type FaultKind, type FaultTable, faultKinds } from './faults.ts';
import type { SimLimit, WindowKind } from './limits.ts';
import type { Credentials } from './request.ts';

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
  /** How the exchange speaks, for one of your own. @default the dialect of the exchange's `id` */
  readonly dialect?: Dialect;
}

/** Options with every default in place. */
export interface ResolvedOptions
  extends Required<Omit<SimulateOptions, 'limits' | 'faults' | 'ban' | 'credentials' | 'toleranceMs'>> {
  readonly limits: readonly SimLimit[];
  readonly faults: readonly FaultTable[];
  readonly tolerance: Dialect['tolerance'];
  readonly ban: { readonly after: number; readonly forMs: number } | undefined;
  readonly credentials: Credentials | undefined;
}

type Check = (value: unknown) => boolean;

const is = {
  finite: (value: unknown) => Number.isFinite(value),
  count: (value: unknown) => Number.isInteger(value) && Number(value) >= 1,
  duration: (value: unknown) => Number.isFinite(value) && Number(value) >= 0,
  positive: (value: unknown) => typeof value === 'number' && value > 0,
  boolean: (value: unknown) => typeof value === 'boolean',
  record: (value: unknown) => typeof value === 'object' && value !== null,
  callable: (value: unknown) => typeof value === 'function',
} satisfies Record<string, Check>;

const isDuration = 'a number of milliseconds, 0 or more';
const rules: Readonly<Record<keyof SimulateOptions, readonly [Check, string]>> = {
  limits: [(value) => value === false || Array.isArray(value), 'a list of limits, or false'],
  window: [(value) => value === 'sliding' || value === 'fixed', "'sliding' or 'fixed'"],
  retryAfter: [is.boolean, 'true or false'],
  ban: [is.record, 'an object { after, forMs }'],
  clockSkewMs: [is.finite, 'a number of milliseconds'],
  clockDriftPpm: [is.finite, 'a number of millionths'],
  toleranceMs: [is.duration, isDuration],
  faults: [is.record, 'an object { rate, kinds, seed, match }, or a list of them'],
  funds: [(value) => typeof value === 'number' && value >= 0, 'a number of quote units, 0 or more'],
  price: [(value) => is.positive(value) && is.finite(value), 'a positive number of quote units'],
  credentials: [is.record, 'an object { apiKey, apiSecret }'],
  deduplicate: [is.boolean, 'true or false'],
  lookupLagMs: [is.duration, isDuration],
  latencyMs: [is.duration, isDuration],
  seed: [is.finite, 'a number'],
  now: [is.callable, 'a function that returns milliseconds since 1970'],
  dialect: [is.record, 'a dialect'],
};

/** @throws {TypeError} that names the option, the value it got and what it takes. */
export function resolveOptions(exchange: Exchange, options: SimulateOptions): ResolvedOptions {
  checkOptions(options);
  const dialect = options.dialect ?? dialects.get(exchange.id);
  if (!dialect) {
    throw new TypeError(`simulateExchange: \`dialect\` is required, there is none for "${exchange.id}".`);
  }
  const { toleranceMs, faults = [] } = options;
  return {
    window: options.window ?? 'sliding',
    retryAfter: options.retryAfter ?? false,
    ban: checkedBan(options.ban),
    clockSkewMs: options.clockSkewMs ?? 0,
    clockDriftPpm: options.clockDriftPpm ?? 0,
    tolerance: toleranceOf(dialect, toleranceMs),
    limits: checkedLimits(options.limits ?? exchange.limits),
    faults: checkedTables('rate' in faults ? [faults] : faults),
    funds: options.funds ?? Number.POSITIVE_INFINITY,
    price: options.price ?? 100,
    credentials: checkedCredentials(options.credentials),
    deduplicate: options.deduplicate ?? dialect.deduplicates,
    lookupLagMs: options.lookupLagMs ?? 0,
    latencyMs: options.latencyMs ?? 0,
    seed: options.seed ?? 1,
    now: options.now ?? (() => Date.now()),
    dialect,
  };
}

function checkOptions(options: SimulateOptions): void {
  if (!is.record(options)) refuse('options', options, 'an object');
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof SimulateOptions] : undefined;
    if (!rule) refuse(name, value, `one of ${Object.keys(rules).join(', ')}`);
    else if (value !== undefined && !rule[0](value)) refuse(name, value, rule[1]);
  }
}

/** An exchange that takes any instant ahead, as an expiry is, goes on to do so. */
function toleranceOf(
  { tolerance, timestampAhead }: Dialect,
  toleranceMs: number | undefined,
): Dialect['tolerance'] {
  if (toleranceMs === undefined) return tolerance;
  return { behindMs: toleranceMs, aheadMs: timestampAhead ? tolerance.aheadMs : toleranceMs };
}

function checkedLimits(limits: readonly SimLimit[] | false): readonly SimLimit[] {
  for (const [index, limit] of (limits || []).entries()) {
    if (!is.count(limit?.capacity))
      refuse(`limits[${index}].capacity`, limit?.capacity, 'a whole number, 1 or more');
    if (!is.positive(limit.windowMs))
      refuse(`limits[${index}].windowMs`, limit.windowMs, 'a positive number of milliseconds');
  }
  return limits || [];
}

function checkedTables(tables: readonly FaultTable[]): readonly FaultTable[] {
  for (const { rate, kinds } of tables) {
    if (!(typeof rate === 'number' && rate >= 0 && rate <= 1))
      refuse('faults.rate', rate, 'a share from 0 to 1');
    for (const fault of kinds ?? []) checkFault(fault, 'faults.kinds');
    if (kinds?.length === 0) refuse('faults.kinds', kinds, 'at least one kind');
  }
  return tables;
}

/** @throws {TypeError} for a fault that there is none of. */
export function checkFault(fault: FaultKind | Fault, option: string): void {
  const kind: unknown = typeof fault === 'string' ? fault : fault?.kind;
  if (!faultKinds.some((known) => known === kind)) refuse(option, kind, `one of ${faultKinds.join(', ')}`);
}

function checkedBan(ban: SimulateOptions['ban']): ResolvedOptions['ban'] {
  if (ban && !is.count(ban.after)) refuse('ban.after', ban.after, 'a whole number of requests, 1 or more');
  if (ban && !is.positive(ban.forMs)) refuse('ban.forMs', ban.forMs, 'a positive number of milliseconds');
  return ban;
}

function checkedCredentials(credentials: Credentials | undefined): Credentials | undefined {
  if (credentials === undefined) return undefined;
  if (!credentials.apiKey) refuse('credentials.apiKey', credentials.apiKey, 'a string');
  if (!credentials.apiSecret && !credentials.publicKey)
    refuse('credentials.apiSecret', undefined, 'a string');
  return credentials;
}

/** Throws the one sentence of every mistake. */
export function refuse(option: string, value: unknown, takes: string): never {
  throw new TypeError(`simulateExchange: \`${option}\` must be ${takes}; got ${String(value)}.`);
}
