import type { SocketGathering, SocketProtocol } from '../socket.ts';

/** "The websocket reply from the exchange will respond to each order in the batch separately", all with the one tag. */
const orders: SocketGathering = {
  match: [
    ['clientOrderId', 'data.clientOrderId'],
    ['orderId', 'data.orderId'],
  ],
  missing: 'unknown',
};
/** The sample replies name one channel each; nothing says whether one reply may stand for several. */
const channels: SocketGathering = { match: [['', 'channel']], missing: 'covered', patienceMs: 1000 };

/**
 * "Websocket API" of oxfun-github/oxfun-exchange-docs (`_v2_websocket.md`), read 2023-03-31: a `tag` of up to 32
 * characters is echoed in the reply; market data comes as `{"table":...}`.
 */
export const socket: SocketProtocol = {
  op: 'op',
  id: { field: 'tag', type: 'string' },
  // The single replies to a batch have the name of the single command.
  name: {
    field: 'event',
    aliases: { placeorders: 'placeorder', cancelorders: 'cancelorder', modifyorders: 'modifyorder' },
  },
  marks: ['"event"', '"submitted"'],
  pushes: ['{"table"'],
  commands: [
    { name: 'placeorder', kind: 'order', payload: 'data' },
    { name: 'placeorders', kind: 'order', payload: 'dataArray', gathers: orders },
    { name: 'cancelorder', kind: 'cancel', payload: 'data' },
    { name: 'cancelorders', kind: 'cancel', payload: 'dataArray', gathers: orders },
    { name: 'modifyorder', kind: 'write', payload: 'data' },
    { name: 'modifyorders', kind: 'write', payload: 'dataArray', gathers: orders },
    { name: 'subscribe', kind: 'read', payload: 'args', subscribes: true, gathers: channels },
    { name: 'unsubscribe', kind: 'read', payload: 'args', undoes: 'subscribe', gathers: channels },
  ],
  login: { command: 'login', accepts: ['20005'], expired: ['20026'] },
  // The engine refuses what arrives later than `timestamp` + `recvWindow` (100015).
  stamps: ['timestamp'],
  time: 'timestamp',
};
