// Commands of KuCoin over the socket for orders.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand } from '../socket-command.ts';

/** Codes of the gateway go by its own host, those of futures by theirs. */
const command = (
  name: string,
  method: string,
  path: string,
  more: Pick<SocketCommand, 'kind' | 'amends'>,
): SocketCommand => ({
  name,
  payload: 'args',
  rest: {
    method,
    path: `/api/${path}`,
    host: name.startsWith('futures.') ? 'api-futures.kucoin.com' : 'wsapi.kucoin.com',
  },
  ...more,
});

const order = { kind: 'order' } as const;
const cancel = { kind: 'cancel' } as const;

/**
 * "Add Order", "Cancel Order" (docs-new, wsapi.kucoin.com/v1/private, 2025-07): "business parameters, same as RestAPI". The address has
 * key, time and a signature in it, which its caller puts there; the exchange then sends a session to sign and answers with a
 * welcome. No command has a time: what is in a buffer may come whenever it likes. What the reply tells of limits is of the pool
 * of the request that does the same; of two pages one calls it `userRateLimit`.
 */
export const socket: SocketProtocol = {
  op: 'op',
  id: { field: 'id', type: 'string' },
  name: { field: 'op', aliases: { ping: 'pong' } },
  marks: ['"id"', '"code"', '"sessionId"'],
  refusal: { field: 'code' },
  clientOrderId: 'data.clientOid',
  commands: [
    command('spot.order', 'POST', 'v1/hf/orders', order),
    command('spot.sync_order', 'POST', 'v1/hf/orders/sync', order),
    // It cancels and places anew, under another id of the exchange's.
    command('spot.modify', 'POST', 'v1/hf/orders/alter', { kind: 'write', amends: true }),
    command('spot.cancel', 'DELETE', 'v1/hf/orders/client-order/{clientOid}', cancel),
    command('spot.sync_cancel', 'DELETE', 'v1/hf/orders/sync/client-order/{clientOid}', cancel),
    command('margin.order', 'POST', 'v3/hf/margin/order', order),
    command('margin.cancel', 'DELETE', 'v3/hf/margin/orders/client-order/{clientOid}', cancel),
    command('futures.order', 'POST', 'v1/orders', order),
    command('futures.cancel', 'DELETE', 'v1/orders/client-order/{clientOid}', cancel),
    command('futures.multi_order', 'POST', 'v1/orders/multi', order),
    command('futures.multi_cancel', 'DELETE', 'v1/orders/multi-cancel', cancel),
    { name: 'ping', kind: 'read', signed: false },
    { name: 'welcome', kind: 'read', signed: false, named: 'data', untagged: true },
  ],
  login: { command: 'welcome', greeting: 'sessionId' },
  replyHeaders: {
    'gw-ratelimit-limit': 'rateLimit.limit',
    'gw-ratelimit-remaining': 'rateLimit.remaining',
    'gw-ratelimit-reset': 'rateLimit.reset',
  },
  result: { of: 'data', at: 'data' },
};
