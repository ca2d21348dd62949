// What Deribit refuses beside its limits and order rules.
import type { ParamRule, Refusals } from '../refusals.ts';

const own = '/api/v2/private/';

/** "private/buy", "private/sell", called by their paths or by name in what is posted to the root. */
const placing = ['buy', 'sell'].flatMap((name) =>
  [{ path: own + name }, { path: '/api/v2', params: { method: `private/${name}` } }].flatMap(
    (match): ParamRule[] => [
      { match, param: 'instrument_name' },
      { match, param: ['amount', 'contracts'] },
      {
        match,
        param: 'type',
        optional: true,
        oneOf: [
          'limit',
          'stop_limit',
          'take_limit',
          'market',
          'stop_market',
          'take_market',
          'market_limit',
          'trailing_stop',
        ],
      },
    ],
  ),
);

/** "400 for RPC errors, 429 for 10028". */
export const refusals: Refusals = {
  codes: {
    throttle: { code: '10028', status: 429 },
    timestamp: '13004',
    'missing-timestamp': '13004',
    'api-key': '13004',
    signature: '13004',
    replay: '13004',
    funds: '10009',
    'order-not-found': '10004',
    'order-closed': '10010',
    'invalid-order': '10021',
    price: '10023',
    symbol: '10020',
    'missing-parameter': '-32602',
    'content-type': '13018',
    'no-route': '-32601',
  },
  status: 400,
  params: placing,
};
