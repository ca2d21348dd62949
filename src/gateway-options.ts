import type { Exchange } from './catalog/exchange.ts';
import { bad, checkFunction, checkObject, checkOneOf } from './options.ts';
import type { BreakerOptions } from './policies/breaker.ts';
import type { BudgetOptions } from './policies/budget.ts';
import type { ClockOptions } from './policies/clock.ts';
import type { Policies } from './policies/decide.ts';
import type { Ask, ReconcileOptions } from './policies/reconcile.ts';
import type { RedisOptions } from './redis/options.ts';
import type { Limit, Sign } from './types.ts';

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
  /** Shares limits and pauses with other processes. @default this process has the limits to itself */
  readonly redis?: RedisOptions;
  /** `observe`: classifies and says what it would do (event `observed`), and acts on nothing. @default 'act' */
  readonly mode?: 'act' | 'observe';
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
  'redis',
  'mode',
]);

/** Checks what no part of the gateway checks by itself. */
export function checkOptions(options: GatewayOptions): void {
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
