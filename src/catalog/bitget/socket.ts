// Commands of Bitget over WebSocket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand, SocketRequest } from '../socket-command.ts';
import { futures, spot, unified } from './orders.ts';

const post = (path: string): SocketRequest => ({ method: 'POST', path });

/** Of the classic account: product and instrument stand beside the parameters. */
const classic = (
  name: string,
  product: string,
  prefix: string,
  more: Pick<SocketCommand, 'kind'>,
): SocketCommand => ({
  name: `trade.${name}.${product}`,
  payload: 'args.0.params',
  rest: post(prefix + name),
  beside: {
    symbol: 'args.0.instId',
    ...(prefix === futures && { productType: 'args.0.instType' }),
  },
  id: { field: 'args.0.id', reply: 'arg.0.id' },
  result: { of: 'data', at: 'arg.0.params', besides: { event: 'trade' } },
  ...more,
});

const products = ['USDT-FUTURES', 'COIN-FUTURES', 'USDC-FUTURES'];

/** Of the unified account, where the category stands beside the list. */
const trade = (
  topic: string,
  request: string,
  more: Pick<SocketCommand, 'kind' | 'amends' | 'payload' | 'result'>,
): SocketCommand => ({
  name: `trade.${topic}`,
  rest: post(unified + request),
  beside: { category: 'category' },
  ...more,
});

const one = { payload: 'args.0' } as const;
const several = { payload: 'args', result: { of: 'data', at: 'args', besides: { event: 'trade' } } } as const;

/** Answered by its event, and without an id. */
const event = { named: 'event', untagged: true, signed: false } as const;

/**
 * "Place Order Channel" and those beside it (copy of 2025-12-05), of the unified account and of the classic one, which has no
 * batches: "please contact your BD or RM to apply for access permissions", "rate limit will be shared with Rest API". A log-in has no
 * id, and no command a time: what is in a buffer may come whenever it likes.
 */
export const socket: SocketProtocol = {
  op: ['op', 'topic', 'args.0.channel', 'args.0.instType'],
  id: { field: 'id', type: 'string' },
  marks: ['"event"'],
  pushes: ['{"action"', '{"data"'],
  refusal: { field: 'event', equals: 'error' },
  clientOrderId: 'args.0.clientOid',
  commands: [
    trade('place-order', 'place-order', { kind: 'order', ...one }),
    trade('batch-place', 'place-batch', { kind: 'order', ...several }),
    trade('modify-order', 'modify-order', { kind: 'order', amends: true, ...one }),
    trade('batch-modify', 'batch-modify-order', { kind: 'order', amends: true, ...several }),
    trade('cancel-order', 'cancel-order', { kind: 'cancel', ...one }),
    trade('batch-cancel', 'cancel-batch', { kind: 'cancel', ...several }),
    classic('place-order', 'SPOT', spot, { kind: 'order' }),
    classic('cancel-order', 'SPOT', spot, { kind: 'cancel' }),
    ...products.flatMap((product) => [
      classic('place-order', product, futures, { kind: 'order' }),
      classic('cancel-order', product, futures, { kind: 'cancel' }),
    ]),
    { name: 'login', kind: 'read', ...event },
    { name: 'subscribe.', kind: 'read', payload: 'args', ...event, subscribes: true },
    { name: 'unsubscribe.', kind: 'read', payload: 'args', ...event, undoes: 'subscribe.' },
  ],
  login: { command: 'login', expired: ['30004'] },
  result: { of: 'data', at: 'args.0', besides: { event: 'trade' } },
};
