import type { Exchange } from '../catalog/exchange.ts';
import type { OrderRequest } from '../catalog/sent-order.ts';
import type { Events } from '../events.ts';
import type { Breaker } from '../policies/breaker.ts';
import type { Budget } from '../policies/budget.ts';
import type { Clock } from '../policies/clock.ts';
import type { Deadlines } from '../policies/deadlines.ts';
import type { Policy } from '../policies/policy.ts';
import type { Reconcile } from '../policies/reconcile.ts';
import type { UnknownIds } from '../policies/unknown-ids.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import type { Category, RouteInfo, Sign } from '../types.ts';
import type { Job } from './job.ts';
import type { SharedSignals } from './shared-signals.ts';

/** Running totals, for `gateway.stats()`. */
export interface Counts {
  calls: number;
  attempts: number;
  pauses: number;
  /** Whether any answer told how much of a limit is used. */
  tellsUsage: boolean;
  readonly categories: Map<Category, number>;
  /** Codes that no table lists. */
  readonly unlisted: Map<string, number>;
}

/** What a gateway is assembled of. All state hangs off it. */
export interface Parts {
  readonly exchange: Exchange;
  readonly mode: 'act' | 'observe';
  readonly sign: Sign | undefined;
  readonly maxAttempts: number;
  readonly deadlineMs: number;
  readonly policyOf: (category: Category, code: string | undefined) => Policy;
  readonly routeOf: (method: string, path: string) => RouteInfo;
  readonly reconcile: Reconcile | undefined;
  /** Client order ids of placings whose outcome nobody knows. */
  readonly unknownIds: UnknownIds;
  readonly throttle: Throttle;
  readonly clock: Clock;
  readonly budget: Budget | undefined;
  readonly breaker: Breaker | undefined;
  readonly deadlines: Deadlines;
  readonly signals: SharedSignals;
  readonly events: Events;
  readonly counts: Counts;
  /** Requests of calls that were ended, kept a while for their answer. */
  readonly lingering: Set<Job>;
  /** Placings under way. */
  readonly placings: Set<Job>;
  readonly random: () => number;
  /** The client order id that stands in a request. */
  readonly readId: (request: OrderRequest) => string | undefined;
  /** Carries a call out: passed in, since a look-up is a call of a call. */
  readonly run: (parts: Parts, call: TransportCall) => Promise<Answer>;
  /** Calls that wait until their client can send. */
  unready: number;
  /** What ends with the gateway: connections that an interceptor holds. */
  readonly closers: Set<() => void>;
  closed: boolean;
  /** Told when the last call under way ends after the gateway was closed. */
  onIdle: (() => void) | undefined;
}

/** Milliseconds on the clock that never steps: every duration and deadline is measured on it. */
export function nowAt(): number {
  return performance.now();
}
