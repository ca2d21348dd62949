// How often each order was executed.
import type { SimOrder } from './reply.ts';

/** What a simulated exchange executed under one client order id; an order without one stands for itself. */
export interface OrderTally {
  /** Absent for an order without one. */
  readonly clientOrderId?: string;
  /** How many orders were executed. 2 is an order placed twice. */
  readonly executions: number;
  /** In the order of execution. */
  readonly placed: readonly SimOrder[];
}

/** Groups orders by client order id, in the order of execution. */
export function tallyOrders(orders: readonly SimOrder[]): readonly OrderTally[] {
  const seen = new Map<string, SimOrder[]>();
  for (const order of orders) {
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
