// Client order ids whose outcome is unknown, so that another placing under such an id is not sent blindly.

/** A placing of which it is unknown whether it was carried out. Instants are monotonic. */
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

/** Bounded: past `most` ids the oldest is forgotten. */
export class UnknownIds {
  /** Undefined until there is one: most gateways never have any. */
  #orders: Map<string, readonly UnknownOrder[]> | undefined;

  get size(): number {
    return this.#orders?.size ?? 0;
  }

  /** Of two under one id in one market it takes the earlier beginning and the later end. */
  remember(order: UnknownOrder): void {
    const { clientOrderId: id, market } = order;
    this.#orders ??= new Map();
    const known = this.#orders.get(id) ?? [];
    const same = known.filter((one) => one.market === market);
    this.#orders.delete(id);
    this.#orders.set(id, [
      ...known.filter((one) => one.market !== market),
      {
        ...order,
        firstSentAt: Math.min(order.firstSentAt, ...same.map(({ firstSentAt }) => firstSentAt)),
        lastSentAt: Math.max(order.lastSentAt, ...same.map(({ lastSentAt }) => lastSentAt)),
        believableAt: Math.max(order.believableAt, ...same.map(({ believableAt }) => believableAt)),
      },
    ]);
    for (const oldest of this.#orders.keys()) {
      if (this.#orders.size <= most) break;
      this.#orders.delete(oldest);
    }
  }

  /** An order of that id for that market; one that names none may be either. */
  find(clientOrderId: string, market: string | undefined): UnknownOrder | undefined {
    return this.#orders?.get(clientOrderId)?.find((known) => isSameMarket(known.market, market));
  }

  /** What became of it is known; an order of the same id for another market stays in doubt. */
  settle(clientOrderId: string, market: string | undefined): void {
    const left = this.#orders?.get(clientOrderId)?.filter((known) => !isSameMarket(known.market, market));
    if (left?.length) this.#orders?.set(clientOrderId, left);
    else this.#orders?.delete(clientOrderId);
  }
}

/** One that names no market may be of either. */
export function isSameMarket(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
