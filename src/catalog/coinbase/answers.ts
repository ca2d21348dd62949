// How answers of Coinbase Advanced Trade are read.
import type { AnswerSpec } from '../answer-spec.ts';
import { readRows, rows, source } from './codes.ts';

export const answers: AnswerSpec = {
  table: { source, rows: () => [...rows(), ...readRows()] },
  namespaces: [{ name: 'order-reads', match: { path: '/api/v3/brokerage/orders/historical/**' } }],
  rest: {
    // The first that is a reason: of an order, of the gateway, of an edit, of the older API.
    code: [
      'error_response.error',
      'error_response.preview_failure_reason',
      'error_response.new_order_failure_reason',
      'error',
      'errors.0.edit_failure_reason',
      'errors.0.preview_failure_reason',
      'errors.edit_failure_reason',
      'errors.preview_failure_reason',
      'errors.0.id',
    ],
    message: [
      'error_response.message',
      'error_response.error_details',
      'message',
      'error_details',
      'errors.0.message',
    ],
    // What says that there is no reason stands in good answers as well.
    shape: /^(?!UNKNOWN_\w*REASON$|REJECT_REASON_UNSPECIFIED$)[A-Za-z]\w*$/,
    ok: [],
    flags: ['success'],
    bare: true,
    // The last is a cancel's.
    accepted: ['success_response.order_id', 'order_id', 'results'],
    // "success: false" is of an order that was not made, and the enums of reasons grow.
    unlisted: 'rejected',
    items: [
      // Of a cancel; good ones have a reason too, which is none.
      {
        at: 'results',
        flags: ['success'],
        code: ['failure_reason', 'error'],
        telling: /./,
        id: ['order_id'],
      },
    ],
  },
  ws: {
    code: [],
    message: ['message'],
    ok: [],
    flags: [],
    bare: true,
    failure: [{ field: 'error' }, { field: 'message' }, { field: 'type', equals: 'error' }],
  },
  // What the gateway gave up on may have been done, whatever it calls that.
  statuses: [
    { status: 408, category: 'timeout', outcome: 'unknown' },
    { status: 409, category: 'unknown', outcome: 'unknown' },
    { status: 499, category: 'timeout', outcome: 'unknown' },
  ],
  time: { routes: [{ path: '/api/v3/brokerage/time' }], from: [{ field: 'epochMillis', unit: 'ms' }] },
};
