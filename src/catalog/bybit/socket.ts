// Commands of Bybit v5 over the trade socket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand } from '../socket-command.ts';

const command = (op: string, path: string, more: Pick<SocketCommand, 'kind' | 'amends'>): SocketCommand => ({
  name: `order.${op}`,
  // "support one item only for now"; that of a batch has the category and the list `request`, as over REST.
  payload: 'args.0',
  rest: { method: 'POST', path: `/v5/order/${path}` },
  ...more,
});

/**
 * "Websocket Trade Guideline" (docs/v5/websocket/trade, 072c197 of 2026-07-24): a `reqId` of up to 36 characters comes back, and
 * must not be used twice; time and window stand in `header`, as those of a request in its headers; a reply has the limits of the
 * command in a `header` of its own, and in `data` the `result` that REST has. "The account rate limit is shared between websocket
 * and http". Orders are not signed one by one: the log-in signs the instant until which it holds.
 */
export const socket: SocketProtocol = {
  op: 'op',
  id: { field: 'reqId', type: 'string' },
  name: { field: 'op', aliases: { ping: 'pong' } },
  marks: ['"reqId"', '"retCode"'],
  pushes: ['{"topic"'],
  commands: [
    command('create', 'create', { kind: 'order' }),
    command('amend', 'amend', { kind: 'order', amends: true }),
    command('cancel', 'cancel', { kind: 'cancel' }),
    command('create-batch', 'create-batch', { kind: 'order' }),
    command('amend-batch', 'amend-batch', { kind: 'order', amends: true }),
    command('cancel-batch', 'cancel-batch', { kind: 'cancel' }),
    // The sample of its reply has no `reqId`.
    { name: 'auth', kind: 'read', signed: false, untagged: true },
    { name: 'ping', kind: 'read', signed: false },
  ],
  login: {
    command: 'auth',
    // "repeat auth"
    accepts: ['20001'],
  },
  stamp: { header: 'x-bapi-timestamp' },
  headers: {
    'x-bapi-timestamp': 'header.X-BAPI-TIMESTAMP',
    'x-bapi-recv-window': 'header.X-BAPI-RECV-WINDOW',
    referer: 'header.Referer',
  },
  replyHeaders: 'header',
  result: { of: 'result', at: 'data' },
  time: { field: 'header.Timenow', unit: 'ms' },
};
