// What the texts of Hyperliquid mean: it has no codes.
import type { Row, RowDetails } from '../entry.ts';

/** Read as of 2026-05. */
export const source = 'https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/error-responses';

const ccxt: RowDetails = { source: 'ccxt 4.5.84, hyperliquid' };
const seen: RowDetails = { source: 'answers that clients have written down' };
const status = {
  over: 'order-status',
  source: 'https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint',
} as const;

/** Each text as far as it is the same in every answer; assets, figures and addresses follow. */
export function rows(): readonly Row[] {
  return [
    [
      'Price must be divisible by tick size.',
      'invalid-order',
      'rejected',
      'Price must be divisible by tick size.',
      { name: 'Tick' },
    ],
    [
      'Order must have minimum value of $10',
      'invalid-order',
      'rejected',
      'Order must have minimum value of $10',
      { name: 'MinTradeNtl', note: 'a full stop or the asset may follow' },
    ],
    [
      'Order must have minimum value of',
      'invalid-order',
      'rejected',
      'Order must have minimum value of 10',
      { name: 'MinTradeSpotNtl', note: "10 and the quote's token follow" },
    ],
    [
      'Insufficient margin to place order.',
      'funds',
      'rejected',
      'Insufficient margin to place order.',
      { name: 'PerpMargin' },
    ],
    [
      'Reduce only order would increase position.',
      'position',
      'rejected',
      'Reduce only order would increase position.',
      { name: 'ReduceOnly' },
    ],
    [
      'Post only order would have immediately matched',
      'invalid-order',
      'rejected',
      'Post only order would have immediately matched',
      { name: 'BadAloPx', note: 'the best bid and offer follow' },
    ],
    [
      'Order could not immediately match against any resting orders.',
      'invalid-order',
      'rejected',
      'Order could not immediately match against any resting orders.',
      { name: 'IocCancel', note: 'an IOC without a fill: what the market did' },
    ],
    ['Invalid TP/SL price.', 'invalid-order', 'rejected', 'Invalid TP/SL price.', { name: 'BadTriggerPx' }],
    [
      'No liquidity available for market order.',
      'market-unavailable',
      'rejected',
      'No liquidity available for market order.',
      { name: 'MarketOrderNoLiquidity' },
    ],
    [
      'Order would increase open interest while open interest is capped',
      'order-limit',
      'rejected',
      'Order would increase open interest while open interest is capped',
      {
        name: 'PositionIncreaseAtOpenInterestCap, PositionFlipAtOpenInterestCap',
        note: 'a cap of the market',
      },
    ],
    [
      'Order rejected due to price more aggressive than oracle while at open interest cap',
      'invalid-order',
      'rejected',
      'Order rejected due to price more aggressive than oracle while at open interest cap',
      { name: 'TooAggressiveAtOpenInterestCap' },
    ],
    [
      'Order would increase open interest too quickly',
      'order-limit',
      'rejected',
      'Order would increase open interest too quickly',
      { name: 'OpenInterestIncrease' },
    ],
    [
      'Order has insufficient spot balance to trade',
      'funds',
      'rejected',
      'Order has insufficient spot balance to trade',
      { name: 'InsufficientSpotBalance' },
    ],
    [
      'Order price too far from oracle',
      'invalid-order',
      'rejected',
      'Order price too far from oracle',
      { name: 'Oracle' },
    ],
    [
      'Order would cause position to exceed margin tier limit at current leverage',
      'order-limit',
      'rejected',
      'Order would cause position to exceed margin tier limit at current leverage',
      { name: 'PerpMaxPosition' },
    ],
    [
      'Order was never placed, already canceled, or filled.',
      'order-not-found',
      'rejected',
      'Order was never placed, already canceled, or filled.',
      { name: 'MissingOrder', note: 'it does not say which of the three' },
    ],
    // Not on the page.
    [
      'Invalid nonce: duplicate nonce',
      'duplicate',
      'rejected',
      'Invalid nonce: duplicate nonce',
      { ...seen, note: 'of the same bytes again: proof that a first copy arrived' },
    ],
    [
      'Invalid nonce: nonce too low',
      'timestamp',
      'rejected',
      'Invalid nonce: nonce too low',
      { ...seen, note: 'a clock, or nonces of two processes out of order' },
    ],
    ['Invalid nonce', 'timestamp', 'rejected', 'Invalid nonce', { ...seen }],
    [
      'Must deposit before performing actions',
      'auth',
      'rejected',
      'Must deposit before performing actions',
      { ...seen, note: 'mostly a wrong signature, which recovers another address' },
    ],
    [
      'User or API Wallet',
      'auth',
      'rejected',
      'User or API Wallet',
      { ...ccxt, note: 'mostly a wrong signature, which recovers another address' },
    ],
    [
      'Too many cumulative requests sent',
      'rate-limit',
      'rejected',
      'Too many cumulative requests sent',
      {
        ...ccxt,
        note: 'one request in 10 s from then on; a refusal costs nothing',
        waitMs: 10_000,
        limit: 'address',
      },
    ],
    ['Order has invalid size', 'invalid-order', 'rejected', 'Order has invalid size', { ...ccxt }],
    ['Order has zero size.', 'invalid-order', 'rejected', 'Order has zero size.', { ...ccxt }],
    [
      'Order price cannot be more than 80% away from the reference price',
      'invalid-order',
      'rejected',
      'Order price cannot be more than 80% away from the reference price',
      { ...ccxt },
    ],
    [
      'Order price cannot be more than',
      'invalid-order',
      'rejected',
      'Order price cannot be more than 95% away from the reference price',
      { ...seen, note: 'the share varies' },
    ],
    [
      'Cannot modify canceled or filled order',
      'order-not-found',
      'rejected',
      'Cannot modify canceled or filled order',
      seen,
    ],
    [
      'Cannot switch leverage type with open position.',
      'position',
      'rejected',
      'Cannot switch leverage type with open position.',
      seen,
    ],
    [
      'Cross margin is not allowed for this asset.',
      'unsupported',
      'rejected',
      'Cross margin is not allowed for this asset.',
      seen,
    ],
    ['Unable to recover signer.', 'signature', 'rejected', 'Unable to recover signer.', seen],
    [
      'Vault may not perform this action.',
      'permission',
      'rejected',
      'Vault may not perform this action.',
      { source: 'ccxt/ccxt issue 27010' },
    ],
    [
      'Invalid TWAP duration',
      'invalid-order',
      'rejected',
      'Invalid TWAP duration: 1 min(s)',
      { source: 'https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/exchange-endpoint' },
    ],
    ['Insufficient spot balance asset', 'funds', 'rejected', 'Insufficient spot balance asset', { ...ccxt }],
    [
      'Insufficient balance for withdrawal',
      'funds',
      'rejected',
      'Insufficient balance for withdrawal',
      { ...ccxt },
    ],
    [
      'Insufficient balance for token transfer',
      'funds',
      'rejected',
      'Insufficient balance for token transfer',
      { ...ccxt },
    ],
    ['TWAP order value too small', 'invalid-order', 'rejected', 'TWAP order value too small', { ...ccxt }],
    [
      'TWAP was never placed, already canceled, or filled.',
      'order-not-found',
      'rejected',
      'TWAP was never placed, already canceled, or filled.',
      { ...ccxt },
    ],
    [
      'Failed to deserialize the JSON body into the target type',
      'invalid-request',
      'rejected',
      'Failed to deserialize the JSON body into the target type',
      { ...seen, note: 'HTTP 422, as text' },
    ],
    [
      'Cannot set scheduled cancel time until enough volume traded',
      'permission',
      'rejected',
      'Cannot set scheduled cancel time until enough volume traded',
      { ...ccxt },
    ],
    [
      'Only post-only orders allowed immediately',
      'market-unavailable',
      'rejected',
      'Only post-only orders allowed immediately',
      { ...seen, note: 'after an upgrade of the network' },
    ],
  ];
}

