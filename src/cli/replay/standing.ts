import type { Exchange } from '../../catalog/exchange.ts';
import { routeReader } from '../../catalog/routes.ts';
import { Breaker } from '../../policies/breaker.ts';
import { Budget } from '../../policies/budget.ts';
import { Limits } from '../../throttle/limits.ts';
import type { Category, RouteInfo } from '../../types.ts';
import type { Recorded } from './record.ts';
import { type Moment, newTally, type Tally } from './tally.ts';

/** Orders and calls that are remembered at most: a day of a market maker must not fill the memory. */
const remembered = 20_000;

/** One request at its place in the record. */
export interface Request {
  readonly recorded: Recorded;
  readonly route: RouteInfo;
  readonly sentAt: number;
  /** When it ended: the record's time now. */
  readonly endedAt: number;
}

/** What a gateway to one exchange would have held, at the record's time. */
export class Standing {
  readonly exchange: Exchange;
  readonly tally: Tally = newTally();
  readonly routeOf: (method: string, path: string) => RouteInfo;
  readonly limits: Limits;
  readonly breaker: Breaker;
  readonly budget: Budget = new Budget();
  readonly tell: (kind: Moment['kind'], text: string) => void;
  /** Between these two everybody would have waited. */
  #pausedFromAt = Number.NEGATIVE_INFINITY;
  #pausedUntilAt = Number.NEGATIVE_INFINITY;
  /** Refusals for rate reasons, each after the pause of the one before and without a good answer in between. */
  throttledInRow = 0;
  /** Limits that the last request that counts on them went over. */
  readonly over: Set<string> = new Set<string>();
  /** Orders of unknown outcome, and when that was. */
  readonly #doubtful = new Map<string, number>();
  readonly #rows = new Map<string, { category: Category; inRow: number }>();

  constructor(exchange: Exchange, now: () => number, tell: (kind: Moment['kind'], text: string) => void) {
    this.exchange = exchange;
    this.tell = tell;
    this.routeOf = routeReader(exchange);
    this.limits = new Limits(exchange.limits, now);
    this.breaker = new Breaker({}, (state, why) => {
      if (state === 'open') this.tally.breakerOpenings += 1;
      const text = {
        open: `the breaker opens, so that no new order goes: ${why}`,
        'half-open': 'the breaker lets one call probe',
        closed: 'the breaker closes',
      }[state];
      tell('breaker', text);
    });
  }

  /** Whether a request that was sent then would have been held back. What was under way already is not. */
  isPaused(at: number): boolean {
    return at >= this.#pausedFromAt && at < this.#pausedUntilAt;
  }

  /** Everybody waits from now until then. Pauses only ever get longer, and time that two of them share counts once. */
  pause(nowAt: number, untilAt: number): void {
    const longerMs = untilAt - Math.max(nowAt, this.#pausedUntilAt);
    if (nowAt >= this.#pausedUntilAt) this.#pausedFromAt = nowAt;
    this.#pausedUntilAt = Math.max(this.#pausedUntilAt, untilAt);
    this.tally.pauses += 1;
    this.tally.pausedMs += Math.max(0, longerMs);
  }

  /** How often this call failed so without another kind of failure in between, this time included. */
  failedWith(category: Category, call: string | undefined): number {
    if (category === 'rate-limit') {
      this.throttledInRow += 1;
      return this.throttledInRow;
    }
    if (call === undefined) return 1;
    const last = this.#rows.get(call);
    const inRow = last?.category === category ? last.inRow + 1 : 1;
    remember(this.#rows, call, { category, inRow });
    return inRow;
  }

  /** Nobody knows what became of this order. */
  doubt(order: string, at: number): void {
    remember(this.#doubtful, order, at);
  }

  /** Since when nobody knows what became of it; told once. */
  takeDoubt(order: string): number | undefined {
    const since = this.#doubtful.get(order);
    this.#doubtful.delete(order);
    return since;
  }
}

/** The oldest is forgotten first. */
function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size <= remembered) return;
  const [oldest] = memory.keys();
  if (oldest !== undefined) memory.delete(oldest);
}
