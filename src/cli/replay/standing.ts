import {
  Breaker,
  Budget,
  type Category,
  type Charge,
  defaultMaxPauseMs,
  type Exchange,
  Limits,
  type RouteInfo,
  routeReader,
} from '../../internal.ts';
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
  /** The limits that it counts on. */
  readonly charges: readonly Charge[];
}

/** What is known of a call that failed. */
interface FailedCall {
  readonly startedAt: number;
  readonly category: Category;
  readonly inRow: number;
}

/** Key of what holds every call. */
const everything = '';

/** What a gateway to one exchange would have held, at the record's time. */
export class Standing {
  readonly exchange: Exchange;
  readonly tally: Tally = newTally();
  readonly routeOf: (method: string, path: string) => RouteInfo;
  readonly limits: Limits;
  readonly breaker: Breaker;
  readonly budget: Budget = new Budget();
  readonly tell: (kind: Moment['kind'], text: string) => void;
  /** From when until when who counts on a window would have waited, by its key. */
  readonly #pauses = new Map<string, { readonly fromAt: number; readonly untilAt: number }>();
  /** When the last of the pauses ends. */
  #pausedUntilAt = Number.NEGATIVE_INFINITY;
  /** Limits that the last request that counts on them went over. */
  readonly over: Set<string> = new Set<string>();
  /** Orders of unknown outcome, and when that was. */
  readonly #doubtful = new Map<string, number>();
  readonly #failed = new Map<string, FailedCall>();

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

  /** The longest pause that a gateway believes without a probe. */
  get maxPauseMs(): number {
    return Math.max(defaultMaxPauseMs, this.exchange.maxPauseMs);
  }

  /** Whether a request that was sent then would have been held back. What was under way already is not. */
  isPaused({ charges, sentAt }: Request): boolean {
    return [everything, ...charges.map(({ window }) => window.key)].some((key) => {
      const pause = this.#pauses.get(key);
      return pause !== undefined && sentAt >= pause.fromAt && sentAt < pause.untilAt;
    });
  }

  /**
   * Who counts on these windows waits from now until then; where none is named, everybody. Pauses only ever get longer, and
   * time that two of them share counts once.
   */
  pause(nowAt: number, untilAt: number, keys: readonly string[]): void {
    for (const key of keys.length > 0 ? keys : [everything]) {
      const before = this.#pauses.get(key);
      const isRunning = before !== undefined && nowAt < before.untilAt;
      const pause = isRunning
        ? { fromAt: before.fromAt, untilAt: Math.max(before.untilAt, untilAt) }
        : { fromAt: nowAt, untilAt };
      remember(this.#pauses, key, pause);
    }
    const longerMs = untilAt - Math.max(nowAt, this.#pausedUntilAt);
    this.#pausedUntilAt = Math.max(this.#pausedUntilAt, untilAt);
    this.tally.pauses += 1;
    this.tally.pausedMs += Math.max(0, longerMs);
  }

  /** Books one more failure of a call; a request that belongs to none is a call of its own. As a gateway counts. */
  failedWith(category: Category, { recorded: { call }, sentAt }: Request): FailedCall {
    const before = call === undefined ? undefined : this.#failed.get(call);
    const inRow = before?.category === category ? before.inRow + 1 : 1;
    const failed = { startedAt: before?.startedAt ?? sentAt, category, inRow };
    if (call !== undefined) remember(this.#failed, call, failed);
    return failed;
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