/** Words that an order has as its state, for those who read it: never the answer to a write. */
export function statusRows(): readonly Row[] {
  return [
    ['unknownOid', 'order-not-found', 'rejected', 'no order has this id', status],
    ['tickRejected', 'invalid-order', 'rejected', 'state of an order', status],
    ['minTradeNtlRejected', 'invalid-order', 'rejected', 'state of an order', status],
    ['perpMarginRejected', 'funds', 'rejected', 'state of an order', status],
    ['reduceOnlyRejected', 'position', 'rejected', 'state of an order', status],
    ['badAloPxRejected', 'invalid-order', 'rejected', 'state of an order', status],
    ['iocCancelRejected', 'invalid-order', 'rejected', 'state of an order', status],
    ['badTriggerPxRejected', 'invalid-order', 'rejected', 'state of an order', status],
    ['marketOrderNoLiquidityRejected', 'market-unavailable', 'rejected', 'state of an order', status],
    ['positionIncreaseAtOpenInterestCapRejected', 'order-limit', 'rejected', 'state of an order', status],
    ['positionFlipAtOpenInterestCapRejected', 'order-limit', 'rejected', 'state of an order', status],
    ['tooAggressiveAtOpenInterestCapRejected', 'invalid-order', 'rejected', 'state of an order', status],
    ['openInterestIncreaseRejected', 'order-limit', 'rejected', 'state of an order', status],
    ['insufficientSpotBalanceRejected', 'funds', 'rejected', 'state of an order', status],
    ['oracleRejected', 'invalid-order', 'rejected', 'state of an order', status],
    ['perpMaxPositionRejected', 'order-limit', 'rejected', 'state of an order', status],
  ];
}
