// Counts requests against limits as an exchange does.
import { type Limit, matchesRoute, type RouteInfo } from '../internal.ts';
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
}

interface Counter {
  used(at: number): number;
  take(at: number, weight: number): void;
  waitMs(at: number): number;
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
  admit(info: RouteInfo, account: string, at: number): Admission {
    const all = this.#limits.flatMap((limit, index) => {
      if (!matchesRoute(limit.match, info)) return [];
      const route = limit.per === 'route' ? `${info.method} ${info.name}` : '';
      const who = limit.scope === 'account' ? account : '';
      const counter = this.#counter(`${index} ${who} ${route}`, limit.windowMs);
      const weight = typeof limit.weight === 'function' ? limit.weight(info) : (limit.weight ?? 1);
      return [{ name: limit.name ?? `limit ${index + 1}`, limit, counter, weight }];
    });
    const broken = all.filter(({ limit, counter, weight }) => counter.used(at) + weight > limit.capacity);
    if (broken.length === 0) for (const { counter, weight } of all) counter.take(at, weight);
    return {
      violations: broken.map(({ name }) => name),
      waitMs: Math.max(0, ...broken.map(({ counter }) => counter.waitMs(at))),
      usage: all.map(({ name, limit, counter }) => {
        const used = counter.used(at);
        return { name, used, left: limit.capacity - used };
      }),
    };
  }

  reset(): void {
    this.#counters.clear();
  }

  #counter(key: string, windowMs: number): Counter {
    const counter = this.#counters.get(key) ?? (this.#kind === 'fixed' ? fixed(windowMs) : sliding(windowMs));
    this.#counters.set(key, counter);
    return counter;
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
