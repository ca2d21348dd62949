// Which limits a request counts on, and the book of each.
import type { CallWeight, Limit, RouteInfo } from '../catalog/limit.ts';
import { booksOf, readsRequest } from '../catalog/limit-cost.ts';
import { limitList } from '../catalog/limit-shape.ts';
import { sizeOf } from '../catalog/limit-size.ts';
import { noParams, type RequestParams } from '../catalog/request-params.ts';
import { fitsButParams } from '../catalog/routes.ts';
import { bad } from '../options/check-value.ts';
import type { Charge } from './charge.ts';
import { applies, checkedCost, checkNames } from './checked-cost.ts';
import { type Boundaries, IpBook } from './ip-book.ts';
import { KeptBooks } from './kept-books.ts';
import type { LimitBook } from './limit-book.ts';
import { newBook } from './new-book.ts';

/** What is known of a route before there is a request. */
interface RoutePlan {
  /** Limits that may apply. */
  readonly limits: readonly Limit[];
  /** Whether a request has to be read, or a function asked, to know what it takes of them. */
  readonly asksPerCall: boolean;
}

/** Limits never change, and routes are the same object from call to call: the gateways of one exchange share their plans. */
const plans = new WeakMap<readonly Limit[], WeakMap<RouteInfo, RoutePlan>>();

function planOf(limits: readonly Limit[], route: RouteInfo): RoutePlan {
  let ofRoutes = plans.get(limits);
  if (!ofRoutes) {
    ofRoutes = new WeakMap();
    plans.set(limits, ofRoutes);
  }
  const known = ofRoutes.get(route);
  if (known) return known;
  const fitting = limits.filter(
    ({ match }) => match === undefined || typeof match === 'function' || fitsButParams(match, route),
  );
  const plan = { limits: fitting, asksPerCall: fitting.some(readsRequest) };
  ofRoutes.set(route, plan);
  return plan;
}

/** Finds which limits a request counts on. Holds one book per limit, or per limit and what the limit keeps apart. */
export class Limits {
  #limits: readonly Limit[];
  readonly #windows = new KeptBooks();
  /** What every call of a route takes, where it takes the same. */
  #known = new WeakMap<RouteInfo, readonly Charge[]>();
  /** The last of these: a look in a table of a gateway's own costs more than all else here where there are many gateways. */
  #lastRoute: RouteInfo | undefined;
  #lastCharges: readonly Charge[] | undefined;
  readonly #now: () => number;
  readonly #boundaries: Boundaries | undefined;
  readonly #book: IpBook;
  #generation = 0;

  /** `book`: where the windows of scope `ip` stand. */
  constructor(limits: readonly Limit[], now: () => number, boundaries?: Boundaries, book?: IpBook) {
    limitList.check(limits, 'limits', { owner: 'createGateway', path: '' });
    this.#limits = limits;
    this.#now = now;
    this.#boundaries = boundaries;
    this.#book = book ?? new IpBook(now);
  }

  get all(): readonly Limit[] {
    return this.#limits;
  }

  /** The same limits with other capacities, from now on. */
  resize(limits: readonly Limit[]): void {
    const nowAt = this.#now();
    for (const [at, limit] of limits.entries()) {
      if (limit === this.#limits[at]) continue;
      const size = { capacity: sizeOf(limit).capacity, refill: limit.refill };
      for (const window of this.#windows.values())
        if (window.limit === limit.name) window.resize(size, nowAt);
    }
    this.#limits = limits;
    this.#forgetCharges();
  }

  /** Every book in use. */
  get windows(): Iterable<LimitBook> {
    return this.#windows.values();
  }

  /** The book that all calls of a limit count on; undefined for an unknown name, and where a limit keeps several. */
  windowNamed(name: string): LimitBook | undefined {
    const limit = this.#limits.find((one) => one.name === name);
    return limit && (limit.per ?? 'all') === 'all' ? this.#windowOf(limit, limit.name) : undefined;
  }

  /** The book with this key, if it is in use or can be. */
  windowOfKey(key: string): LimitBook | undefined {
    return this.#windows.get(key) ?? this.windowNamed(key);
  }

  /**
   * @param weight what the call says of itself
   * @param params of its request, read where a limit asks for one
   * @throws {TypeError} for a weight that could never fit, with both numbers.
   */
  chargesOf(
    route: RouteInfo,
    weight: CallWeight | undefined,
    params: RequestParams = noParams,
  ): readonly Charge[] {
    if (this.#generation !== this.#book.generation) this.#forgetShared();
    if (weight !== undefined) return this.#find(planOf(this.#limits, route), route, weight, params);
    if (this.#lastCharges && this.#lastRoute === route) return this.#lastCharges;
    const known = this.#known.get(route);
    if (known) return this.#keepLast(route, known);
    const plan = planOf(this.#limits, route);
    const charges = this.#find(plan, route, weight, params);
    if (plan.asksPerCall) return charges;
    this.#known.set(route, charges);
    return this.#keepLast(route, charges);
  }

  #find(
    { limits, asksPerCall }: RoutePlan,
    route: RouteInfo,
    weight: CallWeight | undefined,
    params: RequestParams,
  ): readonly Charge[] {
    if (typeof weight === 'object') checkNames(weight, this.#limits);
    const asked = asksPerCall ? { ...route, param: (name: string) => params.param(name) } : route;
    const charges: Charge[] = [];
    for (const limit of limits) {
      if (!applies(limit, asked)) continue;
      const cost = checkedCost(limit, asked, params, weight);
      if (cost.units === 0) continue;
      for (const [key, units] of booksOf(limit, asked, params, cost))
        charges.push(this.#charge(limit, key, units, route));
    }
    return charges;
  }

  #charge(limit: Limit, key: string, weight: number, { kind }: RouteInfo): Charge {
    const { capacity } = sizeOf(limit);
    if (weight > capacity)
      throw bad('exchange.weight', weight, `at most ${capacity}, the capacity of the limit "${limit.name}"`);
    const window = this.#windowOf(limit, key);
    const spare = limit.reserve ?? (window.countsUnits ? Math.floor(capacity / 50) : 0);
    const kept = kind === 'cancel' ? 0 : spare;
    return { window, weight, need: Math.min(weight + kept, capacity) };
  }

  #windowOf(limit: Limit, key: string): LimitBook {
    const known = this.#windows.get(key);
    if (known) return known;
    if (this.#windows.dropIdle(this.#now())) this.#forgetCharges();
    const make = (boundaries: Boundaries | undefined): LimitBook => newBook(limit, key, boundaries);
    const window = limit.scope === 'ip' ? this.#book.windowOf(key, make) : make(this.#boundaries);
    this.#windows.set(key, window);
    return window;
  }

  #keepLast(route: RouteInfo, charges: readonly Charge[]): readonly Charge[] {
    this.#lastRoute = route;
    this.#lastCharges = charges;
    return charges;
  }

  #forgetCharges(): void {
    this.#known = new WeakMap();
    this.#lastCharges = undefined;
  }

  /** The book dropped windows: what we still hold of them would count on its own. */
  #forgetShared(): void {
    this.#generation = this.#book.generation;
    this.#forgetCharges();
    for (const [key, { scope }] of this.#windows) if (scope === 'ip') this.#windows.delete(key);
  }
}
