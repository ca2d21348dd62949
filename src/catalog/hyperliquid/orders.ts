// How orders of Hyperliquid are named, looked up and told apart.

import type { OrderRecord } from '../order-record.ts';
import type { ClientOrderId, Expiry, LookupAnswer, LookupRoute } from '../order-rules.ts';

/**
 * "cloid": 128 bits in hex. That a second order with it is refused is not documented: the nonce is what keeps copies apart.
 * `auto` makes up no such id: the signature is about the members of an action in their order.
 */
export const clientOrderId: ClientOrderId = {
  fields: ['c', 'cloid'],
  market: ['a', 'asset'],
  pattern: /^0x[\da-f]{32}$/i,
  deduplicated: false,
};

/** "Query order status by oid or cloid": `sz` is what is left of `origSz`. */
const record: OrderRecord = {
  id: 'order.cloid',
  ownId: 'order.oid',
  same: { s: 'order.origSz' },
  born: { field: 'order.timestamp' },
  state: {
    field: 'status',
    open: ['open', 'triggered'],
    filled: ['filled'],
    cancelled: [
      'canceled',
      'marginCanceled',
      'vaultWithdrawalCanceled',
      'openInterestCapCanceled',
      'selfTradeCanceled',
      'reduceOnlyCanceled',
      'siblingFilledCanceled',
      'delistedCanceled',
      'liquidatedCanceled',
      'scheduledCancel',
      'internalCancel',
    ],
    refused: [
      'rejected',
      'tickRejected',
      'minTradeNtlRejected',
      'perpMarginRejected',
      'reduceOnlyRejected',
      'badAloPxRejected',
      'iocCancelRejected',
      'badTriggerPxRejected',
      'marketOrderNoLiquidityRejected',
      'positionIncreaseAtOpenInterestCapRejected',
      'positionFlipAtOpenInterestCapRejected',
      'tooAggressiveAtOpenInterestCapRejected',
      'openInterestIncreaseRejected',
      'insufficientSpotBalanceRejected',
      'oracleRejected',
      'perpMaxPositionRejected',
    ],
  },
};

const answered = (type: string, status: unknown): readonly LookupAnswer[] => [
  { to: ['/exchange'], body: { status: 'ok', response: { type, data: { statuses: [status] } } } },
];

/**
 * The account is not in the request, whose signature tells it: `byClientOrderId({ fill: { user: '0x…' } })`, that of the account
 * or sub-account itself, not of an agent that signs for it.
 */
const asked: Omit<LookupRoute, 'params'> = {
  covers: ['/exchange'],
  method: 'POST',
  path: '/info',
  body: { type: 'orderStatus', user: '{user}', oid: '{clientOrderId}' },
  order: 'order',
  none: { field: 'status', equals: 'unknownOid' },
  record,
};

/**
 * What was filled meanwhile stands in the record. Of a cancel by `oid` nothing is asked: the exchange takes it as a number, and
 * what is filled into a body is text.
 */
export const lookups: readonly LookupRoute[] = [
  {
    ...asked,
    params: { 'action.type': 'order' },
    answers: answered('order', { resting: { oid: '$order.order.oid', cloid: '$order.order.cloid' } }),
  },
  { ...asked, params: { 'action.type': 'cancelByCloid' }, answers: answered('cancel', 'success') },
];

/** An action that comes later is refused. It stands beside the action, and the signature is about it too. */
export const expiry: Expiry = {
  param: 'expiresAfter',
  unit: 'instant-ms',
  // Over a socket the caller has signed what it sends.
  routes: { kind: 'order', transport: 'rest' },
};
