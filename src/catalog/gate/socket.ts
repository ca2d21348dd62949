// Commands of Gate over WebSocket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand, SocketRequest } from '../socket-command.ts';

const command = (
  name: string,
  rest: SocketCommand['rest'],
  more: Pick<SocketCommand, 'kind' | 'amends'>,
): SocketCommand => ({ name, payload: 'payload.req_param', rest: rest ?? [], ...more });

const spot = (method: string, path: string): SocketRequest => ({ method, path: `/api/v4/spot/${path}` });

/**
 * Which of the sockets of futures it is stands in no command, but in the name of the contract: what names none, as a cancel by id
 * need not, stands for no request, so that no look-up asks another book than the order's.
 */
const futures = (method: string, path: string): readonly SocketRequest[] =>
  (['usdt', 'btc'] as const).map((settle) => ({
    method,
    path: `/api/v4/futures/${settle}/${path}`,
    when: { contract: settle === 'usdt' ? /_USDT$/ : /_USD$/ },
  }));

/**
 * "Spot Account Trade" and "Futures Account Trade" (mirrors of 2025-02 and 2025-11): commands with the event `api`, at the address
 * of spot and at that of each currency of settlement, with log-ins of their own. What places an order is answered twice: that it
 * came (`ack`), and what became of it. `time` may be off by 60 seconds. Subscriptions have another form and are not made here.
 */
export const socket: SocketProtocol = {
  op: 'channel',
  id: { field: 'payload.req_id', reply: 'request_id', type: 'string' },
  ack: { field: 'ack', equals: 'true' },
  name: { field: 'header.channel' },
  marks: ['"request_id"', '"header"'],
  pushes: ['{"time"'],
  clientOrderId: 'data.result.text',
  commands: [
    command(
      'spot.order_place',
      [
        { ...spot('POST', 'orders'), list: false },
        { ...spot('POST', 'batch_orders'), list: true },
      ],
      { kind: 'order' },
    ),
    command('spot.order_amend', spot('PATCH', 'orders/{order_id}'), { kind: 'order', amends: true }),
    command('spot.order_cancel', spot('DELETE', 'orders/{order_id}'), { kind: 'cancel' }),
    command('spot.order_cancel_ids', spot('POST', 'cancel_batch_orders'), { kind: 'cancel' }),
    command('spot.order_cancel_cp', spot('DELETE', 'orders'), { kind: 'cancel' }),
    command('spot.order_status', spot('GET', 'orders/{order_id}'), { kind: 'read' }),
    command('spot.order_list', spot('GET', 'orders'), { kind: 'read' }),
    command('futures.order_place', futures('POST', 'orders'), { kind: 'order' }),
    command('futures.order_batch_place', futures('POST', 'batch_orders'), { kind: 'order' }),
    command('futures.order_amend', futures('PUT', 'orders/{order_id}'), { kind: 'order', amends: true }),
    command('futures.order_cancel', futures('DELETE', 'orders/{order_id}'), { kind: 'cancel' }),
    command('futures.order_cancel_ids', futures('POST', 'batch_cancel_orders'), { kind: 'cancel' }),
    command('futures.order_cancel_cp', futures('DELETE', 'orders'), { kind: 'cancel' }),
    command('futures.order_status', futures('GET', 'orders/{order_id}'), { kind: 'read' }),
    command('futures.order_list', futures('GET', 'orders'), { kind: 'read' }),
    { name: 'spot.login', kind: 'read', signed: false },
    { name: 'futures.login', kind: 'read', signed: false },
  ],
  login: {
    command: 'spot.login',
    others: { 'futures.': 'futures.login' },
    expired: ['AUTHENTICATION_FAILED'],
  },
  stamp: { at: 'time', unit: 's' },
  headers: { 'x-gate-exptime': 'payload.req_header.x-gate-exptime' },
  replyHeaders: {
    'x-gate-ratelimit-requests-remain': 'header.x_gate_ratelimit_requests_remain',
    'x-gate-ratelimit-limit': 'header.x_gate_ratelimit_limit',
  },
  result: { at: 'data.result' },
  time: { field: 'header.response_time', unit: 'ms' },
};
