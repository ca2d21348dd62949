import type { RouteKind } from '../internal.ts';
import type { Action, Call } from './dialect.ts';
import { keyedRandom } from './random.ts';
import { matchPath } from './to-call.ts';

/** Every way in which a simulated exchange, or the way to it, can fail. */
export const faultKinds = [
  'request-lost',
  'answer-lost',
  'error-before',
  'error-after',
  'truncated',
  'cut-json',
  'garbage',
  'html',
  'html-502',
  'delay',
  'code',
  'throttle',
] as const;

/**
 * - `request-lost`: the connection dies before the exchange saw anything.
 * - `answer-lost`: carried out, then the connection dies.
 * - `error-before`, `error-after`: HTTP 500 with the exchange's own server error; not carried out, carried out.
 * - `truncated`: carried out, the answer breaks off before its `content-length` and the connection dies.
 * - `cut-json`: carried out, the answer is complete HTTP, its JSON is cut in half.
 * - `garbage`: carried out, HTTP 200 with what is no JSON.
 * - `html`: HTTP 403 from the edge; never reached the exchange.
 * - `html-502`: a proxy's HTTP 502 page; a coin decides whether it was carried out.
 * - `delay`: carried out, the answer comes late.
 * - `code`: an error code under HTTP 200; not carried out.
 * - `throttle`: the exchange's rate-limit answer; not carried out.
 */
export type FaultKind = (typeof faultKinds)[number];

/** A fault with its details. */
export interface Fault {
  readonly kind: FaultKind;
  /** For `code`: exactly as the table writes it. @default the exchange's code for an invalid order */
  readonly code?: string;
  /** For `delay`. @default 1000 */
  readonly delayMs?: number;
  /** For `throttle`: sent as `Retry-After`, in whole seconds, rounded up. @default no header */
  readonly retryAfterMs?: number;
  /** Whether the request is carried out first. @default what the kind says */
  readonly executed?: boolean;
  /**
   * The request waits that long, in milliseconds, behind an answer that was given already, and is then carried out if it is
   * still valid: signed not too long ago. Such a second entry stands in the log. @default it does not wait
   */
  readonly executedAfterMs?: number;
}

/** Which requests a fault is for. All given parts must fit. */
export interface FaultPattern {
  readonly method?: string;
  /** `*` stands for one segment, a trailing `**` for the rest. */
  readonly path?: string;
  readonly kind?: RouteKind;
  readonly action?: Action;
}

export type FaultMatch = FaultPattern | ((request: FaultTarget) => boolean);

/** How often and for what an ordered fault is played. */
export interface FailNextOptions {
  /** @default 1 */
  readonly times?: number;
  /** @default every request but those for the time */
  readonly match?: FaultMatch;
}

/** What a `match` function sees. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly kind: RouteKind;
  /** `undefined` for a route that the dialect does not know. */
  readonly action: Action | undefined;
  /** The client order id that the request names; of a batch the first. */
  readonly clientOrderId: string | undefined;
}

/** Faults by chance, the same for the same seed and the same requests, in whichever order they arrive. */
export interface FaultTable {
  /** Share of the requests that fail, from 0 to 1. */
  readonly rate: number;
  /** Drawn with equal chance. @default all but `code`, `delay`, `throttle` and `cut-json`: eight kinds */
  readonly kinds?: readonly (FaultKind | Fault)[];
  /** @default the simulator's `seed` */
  readonly seed?: number;
  /** @default every request */
  readonly match?: FaultMatch;
}

const chanceKinds = faultKinds.filter((kind) => !['code', 'delay', 'throttle', 'cut-json'].includes(kind));

interface PlannedFault {
  readonly fault: Fault;
  readonly match: FaultMatch;
  left: number;
}

/** What befalls one request. */
export interface DrawnFault {
  readonly fault: Fault | undefined;
  /** What a coin says of it, where a fault asks one. */
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

/** What a `match` function gets of a request. */
export function faultTarget(call: Call, clientOrderId: string | undefined): FaultTarget {
  const { method, path, query, body, kind } = call;
  return { method, path, query, body, kind, action: call.route?.action, clientOrderId };
}

export function asFault(fault: FaultKind | Fault): Fault {
  return typeof fault === 'string' ? { kind: fault } : fault;
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
