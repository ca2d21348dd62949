// The codes of Hyperliquid as a type. Generated from its tables: do not edit, see `src/catalog/README.md`.

/** A code that the tables of Hyperliquid list. */
export type HyperliquidCode =
  | 'Price must be divisible by tick size.' | 'Order must have minimum value of $10'
  | 'Order must have minimum value of' | 'Insufficient margin to place order.'
  | 'Reduce only order would increase position.' | 'Post only order would have immediately matched'
  | 'Order could not immediately match against any resting orders.' | 'Invalid TP/SL price.'
  | 'No liquidity available for market order.'
  | 'Order would increase open interest while open interest is capped'
  | 'Order rejected due to price more aggressive than oracle while at open interest cap'
  | 'Order would increase open interest too quickly' | 'Order has insufficient spot balance to trade'
  | 'Order price too far from oracle'
  | 'Order would cause position to exceed margin tier limit at current leverage'
  | 'Order was never placed, already canceled, or filled.' | 'Invalid nonce: duplicate nonce'
  | 'Invalid nonce: nonce too low' | 'Invalid nonce' | 'Must deposit before performing actions'
  | 'User or API Wallet' | 'Too many cumulative requests sent' | 'Order has invalid size'
  | 'Order has zero size.' | 'Order price cannot be more than 80% away from the reference price'
  | 'Insufficient spot balance asset' | 'Insufficient balance for withdrawal'
  | 'Insufficient balance for token transfer' | 'TWAP order value too small'
  | 'TWAP was never placed, already canceled, or filled.'
  | 'Failed to deserialize the JSON body into the target type'
  | 'Cannot set scheduled cancel time until enough volume traded'
  | 'Only post-only orders allowed immediately' | 'unknownOid' | 'tickRejected' | 'minTradeNtlRejected'
  | 'perpMarginRejected' | 'reduceOnlyRejected' | 'badAloPxRejected' | 'iocCancelRejected'
  | 'badTriggerPxRejected' | 'marketOrderNoLiquidityRejected' | 'positionIncreaseAtOpenInterestCapRejected'
  | 'positionFlipAtOpenInterestCapRejected' | 'tooAggressiveAtOpenInterestCapRejected'
  | 'openInterestIncreaseRejected' | 'insufficientSpotBalanceRejected' | 'oracleRejected'
  | 'perpMaxPositionRejected';
