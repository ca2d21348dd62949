// How answers of OKX v5 are read.

import type { AnswerSpec } from '../answer-spec.ts';
import type { Envelope } from '../envelope.ts';
import { withTexts } from '../with-texts.ts';
import { rows, source, subCodes, texts, wsRows } from './codes.ts';

/** All failed, or some: the items say why, and of a single order there is one. */
const defer = ['1', '2'];

const envelope: Envelope = {
  code: ['code'],
  codeType: 'string',
  message: ['msg'],
  ok: ['0'],
  flags: [],
  bare: false,
  accepted: ['data.0.ordId'],
  defer,
  items: [
    {
      at: 'data',
      code: ['sCode'],
      subCode: ['subCode'],
      message: ['sMsg'],
      ok: ['0'],
      id: ['clOrdId'],
    },
    // A mass cancel: "Result of the request".
    { at: 'data', flags: ['result'] },
  ],
};

export const answers: AnswerSpec = {
  table: {
    source,
    rows: () => [
      ...withTexts(rows(), texts()),
      ...subCodes().map(([code, text, category, outcome]) => [code, category, outcome, text] as const),
      ...wsRows(),
    ],
  },
  wsSharesTable: true,
  rest: envelope,
  // Updates come bare; 64008 says that the connection will be closed, and refuses nothing.
  ws: {
    ...envelope,
    bare: true,
    ok: ['0', '64008'],
    // Some of these have no code.
    failure: [
      { field: 'error' },
      { field: 'event', equals: 'error' },
      { field: 'event', equals: 'channel-conn-count-error' },
    ],
    plain: /^pong$/,
  },
  // Of the edge: its number is in no table.
  statuses: [{ status: 404, category: 'invalid-request', outcome: 'rejected' }],
  time: {
    routes: [{ path: '/api/v5/public/time' }],
    from: [{ field: 'data.0.ts', unit: 'ms' }],
    answers: [{ field: 'outTime', unit: 'us' }],
  },
};
