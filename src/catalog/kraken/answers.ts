// How answers of Kraken spot are read.
import type { AnswerSpec } from '../answer-spec.ts';
import { cancelRows, rows, source } from './codes.ts';

/** Severity and category; what begins with W is a warning. */
const shape = /^E[A-Za-z]+:/;

/** An order of a batch that was refused. */
const refused = { code: ['error'], message: ['error'], bad: ['error'] };

export const answers: AnswerSpec = {
  table: { source, rows: () => [...rows(), ...cancelRows()] },
  wsSharesTable: true,
  namespaces: [
    {
      name: 'cancel',
      match: {
        path: [
          '/0/private/CancelOrder',
          '/0/private/CancelOrderBatch',
          '/0/private/CancelAll',
          '/0/private/QueryOrders',
        ],
      },
    },
  ],
  rest: {
    code: ['error'],
    codeList: true,
    codes: 'prefix',
    message: ['error'],
    shape,
    ok: [],
    flags: [],
    bare: false,
    accepted: ['result.txid', 'result.descr', 'result.orders', 'result.amend_id'],
    items: [{ at: 'result.orders', ...refused, good: ['txid', 'descr'] }],
  },
  ws: {
    // The second is that of the first version.
    code: ['error', 'errorMessage'],
    codes: 'prefix',
    message: ['error', 'errorMessage'],
    shape,
    ok: [],
    flags: ['success'],
    bare: true,
    items: [{ at: 'result', ...refused }],
    failure: [{ field: 'error' }, { field: 'errorMessage' }, { field: 'status', equals: 'error' }],
  },
  waits: [{ text: /\bThrottled:\s*(\d+)/i, unit: 'instant' }],
  time: { routes: [{ path: '/0/public/Time' }], from: [{ field: 'result.unixtime', unit: 's' }] },
};
