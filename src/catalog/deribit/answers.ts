// How answers of Deribit are read.

import type { AnswerSpec } from '../answer-spec.ts';
import type { Envelope } from '../envelope.ts';
import { rows, source } from './codes.ts';

/**
 * JSON-RPC 2.0, the same over both transports: `error` or `result`, whatever the status says. An order that was taken and
 * refused at once has its state in place of a code.
 */
const envelope: Envelope = {
  code: ['error.code', 'result.order.order_state', 'error'],
  message: ['error.message', 'message'],
  shape: /^(?:-?\d+|rejected)$/,
  ok: [],
  flags: [],
  good: ['result'],
  bare: false,
  accepted: ['result.order.order_id'],
  failure: [{ field: 'error' }],
};

export const answers: AnswerSpec = {
  table: { source, rows },
  wsSharesTable: true,
  rest: envelope,
  ws: {
    ...envelope,
    // A notification names a method.
    good: ['result', 'method'],
    // "private/mass_quote", with `detailed`: what was refused stands apart. Without it there is only a count.
    items: [
      {
        failed: 'result.errors',
        done: 'result.orders',
        code: ['error.code'],
        message: ['error.message'],
      },
    ],
  },
  waits: [{ field: 'error.data.wait', unit: 's' }],
  time: {
    routes: [{ path: '/api/v2/public/get_time' }],
    from: [{ field: 'result', unit: 'ms' }],
    answers: [{ field: 'usOut', unit: 'us' }],
  },
};
