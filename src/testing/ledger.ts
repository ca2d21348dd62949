import type { OrderRef, OrderRequest, SimOrder } from './reply.ts';

/** What a simulated exchange executed under one client order id; an order without one stands for itself. */
export interface OrderTally {
  readonly clientOrderId?: string;
  /** How many orders were executed. 2 is an order placed twice. */
  readonly executions: number;
  /** In the order of execution. */
  readonly placed: readonly SimOrder[];
}

export interface LedgerOptions {
  /** Quote units to spend. */
  readonly funds: number;
  /** What a market order pays for one unit. */
  readonly price: number;
  readonly lookupLagMs: number;
  readonly firstOrderId: bigint;
}

/** Consecutive ids differ by more than a double can hide, so that rounded ids are wrong but distinct. */
const idStep = 16_411n;

/** The orders and the money of a simulated exchange. */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #byId = new Map<string, SimOrder>();
  readonly #byClient = new Map<string, string[]>();
  #funds: number;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#funds = options.funds;
  }

  /** Quote units left. */
  get funds(): number {
    return this.#funds;
  }

  /** What an order would cost, in quote units. */
  cost(order: OrderRequest): number {
    return (order.price ?? this.#options.price) * order.quantity;
  }

  /** Executes the order, asking nothing. */
  place(order: OrderRequest, at: number): SimOrder {
    const orderId = String(this.#options.firstOrderId + BigInt(this.#byId.size) * idStep);
    const { expiresAt: _, price = this.#options.price, ...wanted } = order;
    const placed: SimOrder = { orderId, ...wanted, price, at, status: 'open' };
    this.#byId.set(orderId, placed);
    if (order.clientOrderId !== undefined) {
      const known = this.#byClient.get(order.clientOrderId);
      if (known) known.push(orderId);
      else this.#byClient.set(order.clientOrderId, [orderId]);
    }
    this.#funds -= this.cost(order);
    return placed;
  }

  /** The newest order of that name, whether look-ups see it yet or not. */
  find(ref: OrderRef): SimOrder | undefined {
    const newest =
      ref.clientOrderId === undefined ? undefined : this.#byClient.get(ref.clientOrderId)?.at(-1);
    const id = ref.orderId ?? newest;
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** As `find`, for orders that are old enough to be seen. */
  lookUp(ref: OrderRef, at: number): SimOrder | undefined {
    const order = this.find(ref);
    return order && this.#seen(order, at) ? order : undefined;
  }

  /** Gives the money back. `undefined` when there is no such open order. */
  cancel(ref: OrderRef): SimOrder | undefined {
    const order = this.find(ref);
    if (order?.status !== 'open') return undefined;
    const cancelled: SimOrder = { ...order, status: 'cancelled' };
    this.#byId.set(order.orderId, cancelled);
    this.#funds += order.price * order.quantity;
    return cancelled;
  }

  open(at: number): readonly SimOrder[] {
    return [...this.#byId.values()].filter((order) => order.status === 'open' && this.#seen(order, at));
  }

  /** How often an order with that id was executed. */
  executions(clientOrderId: string): number {
    return this.#byClient.get(clientOrderId)?.length ?? 0;
  }

  tallies(): readonly OrderTally[] {
    const seen = new Map<string, SimOrder[]>();
    for (const order of this.#byId.values()) {
      const key = order.clientOrderId === undefined ? `id ${order.orderId}` : `client ${order.clientOrderId}`;
      const twins = seen.get(key);
      if (twins) twins.push(order);
      else seen.set(key, [order]);
    }
    return [...seen.values()].map((placed) => {
      const clientOrderId = placed[0]?.clientOrderId;
      return {
        ...(clientOrderId === undefined ? {} : { clientOrderId }),
        executions: placed.length,
        placed,
      };
    });
  }

  reset(): void {
    this.#byId.clear();
    this.#byClient.clear();
    this.#funds = this.#options.funds;
  }

  #seen(order: SimOrder, at: number): boolean {
    return at - order.at >= this.#options.lookupLagMs;
  }
}
