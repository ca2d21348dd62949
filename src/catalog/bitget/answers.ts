// How answers of Bitget are read.

import type { AnswerSpec } from '../answer-spec.ts';
import type { ItemsShape } from '../envelope.ts';
import { rows, source, wsRows } from './codes.ts';

/** A cancel that places another order may have done the first half alone: no reason makes it certain. */
const failure = [{ field: 'success', equals: 'failure' }];

/** An answer is good even when all of its items were refused, and often a text is all that says why. */
const items: readonly ItemsShape[] = [
  {
    failed: 'data.failureList',
    done: 'data.successList',
    code: ['errorCode'],
    message: ['errorMsg'],
    id: ['clientOid', 'orderId'],
  },
  // Items of the unified account, and of a batch that cancels and places.
  {
    at: 'data',
    code: ['code'],
    message: ['msg'],
    ok: ['00000', '0'],
    bad: ['msg'],
    failure,
    id: ['clientOid', 'orderId'],
  },
  // One that cancels and places.
  { at: '', parts: ['data'], code: [], message: ['msg'], flags: [], failure },
];

export const answers: AnswerSpec = {
  table: { source, rows: () => [...rows(), ...wsRows()] },
  wsSharesTable: true,
  rest: {
    code: ['code'],
    codeType: 'string',
    message: ['msg'],
    ok: ['00000'],
    flags: [],
    bare: false,
    // Of a single order; the lists are of several.
    accepted: ['data.orderId', 'data.clientOid', 'data.successList', 'data.failureList', 'data.0'],
    items,
  },
  ws: {
    code: ['code'],
    // Of orders; other refusals have numbers.
    codeType: 'string',
    message: ['msg'],
    ok: ['0', '00000'],
    flags: [],
    bare: true,
    accepted: ['args.0', 'arg.0.params'].flatMap((at) => [`${at}.orderId`, `${at}.clientOid`]),
    failure: [{ field: 'error' }, { field: 'event', equals: 'error' }],
    plain: /^pong$/,
    // A batch of the unified account.
    items: [{ at: 'args', code: ['code'], message: ['msg'], ok: ['0', '00000'], id: ['clientOid'] }],
  },
  time: {
    routes: [{ path: '/api/v2/public/time' }],
    from: [{ field: 'data.serverTime', unit: 'ms' }],
    answers: [{ field: 'requestTime', unit: 'ms' }],
  },
};
