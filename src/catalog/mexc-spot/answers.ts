// How answers of MEXC spot are read.
import type { AnswerSpec } from '../answer-spec.ts';
import { rows, source, wsRows } from './codes.ts';

export const answers: AnswerSpec = {
  table: { source, rows: () => [...rows(), ...wsRows()] },
  rest: {
    code: ['code'],
    // That of maintenance stands in `message`, that of 26 in `data`, where others have the payload.
    message: ['msg', 'message'],
    telling: /^26$/,
    // Where there is a code of success at all: 200 on lists of symbols.
    ok: ['0', '200'],
    flags: [],
    bare: true,
    // A batch is a list.
    accepted: ['orderId', '0'],
    items: [{ at: '', code: ['code'], message: ['msg'], bad: ['code'], id: ['newClientOrderId'] }],
  },
  ws: {
    code: ['code'],
    message: ['msg'],
    // Of refused subscriptions as well: a good reply names its channel.
    ok: ['0'],
    failure: [{ field: 'error' }, { field: 'msg', except: /^(?:PONG$|spot@)/ }],
    flags: [],
    bare: true,
  },
  statuses: [
    // "WAF Limit"
    { status: 403, category: 'rate-limit', outcome: 'rejected' },
  ],
  time: { routes: [{ path: '/api/v3/time' }], from: ['serverTime'] },
};
