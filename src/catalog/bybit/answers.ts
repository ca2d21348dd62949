// How answers of Bybit v5 are read.

import type { AnswerSpec } from '../answer-spec.ts';
import type { ItemsShape } from '../envelope.ts';
import { withTexts } from '../with-texts.ts';
import { rows, source, texts, wsTradeRows } from './codes.ts';

/** The answer to a batch is good even when all of it was refused. */
const items: readonly ItemsShape[] = [
  { at: 'retExtInfo.list', code: ['code'], message: ['msg'], ok: ['0'], bad: ['code'] },
  // A cancel of all: "1": success, "0": fail, under a code of success. Some may have been cancelled.
  { at: '', parts: ['result'], code: [], failure: [{ field: 'success', equals: '0' }] },
];

export const answers: AnswerSpec = {
  table: { source, rows: () => [...withTexts(rows(), texts()), ...wsTradeRows()] },
  wsSharesTable: true,
  // The other sockets have no codes.
  namespaces: [{ name: 'ws-trade', match: { transport: 'ws' } }],
  rest: {
    // The second of each: how the interface before this one writes them.
    code: ['retCode', 'ret_code'],
    message: ['retMsg', 'ret_msg'],
    ok: ['0'],
    flags: [],
    bare: false,
    accepted: ['result.orderId', 'result.list'],
    items,
  },
  ws: {
    code: ['retCode'],
    message: ['retMsg', 'ret_msg'],
    ok: ['0'],
    flags: ['success'],
    bare: true,
    accepted: ['data.orderId', 'data.list'],
    failure: [{ field: 'error' }],
    items,
  },
  statuses: [
    // "access too frequent": the address, for ten minutes.
    { status: 403, category: 'rate-limit', outcome: 'rejected', waitMs: 600_000 },
  ],
  resets: [{ header: 'x-bapi-limit-reset-timestamp', unit: 'instant', left: 'x-bapi-limit-status' }],
  time: {
    routes: [{ path: '/v5/market/time' }],
    from: [{ field: 'time', unit: 'ms' }],
    answers: [{ field: 'time', unit: 'ms' }],
  },
};
