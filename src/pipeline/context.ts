// What hangs off one gateway: its settings, its parts, and all of its state.
import type { Describe } from '../call-options.ts';
import type { Exchange } from '../catalog/exchange.ts';
import type { RouteReader } from '../catalog/routes.ts';
import type { Policy } from '../decision.ts';
import type { Events } from '../events.ts';
import type { Breaker } from '../policies/breaker.ts';
import type { Budget } from '../policies/budget.ts';
import type { Reconcile } from '../policies/reconcile.ts';
import type { UnknownIds } from '../policies/unknown-ids.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { Clock } from '../time/clock.ts';
import type { Deadlines } from '../time/deadlines.ts';
import type { Abortable } from '../transport/abortable.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import type { Category, Sign } from '../types.ts';
import type { Placings } from './placings.ts';
import type { SharedSignals } from './waits.ts';

/** Running totals, for `gateway.stats()`. */
export class Counts {
  /** Numbers given to calls, to look-ups of ours as well. */
  numbered = 0;
  /** The time in the client order id that was made up last, in milliseconds since 1970. */
  namedAtMs = 0;
  /** The user's calls. */
  calls = 0;
  attempts = 0;
  pauses = 0;
  /** Calls that failed with nothing sent. */
  unsent = 0;
  /** Whether any answer said how much of a limit is used. */
  tellsUsage = false;
  readonly categories: Partial<Record<Category, number>> = {};
  /** Codes that no table lists; undefined until one came. */
  unlisted: Map<string, number> | undefined;
}

/** How many calls are under way, and who waits until there is none. A number: a call that ends must not list the others. */
export class ActiveCalls {
  #count = 0;
  #waiting: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}

/** What every step of the pipeline gets beside the call. */
export interface GatewayContext {
  readonly exchange: Exchange;
  readonly mode: 'act' | 'observe';
  readonly sign: Sign | undefined;
  readonly maxAttempts: number;
  readonly deadlineMs: number;
  readonly attemptTimeoutMs: number | undefined;
  readonly policyOf: (category: Category, code: string | undefined, listed?: string) => Policy;
  readonly routeOf: RouteReader;
  readonly reconcile: Reconcile | undefined;
  /** Client order ids of placings whose outcome is unknown. */
  readonly unknownIds: UnknownIds;
  readonly throttle: Throttle;
  readonly clock: Clock;
  readonly budget: Budget | undefined;
  readonly breaker: Breaker | undefined;
  readonly deadlines: Deadlines;
  readonly signals: SharedSignals;
  readonly events: Events;
  readonly counts: Counts;
  /** Placings under way. */
  readonly placings: Placings;
  /** Requests that are not waited for any longer, and that their clients have not ended. */
  readonly stragglers: Set<Abortable>;
  readonly active: ActiveCalls;
  /** Hosts that signed requests may go to, as they are written. */
  readonly hosts: ReadonlySet<string>;
  /** Where neither profile nor options name a host: the origin that was signed for first. */
  firstOrigin: string | undefined;
  /** What the caller would have said of a call that can carry no options. */
  readonly describe: Describe | undefined;
  readonly random: () => number;
  /** Carries a call out: passed in, since a look-up and a clock read are calls within a call. */
  readonly run: (context: GatewayContext, transport: TransportCall) => Promise<Answer>;
  /** What ends with the gateway: connections that an interceptor holds. */
  readonly closers: Set<() => void>;
  closed: boolean;
  /** The one end that all who close it wait for. */
  closing: Promise<void> | undefined;
  /** What cuts short, after a while, that which is in flight. */
  readonly closeTimers: ReturnType<typeof setTimeout>[];
}
