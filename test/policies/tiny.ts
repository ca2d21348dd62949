import { defineExchange } from '../../src/catalog/define.ts';
import type { Row } from '../../src/catalog/entry.ts';
import type { Envelope } from '../../src/catalog/envelope.ts';
import type { Exchange, ExchangeSpec } from '../../src/catalog/exchange.ts';

const rows: readonly Row[] = [
  ['0', 'success', 'ok', 'Success'],
  ['1001', 'funds', 'rejected', 'Balance insufficient'],
  ['510', 'rate-limit', 'rejected', 'Too many requests'],
  ['05001', 'invalid-order', 'rejected', 'Leading zero'],
  ['5001', 'server', 'unknown', 'System error'],
];

/** Every answer wears it, or is unreadable. */
export const strict: Envelope = {
  code: ['code', 'error.code'],
  message: ['msg', 'error.text'],
  ok: ['0', '200'],
  flags: ['success'],
  bare: false,
  items: [
    { at: 'data', code: ['errorCode'], message: ['errorMsg'], flags: ['done'] },
    { at: 'failed', failedIds: true, doneAt: 'success' },
  ],
};

const spec: ExchangeSpec = {
  id: 'tiny',
  name: 'Tiny',
  table: { source: 'https://example.com', rows },
  rest: strict,
};

/** Its good answers come in an envelope. */
export const wrapped: Exchange = defineExchange(spec);

/** Its good answers may come bare. */
export const bare: Exchange = defineExchange({ ...spec, id: 'tiny-bare', rest: { ...strict, bare: true } });

/** Its WebSocket has another envelope and another numbering. */
export const twoWays: Exchange = defineExchange({
  ...spec,
  id: 'tiny-ws',
  ws: {
    code: ['error'],
    message: ['text'],
    ok: [],
    flags: [],
    bare: true,
    failure: [{ field: 'channel', equals: 'error' }],
  },
  wsOnly: { source: 'https://example.com/ws', rows: [['1001', 'auth', 'rejected', 'Log in first']] },
});

/** Its word counts under HTTP 5xx too, and it says in the body when a ban ends. */
export const trusting: Exchange = defineExchange({
  ...spec,
  id: 'tiny-trusting',
  trustsCodesUnder5xx: true,
  retryAfter: ({ body, nowMs }) => {
    const until = /until (\d+)/.exec(typeof body === 'string' ? body : '')?.[1];
    return until === undefined ? undefined : Number(until) - nowMs;
  },
});
