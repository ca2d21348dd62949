// Commands of Hyperliquid over WebSocket.
import type { SocketProtocol } from '../socket.ts';
import type { SocketCommand } from '../socket-command.ts';

/** What is signed is the payload alone, so that the same bytes go again under another id. */
const action = (type: string, more: Pick<SocketCommand, 'kind' | 'amends'>): SocketCommand => ({
  name: `post.action.${type}`,
  payload: 'request.payload',
  accepted: { field: 'data.response.payload.status', equals: 'ok' },
  rest: { method: 'POST', path: '/exchange' },
  ...more,
});

const order = { kind: 'order' } as const;
const cancel = { kind: 'cancel' } as const;

/** Answered by their names, without an id. */
const named = { payload: 'subscription', named: 'data.method', untagged: true, signed: false } as const;

/**
 * "Post requests": what REST takes at `/exchange` and `/info`, signed by the caller as there, in a frame with a number that comes back.
 * What failed on the way comes as a text of which nothing is promised. "Subscriptions" are answered without an id.
 */
export const socket: SocketProtocol = {
  op: ['method', 'request.type', 'request.payload.action.type'],
  id: { field: 'id', reply: 'data.id', type: 'number' },
  marks: ['"post"', '"subscriptionResponse"', '"error"'],
  refusal: { field: 'channel', equals: 'error' },
  commands: [
    action('order', order),
    action('twapOrder', order),
    action('modify', { ...order, amends: true }),
    action('batchModify', { ...order, amends: true }),
    action('cancel', cancel),
    action('cancelByCloid', cancel),
    action('twapCancel', cancel),
    action('scheduleCancel', cancel),
    action('', { kind: 'write' }),
    {
      name: 'post.info',
      kind: 'read',
      payload: 'request.payload',
      rest: { method: 'POST', path: '/info' },
      signed: false,
    },
    { name: 'subscribe', kind: 'read', subscribes: true, ...named },
    { name: 'unsubscribe', kind: 'read', undoes: 'subscribe', ...named },
  ],
  result: { at: 'data.response.payload', besides: { channel: 'post', 'data.response.type': 'action' } },
};
