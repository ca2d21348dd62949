// How answers of HTX spot are read.

import type { AnswerSpec } from '../answer-spec.ts';
import type { Envelope, ItemsShape } from '../envelope.ts';
import { withTexts } from '../with-texts.ts';
import { lookUpRows, placeRows, rows, source, texts, wsRows } from './codes.ts';

const refused = { code: ['err-code'], message: ['err-msg'], telling: /[a-z]-[a-z]/ };

/** What was cancelled and what was not, in two lists; orders of a batch, in one; conditional orders, by their ids alone; all of an account, by number. */
const items: readonly ItemsShape[] = [
  { failed: 'data.failed', done: 'data.success', ...refused, id: ['client-order-id', 'order-id'] },
  { at: 'data', ...refused, id: ['client-order-id'] },
  { at: 'data.rejected', doneAt: 'data.accepted', failedIds: true },
  // "Submit Cancel for Multiple Orders by Criteria" tells how many, and not which.
  { failed: 'data.failed-count', done: 'data.success-count' },
];

/** Words of the first version, numbers of the second, of which 200 in the body is success. Good answers of the first may be bare. */
const envelope: Envelope = {
  code: ['err-code', 'code'],
  message: ['err-msg', 'message'],
  shape: /^(?:[A-Za-z][\w-]*|\d+)$/,
  telling: /^[a-z]+(?:[-_][a-z0-9]+)+$/,
  ok: ['200'],
  flags: [],
  bare: true,
  accepted: ['data'],
  failure: [{ field: 'status', equals: 'error' }],
};

export const answers: AnswerSpec = {
  table: {
    source,
    rows: () => [...withTexts(rows(), texts()), ...placeRows(), ...lookUpRows(), ...wsRows()],
  },
  wsSharesTable: true,
  namespaces: [
    {
      name: 'place',
      match: { path: ['/v1/order/orders/place', '/v1/order/batch-orders', '/v1/order/auto/place'] },
    },
    { name: 'look-up', match: { path: '/v1/order/orders/getClientOrder' } },
  ],
  rest: { ...envelope, items },
  // Orders, at the socket of their own, are answered as over REST. What is pushed has no code.
  ws: {
    ...envelope,
    failure: [{ field: 'error' }, { field: 'status', equals: 'error' }],
    ok: ['200', '0'],
    telling: /./,
    items,
  },
  resets: [
    {
      header: 'x-hb-ratelimit-requests-expire',
      unit: 'instant',
      left: 'x-hb-ratelimit-requests-remain',
    },
  ],
  time: { routes: [{ path: '/v1/common/timestamp' }], from: [{ field: 'data', unit: 'ms' }] },
};
