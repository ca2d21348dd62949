// Commands of Deribit over WebSocket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand } from '../socket-command.ts';
import { amends, cancels, cancelsOfAll, orders, otherEngine, publicReads, reads } from './methods.ts';

const ofConnection = ['hello', 'set_heartbeat', 'disable_heartbeat'];

const commands = (
  prefix: 'private' | 'public',
  names: readonly string[],
  more: Omit<SocketCommand, 'name' | 'payload' | 'rest'>,
): readonly SocketCommand[] =>
  names.map((name) => ({
    name: `${prefix}/${name}`,
    payload: 'params',
    signed: prefix === 'private',
    // What has to do with the connection is no request.
    ...(more.subscribes === undefined &&
      more.undoes === undefined &&
      !ofConnection.includes(name) && { rest: { method: 'GET', path: `/api/v2/${prefix}/${name}` } }),
    ...more,
  }));

/**
 * JSON-RPC, "the same methods" as over HTTP: a reply has the `id` of its command, and no name; a log-in holds for the connection.
 */
export const socket: SocketProtocol = {
  op: 'method',
  id: { field: 'id', type: 'number' },
  name: { field: 'method' },
  marks: ['"id"', '"result"', '"error"'],
  clientOrderId: 'result.order.label',
  pushes: ['{"jsonrpc":"2.0","method"'],
  commands: [
    ...commands('private', orders, { kind: 'order' }),
    ...commands('private', amends, { kind: 'order', amends: true }),
    ...commands('private', [...cancels, ...cancelsOfAll], { kind: 'cancel' }),
    ...commands('private', otherEngine, { kind: 'write' }),
    ...commands('private', reads, { kind: 'read' }),
    ...commands('public', publicReads, { kind: 'read' }),
    ...commands('public', ofConnection, { kind: 'read' }),
    ...commands('public', ['subscribe'], { kind: 'read', subscribes: true }),
    ...commands('public', ['unsubscribe'], { kind: 'read', undoes: 'public/subscribe' }),
    ...commands('private', ['subscribe'], { kind: 'read', subscribes: true }),
    ...commands('private', ['unsubscribe'], { kind: 'read', undoes: 'private/subscribe' }),
  ],
  // A token that is over: log in, then again.
  login: { command: 'public/auth', expired: ['13009'] },
  result: { of: 'result', at: 'result' },
};
