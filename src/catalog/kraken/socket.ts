// Commands of Kraken spot over WebSocket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand, SocketGathering } from '../socket-command.ts';

const own = '/0/private/';
const names = {
  symbol: 'pair',
  side: 'type',
  order_type: 'ordertype',
  order_qty: 'volume',
  limit_price: 'price',
  order_id: 'txid',
} as const;

/** With the token of the account, and counted as the request of the second name is: "REST and WebSocket share the counters". */
const command = (
  name: string,
  request: string,
  more: Omit<SocketCommand, 'name' | 'rest'>,
): SocketCommand => ({
  name,
  payload: 'params',
  accepted: 'success',
  rest: { method: 'POST', path: own + request },
  names,
  ...more,
});

/** "When cancelling multiple orders, there will be a stream of individual order responses." */
const orders: SocketGathering = {
  list: ['order_id', 'cl_ord_id', 'order_userref'],
  match: [
    ['', 'result.order_id'],
    ['', 'result.cl_ord_id'],
  ],
  missing: 'unknown',
};

/**
 * The second version of ws-auth.kraken.com and ws.kraken.com: a `req_id` comes back in the reply, as does the method. What is
 * private has a token of GetWebSocketsToken in its `params`, good for 15 minutes; a channel is public unless the call says
 * `signed: true`.
 */
export const socket: SocketProtocol = {
  op: 'method',
  id: { field: 'req_id', type: 'number' },
  name: { field: 'method', aliases: { ping: 'pong' } },
  marks: ['"req_id"', '"success"', '"method"'],
  clientOrderId: 'result.cl_ord_id',
  pushes: ['{"channel"'],
  commands: [
    command('add_order', 'AddOrder', { kind: 'order' }),
    command('batch_add', 'AddOrderBatch', { kind: 'order' }),
    command('amend_order', 'AmendOrder', { kind: 'order', amends: true }),
    command('edit_order', 'EditOrder', { kind: 'order', amends: true }),
    command('cancel_order', 'CancelOrder', { kind: 'cancel', gathers: orders }),
    // One count for all of them, and no word of which.
    command('batch_cancel', 'CancelOrderBatch', { kind: 'cancel' }),
    command('cancel_all', 'CancelAll', { kind: 'cancel' }),
    command('cancel_all_orders_after', 'CancelAllOrdersAfter', { kind: 'cancel' }),
    {
      name: 'subscribe',
      kind: 'read',
      payload: 'params',
      accepted: 'success',
      signed: false,
      subscribes: true,
    },
    {
      name: 'unsubscribe',
      kind: 'read',
      payload: 'params',
      accepted: 'success',
      signed: false,
      undoes: 'subscribe',
    },
    { name: 'ping', kind: 'read', signed: false },
  ],
  token: {
    method: 'POST',
    path: `${own}GetWebSocketsToken`,
    field: 'result.token',
    param: 'token',
    // "The token should be used within 15 minutes of creation".
    validMs: 14 * 60_000,
    expired: ['ESession:Invalid session', 'EAPI:Invalid token'],
  },
  result: { of: 'result', at: 'result' },
  time: { field: 'time_out', unit: 'iso' },
};
