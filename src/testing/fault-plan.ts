// Decides which request gets which fault.
import {
  asFault,
  type Fault,
  type FaultMatch,
  type FaultTable,
  type FaultTarget,
  faultKinds,
} from './faults.ts';
import { keyedRandom } from './random.ts';
import { matchPath } from './to-call.ts';

const chanceKinds = faultKinds.filter((kind) => !['code', 'delay', 'throttle', 'cut-json'].includes(kind));

interface PlannedFault {
  readonly fault: Fault;
  readonly match: FaultMatch;
  left: number;
}

/** The fault of one request. */
export interface DrawnFault {
  readonly fault: Fault | undefined;
  /** Drawn by chance, for a fault of which only chance says whether the request was carried out. */
  readonly coin: boolean;
}

/**
 * Decides which request gets which fault: ordered ones first, then by chance. Chance is drawn apart for each order, or
 * route, and each of its copies, so that it is the same whichever of them arrives first.
 */
export class FaultPlan {
  readonly #tables: readonly FaultTable[];
  readonly #seed: number;
  readonly #copies = new Map<string, number>();
  #queue: PlannedFault[] = [];

  constructor(tables: readonly FaultTable[], seed: number) {
    this.#tables = tables;
    this.#seed = seed;
  }

  reset(): void {
    this.#queue = [];
    this.#copies.clear();
  }

  order(fault: Fault, times: number, match: FaultMatch): void {
    this.#queue.push({ fault, match, left: times });
  }

  next(target: FaultTarget): DrawnFault {
    const { method, path, clientOrderId = '' } = target;
    const name = `${method} ${path} ${clientOrderId}`;
    const copy = (this.#copies.get(name) ?? 0) + 1;
    this.#copies.set(name, copy);
    const key = `${name} ${copy}`;
    const coin = keyedRandom(this.#seed, key)() < 0.5;
    return { fault: this.#ordered(target) ?? this.#byChance(target, key), coin };
  }

  #ordered(target: FaultTarget): Fault | undefined {
    const queued = this.#queue.find(({ match }) => fits(match, target));
    if (!queued) return undefined;
    queued.left -= 1;
    if (queued.left === 0) this.#queue = this.#queue.filter((one) => one !== queued);
    return queued.fault;
  }

  #byChance(target: FaultTarget, key: string): Fault | undefined {
    for (const [index, table] of this.#tables.entries()) {
      if (table.match && !fits(table.match, target)) continue;
      const draw = keyedRandom(table.seed ?? this.#seed, `${index} ${key}`);
      const kinds = table.kinds ?? chanceKinds;
      const isHit = draw() < table.rate;
      const kind = kinds[Math.floor(draw() * kinds.length)];
      if (isHit && kind) return asFault(kind);
    }
    return undefined;
  }
}

function fits(match: FaultMatch, target: FaultTarget): boolean {
  if (typeof match === 'function') return match(target);
  return (
    (match.method === undefined || match.method.toUpperCase() === target.method) &&
    (match.path === undefined || matchPath(match.path, target.path) !== undefined) &&
    (match.kind === undefined || match.kind === target.kind) &&
    (match.action === undefined || match.action === target.action)
  );
}
