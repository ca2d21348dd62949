// Commands of MEXC contract over WebSocket.
import type { SocketProtocol } from '../socket.ts';

/** Whether depth comes compressed is no other channel. `unsub.kline` may name the symbol alone: then all intervals end. */
const channel = ['symbol', 'interval'];

/**
 * "WebSocket" of the contract documents (contract_v1_en): the reply's channel is `rs.` and the method, a refusal is
 * `rs.error` with a text and names no command, so that one command goes at a time. No orders.
 */
export const socket: SocketProtocol = {
  op: 'method',
  name: { field: 'channel', prefix: 'rs.' },
  marks: ['"rs.'],
  pushes: ['{"channel":"push.'],
  refusal: { field: 'channel', equals: 'rs.error' },
  commands: [
    { name: 'sub.', kind: 'read', payload: 'param', signed: false, subscribes: true, channel },
    { name: 'unsub.', kind: 'read', payload: 'param', signed: false, undoes: 'sub.', channel },
    // The filters of the last one hold, and no others.
    { name: 'personal.', kind: 'read', payload: 'param', subscribes: true, replaces: true },
  ],
  login: { command: 'login' },
  time: 'ts',
};
