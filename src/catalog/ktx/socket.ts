// Commands of KTX over WebSocket.
import type { SocketProtocol } from '../socket.ts';

/**
 * `_market_ws.md` and `_user_ws.md` of KTX-private/api-en: an `id` of the client's comes back in the reply. Streams and the
 * log-in only, no orders. No reply to a log-in is documented, and its signature has no time in it.
 */
export const socket: SocketProtocol = {
  op: 'method',
  id: { field: 'id', type: 'number' },
  name: { field: 'op' },
  marks: ['"id"', '"error"', '"result"'],
  pushes: ['{"stream"'],
  commands: [
    { name: 'SUBSCRIBE', kind: 'read', payload: 'params', subscribes: true },
    { name: 'UNSUBSCRIBE', kind: 'read', payload: 'params', undoes: 'SUBSCRIBE' },
  ],
  login: { command: 'LOGIN', silentMs: 1000 },
};
