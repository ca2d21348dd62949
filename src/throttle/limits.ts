// Which limits a call counts on, and with how many units.
import { silencePromise } from '../answers/silence-promise.ts';
import type { CallWeight, Limit, RouteInfo } from '../catalog/limit.ts';
import { limitList } from '../catalog/limit.ts';
import { matchesRoute } from '../catalog/routes.ts';
import { bad, checkNumber } from '../options/check-value.ts';
import { type Charge, RateWindow } from './rate-window.ts';
import { type Boundaries, IpBook } from './shared-ip.ts';

/** Windows of idle routes are dropped past this many, so that paths with ids in them cannot fill the memory. */
const keptWindows = 10_000;

/** Holds one window per limit, or per limit and route. */
export class Limits {
  readonly #limits: readonly Limit[];
  readonly #windows = new Map<string, RateWindow>();
  /** Routes are the same object from call to call. */
  #known = new WeakMap<RouteInfo, readonly Charge[]>();
  readonly #asksPerCall: boolean;
  readonly #now: () => number;
  readonly #boundaries: Boundaries | undefined;
  readonly #book: IpBook;
  #generation = 0;

  /** `book`: where the windows of scope `ip` stand. */
  constructor(limits: readonly Limit[], now: () => number, boundaries?: Boundaries, book?: IpBook) {
    limitList.check(limits, 'limits', { owner: 'createGateway', path: '' });
    this.#limits = limits;
    this.#asksPerCall = limits.some(
      ({ match, weight }) => typeof match === 'function' || typeof weight === 'function',
    );
    this.#now = now;
    this.#boundaries = boundaries;
    this.#book = book ?? new IpBook(now);
  }

  /** Every window in use. */
  get windows(): Iterable<RateWindow> {
    return this.#windows.values();
  }

  /** The window that all calls of a limit count on; undefined for an unknown name, and where each route has its own. */
  windowNamed(name: string): RateWindow | undefined {
    const limit = this.#limits.find((one) => one.name === name);
    return limit && limit.per !== 'route' ? this.#windowOf(limit, limit.name) : undefined;
  }

  /** The window with this key, if it is in use or can be. */
  windowOfKey(key: string): RateWindow | undefined {
    return this.#windows.get(key) ?? this.windowNamed(key);
  }

  /** @throws {TypeError} for a weight that could never fit, with both numbers. */
  chargesOf(route: RouteInfo, weight: CallWeight | undefined, items = 1): readonly Charge[] {
    if (this.#generation !== this.#book.generation) this.#forgetShared();
    if (weight !== undefined || items !== 1) return this.#find(route, weight, items);
    const known = this.#known.get(route);
    if (known) return known;
    const charges = this.#find(route, undefined, 1);
    // What a function decides may change from call to call.
    if (!this.#asksPerCall) this.#known.set(route, charges);
    return charges;
  }

  #find(route: RouteInfo, weight: CallWeight | undefined, items: number): readonly Charge[] {
    if (typeof weight === 'object') checkNames(weight, this.#limits);
    const charges: Charge[] = [];
    for (const limit of this.#limits) {
      if (!applies(limit, route)) continue;
      const units = unitsOf(limit, route, weight, items);
      if (units === 0) continue;
      const kept = route.kind === 'cancel' ? 0 : (limit.reserve ?? Math.floor(limit.capacity / 50));
      const need = Math.min(units + kept, limit.capacity);
      const key = limit.per === 'route' ? `${limit.name} ${route.method} ${route.name}` : limit.name;
      charges.push({ window: this.#windowOf(limit, key), weight: units, need });
    }
    return charges;
  }

  #windowOf(limit: Limit, key: string): RateWindow {
    const known = this.#windows.get(key);
    if (known) return known;
    if (this.#windows.size >= keptWindows) this.#forgetIdle();
    const make = (boundaries: Boundaries | undefined): RateWindow => newWindow(limit, key, boundaries);
    const window = limit.scope === 'ip' ? this.#book.windowOf(key, make) : make(this.#boundaries);
    this.#windows.set(key, window);
    return window;
  }

  #forgetIdle(): void {
    const now = this.#now();
    this.#known = new WeakMap();
    for (const [key, window] of this.#windows) if (window.isIdle(now)) this.#windows.delete(key);
  }

  /** The book dropped windows: what we still hold of them would count on its own. */
  #forgetShared(): void {
    this.#generation = this.#book.generation;
    this.#known = new WeakMap();
    for (const [key, { scope }] of this.#windows) if (scope === 'ip') this.#windows.delete(key);
  }
}

function newWindow(limit: Limit, key: string, boundaries: Boundaries | undefined): RateWindow {
  const { capacity, windowMs, name, scope } = limit;
  const boundaryAfter =
    limit.window === 'fixed' ? (nowAt: number) => boundaries?.(windowMs, nowAt) : undefined;
  return new RateWindow(key, capacity, windowMs, { limit: name, scope, boundaryAfter });
}

/** The weight that the caller gave, else the limit's. */
function unitsOf(limit: Limit, route: RouteInfo, weight: CallWeight | undefined, items: number): number {
  const own = typeof weight === 'object' ? ownUnits(weight, limit.name) : weight;
  const units = own ?? weightOf(limit, route) * (limit.counts === 'items' ? items : 1);
  if (units <= limit.capacity) return units;
  throw bad('exchange.weight', units, `at most ${limit.capacity}, the capacity of the limit "${limit.name}"`);
}

function ownUnits(weight: Readonly<Record<string, number>>, name: string): number | undefined {
  if (!Object.hasOwn(weight, name)) return undefined;
  return checkNumber(`exchange.weight["${name}"]`, weight[name], { min: 0 });
}

function checkNames(weight: Readonly<Record<string, number>>, limits: readonly Limit[]): void {
  for (const name of Object.keys(weight)) {
    if (limits.length === 0 || limits.some((limit) => limit.name === name)) continue;
    const names = limits.map((limit) => `"${limit.name}"`).join(', ');
    throw new TypeError(
      `\`exchange.weight\` names the limit "${name.slice(0, 40)}"; the limits are ${names}.`,
    );
  }
}

function applies(limit: Limit, route: RouteInfo): boolean {
  const isOne: unknown = matchesRoute(limit.match, route);
  if (silencePromise(isOne)) throw bad(`limits "${limit.name}" match`, isOne, 'true or false, at once');
  return Boolean(isOne);
}

function weightOf(limit: Limit, route: RouteInfo): number {
  const weight = typeof limit.weight === 'function' ? limit.weight(route) : (limit.weight ?? 1);
  silencePromise(weight);
  return checkNumber(`limits "${limit.name}" weight`, weight, { min: 0 });
}
