// How answers of Gate are read.
import type { AnswerSpec } from '../answer-spec.ts';
import { rows, source, wsRows } from './codes.ts';

/** Labels are constants; the sockets have some numbers of their own. */
const label = /^[A-Za-z][A-Za-z0-9_]*$/;

export const answers: AnswerSpec = {
  table: { source, rows: () => [...rows(), ...wsRows()] },
  wsSharesTable: true,
  rest: {
    code: ['label'],
    message: ['message', 'detail'],
    shape: label,
    // No payload has a label in such letters.
    telling: /^[A-Z][A-Z0-9_]{3,}$/,
    ok: [],
    flags: [],
    bare: true,
    accepted: ['id', '0.id', '0.text', '0.label', '0.succeeded'],
    // A batch is a list under a status that says that all is well.
    items: [
      {
        at: '',
        code: ['label', 'message'],
        message: ['message', 'detail'],
        flags: ['succeeded'],
        id: ['text'],
      },
    ],
  },
  ws: {
    code: ['data.errs.label', 'error.code'],
    message: ['data.errs.message', 'error.message'],
    shape: /^(?:[A-Za-z][A-Za-z0-9_]*|\d+)$/,
    ok: [],
    flags: [],
    bare: true,
    // What is only acknowledged repeats the request there.
    accepted: ['data.result.id', 'data.result.0'],
    failure: [{ field: 'data.errs' }, { field: 'error' }, { field: 'result.status', equals: 'fail' }],
    status: 'header.status',
    items: [{ at: 'data.result', code: ['label'], message: ['message', 'detail'], flags: ['succeeded'] }],
  },
  // Over sockets alone: over REST it is a header, and the present where nothing is wrong.
  waits: [{ field: 'header.x_gate_ratelimit_reset_timestamp', unit: 'instant' }],
  time: { routes: [{ path: '/api/v4/spot/time' }], from: [{ field: 'server_time', unit: 'ms' }] },
};
