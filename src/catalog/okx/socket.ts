// Commands of OKX v5 over WebSocket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand } from '../socket-command.ts';

const trade = '/api/v5/trade/';

/** The one element of the list. */
const one = 'args.0';

/** "Rate limit is shared with the `Place order` REST API endpoints", and so on for each. */
const command = (
  op: string,
  request: string,
  payload: string,
  more: Pick<SocketCommand, 'kind' | 'amends'>,
): SocketCommand => ({
  name: op,
  payload,
  rest: { method: 'POST', path: trade + request },
  ...more,
});

/** Answered by its event, with an `id` or without one. */
const event = { named: 'event', untagged: true } as const;

/**
 * "WS / Place order" and those that follow it (docs-v5, copies of 2026-06): an `id` of up to 32 letters and digits comes back;
 * `args` is a list, of one order where the operation takes one; `expTime` stands beside it. What names the instrument is
 * `instIdCode` there, where REST takes `instId`: an order that names its instrument by number alone cannot be looked up, unless
 * `byClientOrderId({ fill })` says its `instId`.
 */
export const socket: SocketProtocol = {
  op: 'op',
  id: { field: 'id', type: 'string' },
  name: { field: 'op' },
  marks: ['"id"', '"event"'],
  pushes: ['{"arg"'],
  refusal: { field: 'event', equals: 'error' },
  commands: [
    command('order', 'order', one, { kind: 'order' }),
    command('batch-orders', 'batch-orders', 'args', { kind: 'order' }),
    command('amend-order', 'amend-order', one, { kind: 'order', amends: true }),
    command('batch-amend-orders', 'amend-batch-orders', 'args', { kind: 'order', amends: true }),
    command('cancel-order', 'cancel-order', one, { kind: 'cancel' }),
    command('batch-cancel-orders', 'cancel-batch-orders', 'args', { kind: 'cancel' }),
    command('mass-cancel', 'mass-cancel', one, { kind: 'cancel' }),
    { name: 'login', kind: 'read', ...event },
    { name: 'subscribe', kind: 'read', payload: 'args', ...event, subscribes: true },
    { name: 'unsubscribe', kind: 'read', payload: 'args', ...event, undoes: 'subscribe' },
  ],
  login: {
    command: 'login',
    // "Already logged in"
    accepts: ['60010'],
    // "Please log in", "Login failure": what else is refused so was sent without a session.
    expired: ['60011'],
  },
  headers: { exptime: 'expTime' },
  result: { of: 'data', at: 'data' },
  time: { field: 'outTime', unit: 'us' },
};
