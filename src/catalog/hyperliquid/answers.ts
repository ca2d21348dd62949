// How answers of Hyperliquid are read.

import type { AnswerSpec } from '../answer-spec.ts';
import type { Envelope } from '../envelope.ts';
import { rows, source, statusRows } from './codes.ts';

const anyText = /\S/;

/**
 * Refusals come under HTTP 200: a text for all that was sent (`status: "err"`), or one for each order. "The whole batch was rejected
 * for this same reason", "Error responses": whatever a text says, nothing was done.
 */
const rest: Envelope = {
  code: ['response', 'response.data.status.error'],
  codes: 'prefix',
  message: ['response', 'response.data.status.error'],
  shape: anyText,
  ok: [],
  flags: [],
  good: ['response'],
  // Some reads answer with a number or nothing.
  plain: /^(?:\d+|null)$/,
  unlisted: 'rejected',
  bare: 'reads',
  accepted: ['response.type', 'response.data.statuses'],
  failure: [{ field: 'status', equals: 'err' }],
  items: [
    {
      at: 'response.data.statuses',
      code: ['error'],
      message: ['error'],
      ok: ['success', 'waitingForFill', 'waitingForTrigger'],
      bad: ['error'],
      good: ['resting', 'filled'],
      // What the payload alone decides: "only one error is returned for the entire payload".
      forAll: true,
    },
  ],
};

const action = 'data.response.payload.response';
const frame = [action, `${action}.data.status.error`, 'data.response.payload', 'data'];

export const answers: AnswerSpec = {
  table: { source, rows: () => [...rows(), ...statusRows()] },
  wsSharesTable: true,
  namespaces: [{ name: 'order-status', match: { path: '/info' } }],
  rest,
  // "Post requests": the answer of REST in a frame, or a text of what failed on the way, of which nothing is promised.
  ws: {
    code: frame,
    codes: 'prefix',
    message: frame,
    shape: anyText,
    ok: [],
    flags: [],
    bare: true,
    accepted: [`${action}.type`, `${action}.data.statuses`],
    failure: [
      { field: 'data.response.payload.status', equals: 'err' },
      { field: 'data.response.type', equals: 'error' },
      { field: 'channel', equals: 'error' },
      { field: 'error' },
    ],
    plain: /^Websocket connection established\.$/,
    items: (rest.items ?? []).map((item) => ({ ...item, at: `${action}.data.statuses` })),
  },
};
