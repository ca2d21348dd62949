// Client order ids whose outcome is unknown, so that another placing under such an id is not sent blindly.

/** A placing of which nobody knows whether it was carried out. Instants are monotonic. */
export interface UnknownOrder {
  readonly clientOrderId: string;
  /** Undefined where the order named none. */
  readonly market: string | undefined;
  readonly firstSentAt: number;
  readonly lastSentAt: number;
  /** From then on no copy can be carried out any more; infinite where nothing bounds that. */
  readonly believableAt: number;
}

/** More than this many at a time is a day on which nothing works. */
const most = 10_000;

/** Bounded: past `most` the oldest is forgotten. */
export class UnknownIds {
  readonly #orders = new Map<string, UnknownOrder>();

  get size(): number {
    return this.#orders.size;
  }

  remember(order: UnknownOrder): void {
    const key = order.clientOrderId;
    const known = this.#orders.get(key);
    this.#orders.delete(key);
    const first = known && isSameMarket(known, order.market) ? known : order;
    this.#orders.set(key, {
      ...order,
      firstSentAt: Math.min(first.firstSentAt, order.firstSentAt),
      believableAt: Math.max(first.believableAt, order.believableAt),
    });
    for (const oldest of this.#orders.keys()) {
      if (this.#orders.size <= most) break;
      this.#orders.delete(oldest);
    }
  }

  /** The order of that id for that market; one that names none may be either. */
  find(clientOrderId: string, market: string | undefined): UnknownOrder | undefined {
    const known = this.#orders.get(clientOrderId);
    return known && isSameMarket(known, market) ? known : undefined;
  }

  settle(clientOrderId: string): void {
    this.#orders.delete(clientOrderId);
  }
}

function isSameMarket(known: UnknownOrder, market: string | undefined): boolean {
  return known.market === undefined || market === undefined || known.market === market;
}
