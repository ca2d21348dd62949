// How answers of Binance USD-M futures are read.

import type { AnswerSpec } from '../answer-spec.ts';
import { banWaits, streamPaths } from '../binance-answers.ts';
import { sapi, sapiRows } from '../binance-sapi.ts';
import { withTexts } from '../with-texts.ts';
import { rows, source, statusTexts, texts, wsStreamRows } from './codes.ts';

export const answers: AnswerSpec = {
  table: { source, rows: () => [...withTexts(rows(), texts()), ...wsStreamRows(), ...sapiRows()] },
  wsSharesTable: true,
  namespaces: [
    sapi,
    {
      name: 'ws-stream',
      match: { transport: 'ws', host: 'fstream.binance.com', elsewhere: streamPaths },
    },
  ],
  rest: {
    code: ['code'],
    message: ['msg'],
    ok: ['200'],
    flags: [],
    bare: true,
    // A batch is a list.
    accepted: ['orderId', 'algoId', '0'],
    items: [{ at: '', code: ['code'], message: ['msg'], bad: ['code'], id: ['clientOrderId'] }],
  },
  ws: {
    // A stream refuses without an `error` around it.
    code: ['error.code', 'code'],
    message: ['error.msg', 'msg'],
    ok: [],
    flags: [],
    bare: true,
    accepted: ['result.orderId', 'result.algoId'],
    failure: [{ field: 'error' }],
    status: 'status',
  },
  statuses: [
    ...statusTexts().map(
      ([status, text, category, outcome]) => ({ status, html: false, text, category, outcome }) as const,
    ),
    // The firewall: a limit, or a rule about the content.
    { status: 403, category: 'rate-limit', outcome: 'rejected' },
    // A region that is not served.
    { status: 451, category: 'permission', outcome: 'rejected' },
  ],
  waits: banWaits,
  time: { routes: [{ path: '/fapi/v1/time' }], from: ['serverTime'] },
};
