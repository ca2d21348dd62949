// Commands of OX.FUN over WebSocket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketGathering } from '../socket-command.ts';

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
  clientOrderId: 'data.clientOrderId',
  pushes: ['{"table"'],
  commands: [
    { name: 'login', kind: 'read', accepted: 'success' },
    { name: 'placeorder', kind: 'order', payload: 'data', accepted: 'submitted', expires: true },
    {
      name: 'placeorders',
      kind: 'order',
      payload: 'dataArray',
      accepted: 'submitted',
      expires: true,
      gathers: orders,
    },
    { name: 'cancelorder', kind: 'cancel', payload: 'data', accepted: 'submitted' },
    { name: 'cancelorders', kind: 'cancel', payload: 'dataArray', accepted: 'submitted', gathers: orders },
    { name: 'modifyorder', kind: 'write', amends: true, payload: 'data', accepted: 'submitted' },
    {
      name: 'modifyorders',
      kind: 'write',
      amends: true,
      payload: 'dataArray',
      accepted: 'submitted',
      gathers: orders,
    },
    {
      name: 'subscribe',
      kind: 'read',
      payload: 'args',
      accepted: 'success',
      subscribes: true,
      gathers: channels,
    },
    {
      name: 'unsubscribe',
      kind: 'read',
      payload: 'args',
      accepted: 'success',
      undoes: 'subscribe',
      gathers: channels,
    },
  ],
  login: { command: 'login', accepts: ['20005'], expired: ['20026'] },
  stamps: ['timestamp'],
  // The engine refuses what arrives later than `timestamp` + `recvWindow` (100015), and looks at neither without the first.
  expiry: { time: 'timestamp', window: 'recvWindow', windowMs: 5000 },
  time: 'timestamp',
};
