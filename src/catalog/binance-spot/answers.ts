// How answers of Binance spot are read.

import type { AnswerSpec } from '../answer-spec.ts';
import { banWaits, refusedParts, streamPaths } from '../binance-answers.ts';
import { sapi, sapiRows } from '../binance-sapi.ts';
import { withTexts } from '../with-texts.ts';
import { rows, source, texts, wsRows, wsStreamRows } from './codes.ts';

/** Codes of a cancelReplace that was not done whole: its parts say why. */
const defer = ['-2021', '-2022'];

export const answers: AnswerSpec = {
  table: {
    source,
    rows: () => [...withTexts(rows(), texts()), ...wsRows(), ...wsStreamRows(), ...sapiRows()],
  },
  wsSharesTable: true,
  namespaces: [
    sapi,
    {
      name: 'ws-stream',
      match: {
        transport: 'ws',
        host: ['stream.binance.com', 'data-stream.binance.vision'],
        elsewhere: streamPaths,
      },
    },
  ],
  rest: {
    code: ['code'],
    message: ['msg'],
    ok: [],
    flags: [],
    bare: true,
    accepted: ['orderId', 'orderListId', 'newOrderResponse', 'amendedOrder'],
    defer,
    items: refusedParts('data', ''),
  },
  ws: {
    // A stream refuses without an `error` around it.
    code: ['error.code', 'code'],
    message: ['error.msg', 'msg'],
    ok: [],
    flags: [],
    bare: true,
    // What is routed to several venues is answered with a list.
    accepted: ['orderId', 'orderListId', 'newOrderResponse', 'amendedOrder', '0'].map(
      (name) => `result.${name}`,
    ),
    failure: [{ field: 'error' }],
    status: 'status',
    defer,
    items: refusedParts('error.data', 'result'),
  },
  statuses: [
    // The firewall: a limit, or a rule about the content.
    { status: 403, category: 'rate-limit', outcome: 'rejected' },
    // A region that is not served.
    { status: 451, category: 'permission', outcome: 'rejected' },
  ],
  waits: banWaits,
  time: { routes: [{ path: '/api/v3/time' }], from: ['serverTime'] },
};
