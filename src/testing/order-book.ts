// The orders and the money of a simulated exchange.
import { type OrderTally, tallyOrders } from './order-tally.ts';
import type { AmendRequest, OrderRef, PlaceRequest, SimOrder } from './reply.ts';

export interface OrderBookOptions {
  /** Quote units to spend. */
  readonly funds: number;
  /** What a market order pays for one unit. */
  readonly price: number;
  readonly lookupLagMs: number;
  readonly firstOrderId: bigint;
}

/** An instant on both clocks, in milliseconds since 1970. */
export interface SimInstant {
  /** On the simulator's `now`. */
  readonly at: number;
  /** On the exchange's clock. */
  readonly serverAt: number;
}

/** Consecutive ids differ by more than a double can hide, so that rounded ids are wrong but distinct. */
const idStep = 16_411n;

/** The orders and the money of a simulated exchange. */
export class OrderBook {
  readonly #options: OrderBookOptions;
  readonly #byId = new Map<string, SimOrder>();
  readonly #byClient = new Map<string, string[]>();
  #funds: number;

  constructor(options: OrderBookOptions) {
    this.#options = options;
    this.#funds = options.funds;
  }

  /** Quote units left. */
  get funds(): number {
    return this.#funds;
  }

  /** What an order would cost, in quote units. */
  cost(order: Pick<PlaceRequest, 'price' | 'quantity'>): number {
    return (order.price ?? this.#options.price) * order.quantity;
  }

  /** Executes the order, asking nothing. One without a price is filled at once. */
  place(order: PlaceRequest, { at, serverAt }: SimInstant): SimOrder {
    const orderId = String(this.#options.firstOrderId + BigInt(this.#byId.size) * idStep);
    const { clientOrderId, symbol, side, quantity, price = this.#options.price, book, members } = order;
    const isMarket = order.price === undefined;
    const placed: SimOrder = {
      orderId,
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
      symbol,
      side,
      price,
      quantity,
      filledQuantity: isMarket ? quantity : 0,
      isMarket,
      at,
      createdAt: serverAt,
      updatedAt: serverAt,
      status: isMarket ? 'filled' : 'open',
      ...(book === undefined ? {} : { book }),
      ...(members === undefined ? {} : { members }),
    };
    this.#byId.set(orderId, placed);
    if (clientOrderId !== undefined) {
      const known = this.#byClient.get(clientOrderId);
      if (known) known.push(orderId);
      else this.#byClient.set(clientOrderId, [orderId]);
    }
    this.#funds -= this.cost(order);
    return placed;
  }

  /** The newest order of that name, market and book, whether look-ups see it yet or not. */
  find(ref: OrderRef): SimOrder | undefined {
    return this.#named(ref).findLast(
      ({ symbol, book }) => book === ref.book && (ref.symbol === undefined || ref.symbol === symbol),
    );
  }

  /** As `find`, for orders that are old enough to be seen. */
  lookUp(ref: OrderRef, at: number): SimOrder | undefined {
    const order = this.find(ref);
    return order && this.#isSeen(order, at) ? order : undefined;
  }

  /** Gives the money of what is not filled back. `undefined` when there is no such open order. */
  cancel(ref: OrderRef, { serverAt }: SimInstant): SimOrder | undefined {
    const order = this.#open(ref);
    if (!order) return undefined;
    this.#funds += order.price * (order.quantity - order.filledQuantity);
    return this.#change(order, { status: 'cancelled', updatedAt: serverAt });
  }

  /** What an amend would cost more than its order does, in quote units; less than nothing when it frees some. */
  amendCost(order: SimOrder, { price = order.price, quantity = order.quantity }: AmendRequest): number {
    return price * quantity - order.price * order.quantity;
  }

  /** Changes an open order, which keeps its id. `undefined` when there is none. */
  amend(request: AmendRequest, { serverAt }: SimInstant): SimOrder | undefined {
    const order = this.#open(request.ref);
    if (!order) return undefined;
    this.#funds -= this.amendCost(order, request);
    const { price = order.price, quantity = order.quantity, members } = request;
    const isFilled = order.filledQuantity >= quantity;
    return this.#change(order, {
      price,
      quantity,
      updatedAt: serverAt,
      ...(isFilled ? { status: 'filled' } : {}),
      ...(members === undefined ? {} : { members: { ...order.members, ...members } }),
    });
  }

  /** Trades an open order of whichever book, to its end unless told. `undefined` when there is none. */
  fill(ref: OrderRef, quantity: number | undefined, { serverAt }: SimInstant): SimOrder | undefined {
    const order = this.#named(ref).findLast(({ status }) => status === 'open');
    if (!order) return undefined;
    const filledQuantity = Math.min(order.quantity, order.filledQuantity + (quantity ?? order.quantity));
    const status = filledQuantity === order.quantity ? 'filled' : 'open';
    return this.#change(order, { filledQuantity, status, updatedAt: serverAt });
  }

  /** Those that stand and are seen; of one market where it is named. */
  open(at: number, symbol?: string): readonly SimOrder[] {
    return [...this.#byId.values()].filter(
      (order) =>
        order.status === 'open' &&
        (symbol === undefined || symbol === order.symbol) &&
        this.#isSeen(order, at),
    );
  }

  /** How often an order with that id was executed. */
  executions(clientOrderId: string): number {
    return this.#byClient.get(clientOrderId)?.length ?? 0;
  }

  tallies(): readonly OrderTally[] {
    return tallyOrders([...this.#byId.values()]);
  }

  reset(): void {
    this.#byId.clear();
    this.#byClient.clear();
    this.#funds = this.#options.funds;
  }

  #named({ orderId, clientOrderId }: OrderRef): readonly SimOrder[] {
    const byClient = clientOrderId === undefined ? undefined : this.#byClient.get(clientOrderId);
    const ids = orderId === undefined ? (byClient ?? []) : [orderId];
    return ids.flatMap((id) => this.#byId.get(id) ?? []);
  }

  #open(ref: OrderRef): SimOrder | undefined {
    const order = this.find(ref);
    return order?.status === 'open' ? order : undefined;
  }

  #change(order: SimOrder, changes: Partial<SimOrder>): SimOrder {
    const changed: SimOrder = { ...order, ...changes };
    this.#byId.set(order.orderId, changed);
    return changed;
  }

  #isSeen(order: SimOrder, at: number): boolean {
    return at - order.at >= this.#options.lookupLagMs;
  }
}
