// Detectors of what stands in a record itself: codes of no table, orders sent twice, requests beyond a documented limit.
import { type Failure, redact } from '../../internal.ts';
import { duration } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { bump, type Moment, type ReplayCounts } from './counts.ts';
import type { ReplayedRequest } from './record.ts';

/** An exchange gone mad must not fill the memory. */
const mostCodes = 1000;
/** Orders that are remembered at most. */
const mostOrders = 20_000;

/** Sees every line once, when its call has come to it. */
export class Detectors {
  readonly #counts: ReplayCounts;
  readonly #now: () => number;
  readonly #tell: (kind: Moment['kind'], text: string, line: number) => void;
  /** Orders of unknown outcome, and since when; the oldest first. */
  readonly #doubtful = new Map<string, number>();
  /** The limits that the last request that counts on them was beyond, by key, and whether that was told. */
  readonly #over = new Map<string, boolean>();

  constructor(
    counts: ReplayCounts,
    now: () => number,
    tell: (kind: Moment['kind'], text: string, line: number) => void,
  ) {
    this.#counts = counts;
    this.#now = now;
    this.#tell = tell;
  }

  see(request: ReplayedRequest): void {
    const { classification } = request;
    const counts = this.#counts;
    request.isTaken = true;
    counts.requests += 1;
    this.#seeCopy(request);
    if (classification.ok) counts.good += 1;
    else {
      counts.failed += 1;
      bump(counts.categories, classification.category);
      this.#seeUnlisted(request, classification);
    }
  }

  /** Books a request on the documented limits, at the record's own times. */
  seeLimits({ charges, sentAt, elapsedMs }: ReplayedRequest): void {
    for (const { window, need, weight } of charges) {
      if (window.admits(need, sentAt)) this.#over.delete(window.key);
      else if (!this.#over.has(window.key)) this.#over.set(window.key, false);
      window.take(weight);
      window.release(weight, sentAt + elapsedMs);
    }
  }

  /** ReplayCounts the documented limits that the request seen last is beyond. @returns whether there are any */
  tellOverLimits(request: ReplayedRequest): boolean {
    const over = request.charges.map(({ window }) => window).filter(({ key }) => this.#over.has(key));
    for (const { key, capacity, windowMs } of over) {
      bump(this.#counts.overLimits, key);
      if (this.#over.get(key)) continue;
      const limit = `"${printable(key, 60)}" (${capacity} in ${duration(windowMs)})`;
      this.#tell('over-limit', `over the documented limit ${limit}, at ${callOf(request)}`, request.line);
      this.#over.set(key, true);
    }
    if (over.length > 0) this.#counts.overLimit += 1;
    return over.length > 0;
  }

  /** What became of the order of this line is not known. */
  doubt(request: ReplayedRequest): void {
    const order = orderOf(request);
    if (order === undefined) return;
    this.#doubtful.delete(order);
    this.#doubtful.set(order, this.#now());
    if (this.#doubtful.size <= mostOrders) return;
    const [oldest] = this.#doubtful.keys();
    if (oldest !== undefined) this.#doubtful.delete(oldest);
  }

  /** The record itself sends an order again of which it is not known what became. */
  #seeCopy(request: ReplayedRequest): void {
    const order = orderOf(request);
    const since = order === undefined ? undefined : this.#doubtful.get(order);
    if (order === undefined || since === undefined) return;
    this.#doubtful.delete(order);
    this.#counts.sentAgainUnknown += 1;
    const after = duration(Math.max(0, request.sentAt - since));
    this.#tell(
      'sent-again',
      `the record sends order ${request.clientOrderId} again after ${after}, while nobody knew what became of the first`,
      request.line,
    );
  }

  /** A code that no table lists, told once with the exchange's words. */
  #seeUnlisted(request: ReplayedRequest, { code, entry, message }: Failure): void {
    if (code === undefined || entry) return;
    const name = printable(code, 40);
    const { unlisted } = this.#counts;
    const known = unlisted.get(name);
    if (known) known.times += 1;
    else if (unlisted.size < mostCodes) {
      const text = message === undefined ? undefined : printable(redact(message, request.secrets), 120);
      unlisted.set(name, { times: 1, text });
      const said = text === undefined ? '' : `, "${text}"`;
      this.#tell('unlisted', `no table lists code ${name}${said}, at ${callOf(request)}`, request.line);
    }
  }
}

/** How a request is called in a moment. */
export function callOf({ method, path }: ReplayedRequest): string {
  return `${method} ${path}`;
}

/** Why it failed, in a moment. */
export function causeOf({ code, category }: Failure): string {
  return code === undefined ? category : `code ${printable(code, 40)}, ${category}`;
}

/** What makes two orders one and the same; undefined where nothing does. */
function orderOf({ clientOrderId, path, route }: ReplayedRequest): string | undefined {
  return route.kind === 'order' && clientOrderId !== undefined ? `${path} ${clientOrderId}` : undefined;
}
