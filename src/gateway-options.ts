// The options of a gateway and of its methods, and the tables that check them.
import type { Describe } from './call-options.ts';
import type { Exchange } from './catalog/exchange.ts';
import type { CallWeight, Limit } from './catalog/limit.ts';
import { callWeight, limitList, methodName } from './catalog/limit-shape.ts';
import type { Policies } from './decision.ts';
import { bad, isObject } from './options/check-value.ts';
import {
  alsoCalled,
  duration,
  func,
  list,
  none,
  number,
  object,
  oneOf,
  only,
  record,
  required,
  secret,
  text,
  union,
  withDefault,
} from './options/kinds.ts';
import { type Resolved, resolve, type Shape } from './options/shape.ts';
import { type BreakerOptions, breakerShape } from './policies/breaker.ts';
import { type BudgetOptions, budgetShape } from './policies/budget.ts';
import { type Ask, type ReconcileOptions, reconcileKind } from './policies/reconcile.ts';
import { type RedisOptions, redisShape } from './redis/options.ts';
import { SharedIp } from './throttle/shared-ip.ts';
import { type ClockOptions, clockShape } from './time/clock-options.ts';
import type { Sign } from './types.ts';

/** What `createGateway` takes. `Code`: the codes that the exchange's tables list. */
export interface GatewayOptions<Code extends string = string> {
  /** The exchange that it leads to: a built-in one, or what `defineExchange` returns. */
  readonly exchange: Exchange<Code>;
  /** Signs each attempt, after the limits admitted it. @default nothing is signed */
  readonly sign?: Sign;
  /** What may be sent in how much time; `false`: nothing is counted. @default the exchange's documented limits */
  readonly limits?: readonly Limit[] | false;
  /**
   * The customer's level, by the exchange's word: its limits have the capacities of that level. @default the lowest that the
   * profile knows
   */
  readonly tier?: string;
  /** Policies by category or by code; they win over the defaults. @default none: those of the exchange, then the usual ones */
  readonly policies?: Policies<Code>;
  /** Asks what became of a write whose outcome is unknown. @default nothing is asked, and the call fails */
  readonly reconcile?: Ask | ReconcileOptions;
  /** Sends of one call in all, the first included. @default 5 */
  readonly maxAttempts?: number;
  /** For a whole call, waits included, in milliseconds. @default 60_000 */
  readonly deadlineMs?: number;
  /**
   * For one attempt, from its sending to the end of its answer, in milliseconds: then it counts as lost, so that a read goes
   * again and a write is looked up. @default the deadline alone; a write that can be looked up is asked about before that,
   * while its answer may still come
   */
  readonly attemptTimeoutMs?: number;
  /**
   * When new orders are held back from an exchange that refuses the key or is down; `false`: never.
   * @default on, as `breaker` below says
   */
  readonly breaker?: BreakerOptions | false;
  /** Retries that all calls share; `false`: no bound. @default on, as `budget` below says */
  readonly budget?: BudgetOptions | false;
  /** How the exchange's time is read. @default as `clock` below says */
  readonly clock?: ClockOptions;
  /** Shares limits and pauses with other processes. @default this process has the limits to itself */
  readonly redis?: RedisOptions;
  /** What gateways behind one address share, made by `sharedIp()`. @default nothing is shared */
  readonly ip?: SharedIp;
  /**
   * The longest pause that is believed, in milliseconds: after so long one call probes, and the others wait for its answer.
   * @default 900_000, or the longest ban that the exchange documents
   */
  readonly maxPauseMs?: number;
  /**
   * Says of a call what its caller would have said, where that is an SDK and can pass no options: a client order id, a
   * deadline. A call's own options win. Gets the request before it is signed. @default nothing is said
   */
  readonly describe?: Describe;
  /**
   * More hosts that signed requests may go to, beside those of the exchange's profile: `api.example.com`, or with a port.
   * Elsewhere such a call fails unsent. @default the profile's, and the machine itself
   */
  readonly hosts?: readonly string[];
  /** `observe`: classifies and says what it would do (event `observed`), and acts on nothing. @default 'act' */
  readonly mode?: 'act' | 'observe';
}

type DefaultedOption = 'maxAttempts' | 'deadlineMs' | 'mode';

