// Counts requests against limits as an exchange does.
import {
  booksOf,
  costOf,
  type Limit,
  matchesRoute,
  noParams,
  type RequestParams,
  type RouteInfo,
  sizeOf,
} from '../internal.ts';
import type { Usage } from './dialect.ts';

/** A limit as a simulated exchange counts it. `name` and `scope` may be left out. */
export type SimLimit = Omit<Limit, 'name' | 'scope'> & Partial<Pick<Limit, 'name' | 'scope'>>;

/** How the exchange counts: the last `windowMs` at every instant, or in slots that begin at multiples of `windowMs`. */
export type WindowKind = 'sliding' | 'fixed';

/** Whether the limits let a request through; `waitMs` is how long until the narrowest does. */
export interface Admission {
  /** Names of the limits that the request would break; then it counts on none. */
  readonly violations: readonly string[];
  readonly waitMs: number;
  readonly usage: readonly Usage[];
  /** Its answer leaves then: until that it is in flight. */
  readonly answered: (at: number) => void;
}

/** Fractions of units do not add up to the last bit. */
const rounding = 1e-9;

interface Counter {
  used(at: number): number;
  take(at: number, weight: number): void;
  waitMs(at: number): number;
  /** What was taken last is answered then. */
  answered?(at: number): void;
}

/** Counts requests as the exchange does: on arrival, refused ones not. */
export class LimitCounters {
  readonly #limits: readonly SimLimit[];
  readonly #kind: WindowKind;
  readonly #counters = new Map<string, Counter>();

  constructor(limits: readonly SimLimit[], kind: WindowKind) {
    this.#limits = limits;
    this.#kind = kind;
  }

  /**
   * Counts a request.
   * @param account that it is from, for limits of that scope
   * @param at when it arrives, in milliseconds since 1970 on the simulator's `now`
   */
  admit(route: RouteInfo, account: string, at: number, params: RequestParams = noParams): Admission {
    const info = { ...route, param: (name: string) => params.param(name) };
    const all = this.#limits.flatMap((limit, index) => {
      if (!matchesRoute(limit.match, info)) return [];
      const { name = `limit ${index + 1}` } = limit;
      const who = limit.scope === 'account' ? account : '';
      const cost = costOf(limit, info, params);
      return [...booksOf({ ...limit, name }, info, params, cost)].map(([key, weight]) => ({
        name,
        scope: limit.scope,
        capacity: sizeOf(limit).capacity,
        counter: this.#counter(`${index} ${who} ${key}`, limit),
        weight,
      }));
    });
    const broken = all.filter(
      ({ capacity, counter, weight }) => counter.used(at) + weight > capacity + rounding,
    );
    if (broken.length === 0) for (const { counter, weight } of all) counter.take(at, weight);
    return {
      violations: broken.map(({ name }) => name),
      waitMs: Math.max(0, ...broken.map(({ counter }) => counter.waitMs(at))),
      usage: all.map(({ name, scope, capacity, counter }) => {
        const used = counter.used(at);
        const resetMs = Math.max(0, counter.waitMs(at));
        return { name, used, left: capacity - used, ...(scope && { scope }), resetMs };
      }),
      answered: (answeredAt) => {
        if (broken.length === 0) for (const { counter } of all) counter.answered?.(answeredAt);
      },
    };
  }

  reset(): void {
    this.#counters.clear();
  }

  #counter(key: string, limit: SimLimit): Counter {
    const counter = this.#counters.get(key) ?? this.#newCounter(limit);
    this.#counters.set(key, counter);
    return counter;
  }

  #newCounter({ windowMs = 0, refill, inFlight }: SimLimit): Counter {
    if (inFlight) return underWay();
    if (refill) return leaky(refill.units / refill.everyMs);
    return this.#kind === 'fixed' ? fixed(windowMs) : sliding(windowMs);
  }
}

function sliding(windowMs: number): Counter {
  let hits: { readonly at: number; readonly weight: number }[] = [];
  let first = 0;
  let sum = 0;
  const forget = (at: number): void => {
    for (let hit = hits[first]; hit && hit.at <= at - windowMs; hit = hits[first]) {
      sum -= hit.weight;
      first += 1;
    }
    if (first > 1000) {
      hits = hits.slice(first);
      first = 0;
    }
  };
  return {
    used(at) {
      forget(at);
      return sum;
    },
    take(at, weight) {
      hits.push({ at, weight });
      sum += weight;
    },
    waitMs: (at) => (hits[first]?.at ?? at) + windowMs - at,
  };
}

function fixed(windowMs: number): Counter {
  let slot = Number.NaN;
  let sum = 0;
  const used = (at: number): number => {
    const current = Math.floor(at / windowMs);
    if (current !== slot) sum = 0;
    slot = current;
    return sum;
  };
  return {
    used,
    take(at, weight) {
      sum = used(at) + weight;
    },
    waitMs: (at) => (Math.floor(at / windowMs) + 1) * windowMs - at,
  };
}

function leaky(perMs: number): Counter {
  let level = 0;
  let since = 0;
  const used = (at: number): number => {
    level = Math.max(0, level - perMs * Math.max(0, at - since));
    since = Math.max(since, at);
    return level;
  };
  return {
    used,
    take(at, weight) {
      level = used(at) + weight;
    },
    // Until one unit fits.
    waitMs: () => Math.ceil(1 / perMs),
  };
}

/** Calls that arrived and were not answered yet. */
function underWay(): Counter {
  let endsAt: number[] = [];
  return {
    used(at) {
      endsAt = endsAt.filter((end) => end > at);
      return endsAt.length;
    },
    take() {
      endsAt.push(Number.POSITIVE_INFINITY);
    },
    waitMs: () => 0,
    answered(at) {
      endsAt = endsAt.with(-1, at);
    },
  };
}
