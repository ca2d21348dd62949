// How answers of KuCoin are read.

import type { AnswerSpec } from '../answer-spec.ts';
import type { Row } from '../entry.ts';
import type { ItemsShape } from '../envelope.ts';
import {
  brokerRows,
  copyTradingRows,
  earnRows,
  futuresRows,
  marginRows,
  rows,
  source,
  unifiedRows,
  wsRows,
  wsTradeRows,
} from './codes.ts';

/** The socket for orders takes those of futures as well: the numbers that spot has not can only be theirs. */
function futuresOverSocket(): readonly Row[] {
  const taken = new Set([...rows(), ...wsTradeRows()].map(([code]) => code));
  return futuresRows('ws-trade').filter(([code]) => !taken.has(code));
}

/** Results of a batch. */
const items: readonly ItemsShape[] = [
  // A cancel of several futures has 200 for each that worked, a placing 200000.
  { at: 'data', code: ['code'], message: ['msg'], ok: ['200000', '200'], id: ['clientOid'] },
  // Spot has a text and no code, and says of each whether it was added.
  { at: 'data', flags: ['success'], message: ['failMsg'], id: ['clientOid'], unlisted: 'rejected' },
  // The batches of spot before these.
  {
    at: 'data.data',
    failure: [{ field: 'status', equals: 'fail' }],
    message: ['failMsg'],
    id: ['clientOid'],
    unlisted: 'rejected',
  },
  { failed: 'data.failedSymbols', done: 'data.succeedSymbols', message: ['error'] },
];

const api = (names: readonly string[]): readonly string[] => names.map((name) => `/api/${name}`);

/**
 * Routes of the futures' host. Orders and fills of spot at the same paths of its own host are abandoned, so that elsewhere
 * these are the futures'.
 */
const futuresPaths = api([
  'v1/orders',
  'v1/orders/**',
  'v3/orders',
  'v1/st-orders',
  'v1/stopOrders',
  'v1/recentDoneOrders',
  'v1/fills',
  'v1/recentFills',
  'v1/openOrderStatistics',
  'v1/position',
  'v1/position/**',
  'v1/positions',
  'v1/history-positions',
  'v2/position/**',
  'v2/batchGetCrossOrderLimit',
  'v2/changeCrossUserLeverage',
  'v2/getCrossUserLeverage',
  'v2/getMaxOpenSize',
  'v1/margin/maxWithdrawMargin',
  'v1/margin/withdrawMargin',
  'v1/account-overview',
  'v1/account-overview-all',
  'v1/transaction-history',
  'v1/transfer-list',
  'v1/transfer-in',
  'v3/transfer-out',
  'v1/funding-history',
  'v1/funding-rate/**',
  'v1/contract/**',
  'v1/contracts/**',
  'v1/ticker',
  'v1/allTickers',
  'v1/level2/**',
  'v1/kline/query',
  'v1/trade/history',
  'v1/premium/query',
  'v1/index/query',
  'v1/interest/query',
  'v1/trade-statistics',
]);

export const answers: AnswerSpec = {
  table: {
    source,
    rows: () => [
      ...rows(),
      ...marginRows(),
      ...futuresRows(),
      ...copyTradingRows(),
      ...futuresRows('copy-trading'),
      ...earnRows(),
      ...brokerRows(),
      ...unifiedRows(),
      ...wsRows(),
      ...wsTradeRows(),
      ...futuresOverSocket(),
    ],
  },
  // The socket for orders answers with the codes of orders.
  wsSharesTable: true,
  namespaces: [
    { name: 'ws-trade', match: { transport: 'ws', host: 'wsapi.kucoin.com' } },
    { name: 'copy-trading', match: { path: '/api/v1/copy-trade/**' } },
    { name: 'broker', match: { path: api(['v1/broker/**', 'v3/broker/**', 'v1/asset/ndbroker/**']) } },
    { name: 'futures', match: { host: 'api-futures.kucoin.com', elsewhere: futuresPaths } },
    { name: 'earn', match: { path: '/api/v1/earn/**' } },
    { name: 'unified', match: { path: '/api/ua/**' } },
    {
      name: 'margin',
      match: {
        path: api([
          'v3/hf/margin/**',
          'v3/margin/**',
          'v1/margin/**',
          'v1/isolated/**',
          'v3/isolated/**',
          'v3/project/**',
          'v3/purchase/**',
          'v3/lend/**',
          'v3/redeem/**',
          'v3/position/update-user-leverage',
        ]),
      },
    },
  ],
  rest: {
    code: ['code'],
    codeType: 'string',
    message: ['msg'],
    // One code that was seen is a word.
    shape: /^\w+$/,
    // Some of the futures' answers have a status in place of a code.
    ok: ['200000', '200'],
    flags: [],
    // "If successful, the system will return the code and data fields. If not, the code and msg fields."
    failure: [{ field: 'msg', except: /^success$/i }],
    bare: false,
    accepted: ['data.orderId', 'data.clientOid', 'data.0', 'data.data'],
    items,
  },
  ws: {
    code: ['code'],
    codeType: 'string',
    message: ['msg', 'data', 'reason'],
    shape: /^\w+$/,
    ok: ['200000'],
    flags: ['result'],
    bare: true,
    accepted: ['data.orderId', 'data.clientOid', 'data.0'],
    failure: [{ field: 'error' }, { field: 'type', equals: 'error' }, { field: 'msg', except: /^success$/i }],
    items,
  },
  statuses: [
    // "1015": Cloudflare, which blocks the address for half a minute.
    { status: 429, html: true, category: 'rate-limit', outcome: 'rejected', waitMs: 30_000 },
    { status: 403, html: true, category: 'rate-limit', outcome: 'rejected', waitMs: 30_000 },
    // "Forbidden or Too Many Requests"
    { status: 403, category: 'rate-limit', outcome: 'rejected' },
  ],
  resets: [{ header: 'gw-ratelimit-reset', unit: 'ms', left: 'gw-ratelimit-remaining' }],
  time: { routes: [{ path: '/api/v1/timestamp' }], from: [{ field: 'data', unit: 'ms' }] },
};