/** One line for each option: adding one means adding it here and to the interface. */
export const gatewayShape: Shape<GatewayOptions, DefaultedOption> = {
  exchange: required(
    only(
      'an exchange itself and not its name, such as `mexcContract` or what `defineExchange` returns',
      (value) => isObject(value) && Reflect.get(value, 'catalog') instanceof Map,
    ),
    'profile',
    'venue',
  ),
  // A text here would be a key.
  sign: alsoCalled(
    secret(
      'a function, such as `mexcContract.signer({ apiKey, apiSecret })` returns',
      (value) => typeof value === 'function',
    ),
    'signer',
    'signature',
  ),
  limits: alsoCalled(union(limitList, none), 'rateLimit', 'rateLimits', 'throttle'),
  tier: alsoCalled(text, 'vip', 'level'),
  // Its keys and values are checked where the exchange is known.
  policies: record(only('a policy', () => true)),
  reconcile: alsoCalled(reconcileKind, 'lookup', 'lookUp'),
  maxAttempts: withDefault(
    alsoCalled(number({ min: 1, integer: true }), 'retries', 'maxRetries', 'retry', 'attempts'),
    5,
  ),
  deadlineMs: withDefault(alsoCalled(duration({ min: 1 }), 'timeout', 'timeoutMs', 'maxRetryTime'), 60_000),
  attemptTimeoutMs: alsoCalled(duration({ min: 1 }), 'perTryTimeout', 'requestTimeout'),
  breaker: alsoCalled(union(object(breakerShape), none), 'circuitBreaker'),
  budget: alsoCalled(union(object(budgetShape), none), 'retryBudget'),
  clock: object(clockShape),
  redis: object(redisShape, undefined, 'an object with `client`'),
  ip: alsoCalled(
    only('what `sharedIp()` returns', (value) => value instanceof SharedIp),
    'sharedIp',
  ),
  maxPauseMs: alsoCalled(duration({ min: 1 }), 'maxRetryAfter', 'maxWaitMs'),
  describe: func,
  hosts: list(only("a host such as 'api.example.com', with neither 'https://' nor a path", isHost)),
  mode: withDefault(oneOf('act', 'observe'), 'act'),
};

/** Checks everything that `createGateway` takes, whatever is nested in it included. */
export function resolveGateway(options: GatewayOptions): Resolved<GatewayOptions, DefaultedOption> {
  if (isObject(options) && Reflect.get(options, 'catalog') instanceof Map)
    throw bad('createGateway options', options, 'an object with `exchange`, not the exchange itself');
  const resolved = resolve({ owner: 'createGateway', path: '' }, gatewayShape, options);
  const { sign, exchange } = resolved;
  if (sign !== undefined && sign === Reflect.get(exchange, 'signer'))
    throw bad('sign', sign, 'what the signer returns: call it with `{ apiKey, apiSecret }`');
  return resolved;
}

/** No scheme, no path: what a URL has as its `host`. */
function isHost(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value !== '' &&
    URL.canParse(`http://${value}/`) &&
    !/[/?#@*\s\\]/.test(value)
  );
}

/** Which calls `gateway.eta` is asked about. */
export interface EtaRequest {
  /** Of the request, in capital letters. @default 'GET' */
  readonly method?: string;
  /** Of the request, without query. */
  readonly path: string;
  /** Its parameters, for limits and weights that look at some. @default none */
  readonly params?: Readonly<Record<string, string>>;
  /** Units of each, of every limit or by the names of limits. @default what the limits say */
  readonly weight?: CallWeight;
  /** How many such requests come at once. @default 1 */
  readonly count?: number;
  /** The larger goes first. @default 0 */
  readonly priority?: number;
}

export const etaShape: Shape<EtaRequest, 'method' | 'count' | 'priority'> = {
  method: withDefault(methodName, 'GET'),
  path: required(
    only('a path such as "/api/v1/order"', (value) => typeof value === 'string' && value.startsWith('/')),
    'url',
  ),
  params: record(text),
  weight: callWeight,
  count: withDefault(number({ min: 1, max: 100_000, integer: true }), 1),
  priority: withDefault(number(), 0),
};

/** What `gateway.close` takes. */
export interface CloseOptions {
  /** For how long what is in flight may still finish, in milliseconds; then it is cut. @default 5000 */
  readonly timeoutMs?: number;
}

export const closeShape: Shape<CloseOptions, 'timeoutMs'> = { timeoutMs: withDefault(duration(), 5000) };
