// Commands of Kraken spot over WebSocket.
import type { SocketCommand, SocketProtocol } from '../socket.ts';

/** Nothing is signed: what is private has a token of GetWebSocketsToken in its `params`, put there by the caller. */
const command = (name: string, more: Omit<SocketCommand, 'name'>): SocketCommand => ({
  name,
  payload: 'params',
  signed: false,
  accepted: 'success',
  ...more,
});

/** The second version of ws-auth.kraken.com and ws.kraken.com: a `req_id` comes back in the reply, as does the method. */
export const socket: SocketProtocol = {
  op: 'method',
  id: { field: 'req_id', type: 'number' },
  name: { field: 'method', aliases: { pong: 'ping' } },
  marks: ['"req_id"', '"success"', '"method"'],
  clientOrderId: 'result.cl_ord_id',
  pushes: ['{"channel"'],
  commands: [
    command('add_order', { kind: 'order' }),
    command('batch_add', { kind: 'order' }),
    command('amend_order', { kind: 'order', amends: true }),
    command('edit_order', { kind: 'order', amends: true }),
    command('cancel_order', { kind: 'cancel' }),
    command('batch_cancel', { kind: 'cancel' }),
    command('cancel_all', { kind: 'cancel' }),
    command('cancel_all_orders_after', { kind: 'write' }),
    command('subscribe', { kind: 'read', subscribes: true }),
    command('unsubscribe', { kind: 'read', undoes: 'subscribe' }),
    { name: 'ping', kind: 'read', signed: false },
  ],
};
