// Commands of HTX spot over the socket for orders.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand } from '../socket-command.ts';

const command = (
  name: string,
  path: string,
  more: Pick<SocketCommand, 'kind' | 'accepted'>,
): SocketCommand => ({
  name,
  payload: 'params',
  rest: { method: 'POST', path: `/v1/order/${path}` },
  ...more,
});

/** "OK" or "Error", says the page; its samples have small letters. */
const accepted = { field: 'status', equals: 'ok' } as const;

/**
 * "ws Place An Sport Order" and those beside it (www.htx.com/en-us/opend, mirror of 2025-11; wss://api.huobi.pro/ws/trade): "shared REST
 * frequency limit", and a `cid` that comes back. What a refusal looks like is shown for orders of a batch alone. Assumed: the
 * refusal of a single order over the socket looks as over REST, as a client reads it (JKorf/HTX.Net); one that was seen would settle it. The log-in is that
 * of wss://api.huobi.pro/ws/v2, signed for the path of this socket, as that client has it. No command has a time.
 */
export const socket: SocketProtocol = {
  op: 'ch',
  id: { field: 'cid', type: 'string' },
  marks: ['"cid"', '"ch"'],
  pushes: ['{"action":"ping"', '{"action":"push"'],
  commands: [
    command('create-order', 'orders/place', { kind: 'order', accepted }),
    command('create-batchorder', 'batch-orders', { kind: 'order', accepted }),
    command('create-margin-order', 'auto/place', { kind: 'order' }),
    command('cancel', 'orders/batchcancel', { kind: 'cancel', accepted }),
    command('cancelall', 'orders/batchCancelOpenOrders', { kind: 'cancel', accepted }),
    { name: 'auth', kind: 'read', signed: false, named: 'ch', untagged: true },
  ],
  login: { command: 'auth', expired: ['2002'] },
  result: { of: 'data', at: 'data' },
};
