import { limitList } from '../catalog/limit-shape.ts';
import { fitsRoute } from '../catalog/routes.ts';
import type { Limit, RouteInfo } from '../types.ts';
import { bad, checkNumber } from '../validate.ts';
import { RateWindow } from './rate-window.ts';

/** One limit's charge in one call. */
export interface Charge {
  readonly window: RateWindow;
  readonly weight: number;
  /** Units that must be free for it: its weight, and what is reserved for those more urgent. */
  readonly need: number;
}

/** Finds the exchange's window boundaries on our clock. */
export type Boundaries = (windowMs: number, nowAt: number) => number | undefined;

/** Windows of idle routes are dropped past this many, so that paths with ids in them cannot fill the memory. */
const keptWindows = 10_000;

/** Finds which limits a request counts on. Holds one window per limit, or per limit and route. */
export class Limits {
  readonly #limits: readonly Limit[];
  readonly #windows = new Map<string, RateWindow>();
  /** Routes are the same object from call to call. */
  #known = new WeakMap<RouteInfo, readonly Charge[]>();
  readonly #asksPerCall: boolean;
  readonly #now: () => number;
  readonly #boundaries: Boundaries | undefined;

  constructor(limits: readonly Limit[], now: () => number, boundaries?: Boundaries) {
    limitList.check(limits, 'limits', { owner: 'createGateway', path: '' });
    this.#limits = limits;
    this.#asksPerCall = limits.some(
      ({ match, weight }) => typeof match === 'function' || typeof weight === 'function',
    );
    this.#now = now;
    this.#boundaries = boundaries;
  }

  /** Every window in use. */
  get windows(): Iterable<RateWindow> {
    return this.#windows.values();
  }

  /** @throws {TypeError} for a weight that could never fit, with both numbers. */
  chargesOf(route: RouteInfo, weight: number | undefined): readonly Charge[] {
    if (weight !== undefined) return this.#find(route, weight);
    const known = this.#known.get(route);
    if (known) return known;
    const charges = this.#find(route, undefined);
    // What a function decides may change from call to call.
    if (!this.#asksPerCall) this.#known.set(route, charges);
    return charges;
  }

  #find(route: RouteInfo, weight: number | undefined): readonly Charge[] {
    const charges: Charge[] = [];
    for (const limit of this.#limits) {
      if (!applies(limit, route)) continue;
      const units = weight ?? weightOf(limit, route);
      if (units > limit.capacity) {
        throw bad(
          'exchange.weight',
          units,
          `at most ${limit.capacity}, the capacity of the limit "${limit.name}"`,
        );
      }
      if (units === 0) continue;
      const kept = route.kind === 'cancel' ? 0 : (limit.reserve ?? Math.floor(limit.capacity / 50));
      const need = Math.min(units + kept, limit.capacity);
      charges.push({ window: this.#windowOf(limit, route), weight: units, need });
    }
    return charges;
  }

  #windowOf(limit: Limit, route: RouteInfo): RateWindow {
    const key = limit.per === 'route' ? `${limit.name} ${route.method} ${route.name}` : limit.name;
    const known = this.#windows.get(key);
    if (known) return known;
    if (this.#windows.size >= keptWindows) this.#forgetIdle();
    const { capacity, windowMs } = limit;
    const aligned =
      limit.window === 'fixed' ? (nowAt: number) => this.#boundaries?.(windowMs, nowAt) : undefined;
    const window = new RateWindow(key, capacity, windowMs, aligned);
    this.#windows.set(key, window);
    return window;
  }

  #forgetIdle(): void {
    const now = this.#now();
    this.#known = new WeakMap();
    for (const [key, window] of this.#windows) if (window.idle(now)) this.#windows.delete(key);
  }
}

function applies(limit: Limit, route: RouteInfo): boolean {
  if (limit.match === undefined) return true;
  return typeof limit.match === 'function' ? limit.match(route) : fitsRoute(limit.match, route);
}

function weightOf(limit: Limit, route: RouteInfo): number {
  const weight = typeof limit.weight === 'function' ? limit.weight(route) : (limit.weight ?? 1);
  return checkNumber(`limits "${limit.name}" weight`, weight, { min: 0 });
}
