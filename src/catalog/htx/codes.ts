// What the codes of HTX spot mean: the published tables of its sections, and what clients have seen beyond them.
import type { Row, RowDetails } from '../entry.ts';
import type { TextRow } from '../with-texts.ts';
import { routeLimits } from './limits.ts';

/** As of mirrors of 2026, in several languages. Each section has a table of its own, no word stands in two with two meanings. */
export const source = 'https://huobiapi.github.io/docs/spot/v1/en/#error-code';

const seen: RowDetails = { source: 'ccxt 4.5.84, htx; JKorf/HTX.Net' };
const socket = { over: 'ws', source: 'ccxt 4.5.84, htx; JKorf/HTX.Net' } as const;
const placing = {
  over: 'place',
  source: 'https://huobiapi.github.io/docs/spot/v1/en/#place-a-new-order',
} as const;
const asking = { over: 'look-up', source: 'https://github.com/ccxt/ccxt/issues/5750' } as const;

/** Words of the first version of the interface, numbers of the second. */
export function rows(): readonly Row[] {
  return [
    // Trading
    ['forbidden-trade-for-open-protect', 'market-unavailable', 'rejected', 'opening protection phase'],
    ['base-argument-unsupported', 'invalid-request', 'rejected', 'parameter not supported'],
    [
      'base-system-error',
      'server',
      'unknown',
      'system error; on placing or cancelling mostly a cache issue, try later',
    ],
    ['login-required', 'auth', 'rejected', 'signature missing or user not found'],
    ['parameter-required', 'invalid-request', 'rejected', 'stop-price or operator missing'],
    [
      'base-record-invalid',
      'server',
      'unknown',
      'data could not be read, try later',
      { note: 'the table says try later; a look-up says so of what is not there' },
    ],
    ['order-amount-over-limit', 'invalid-order', 'rejected', 'amount over the limit'],
    ['base-symbol-trade-disabled', 'market-unavailable', 'rejected', 'symbol disabled for trading'],
    [
      'base-operation-forbidden',
      'permission',
      'rejected',
      'operation forbidden for the user, or symbol not over OTC',
    ],
    ['account-get-accounts-inexistent-error', 'account', 'rejected', 'account does not exist for the user'],
    ['account-account-id-inexistent', 'account', 'rejected', 'account id does not exist'],
    ['sub-user-auth-required', 'permission', 'rejected', 'isolated margin not enabled for the sub user'],
    ['order-disabled', 'market-unavailable', 'rejected', 'symbol pending, no orders'],
    ['cancel-disabled', 'market-unavailable', 'rejected', 'symbol pending, no cancels'],
    ['order-invalid-price', 'invalid-order', 'rejected', 'price usually more than 10 % away'],
    [
      'order-accountbalance-error',
      'funds',
      'rejected',
      'balance insufficient',
      { note: 'also right after a fill whose clearing is under way' },
    ],
    ['order-limitorder-price-min-error', 'invalid-order', 'rejected', 'sell price too low'],
    ['order-limitorder-price-max-error', 'invalid-order', 'rejected', 'buy price too high'],
    ['order-limitorder-amount-min-error', 'invalid-order', 'rejected', 'amount too small'],
    ['order-limitorder-amount-max-error', 'invalid-order', 'rejected', 'amount too large'],
    ['order-etp-nav-price-min-error', 'invalid-order', 'rejected', 'below the NAV band'],
    ['order-etp-nav-price-max-error', 'invalid-order', 'rejected', 'above the NAV band'],
    ['order-orderprice-precision-error', 'invalid-order', 'rejected', 'price precision'],
    ['order-orderamount-precision-error', 'invalid-order', 'rejected', 'amount precision'],
    ['order-value-min-error', 'invalid-order', 'rejected', 'value too small'],
    ['order-marketorder-amount-min-error', 'invalid-order', 'rejected', 'market sell too small'],
    ['order-marketorder-amount-buy-max-error', 'invalid-order', 'rejected', 'market buy too large'],
    ['order-marketorder-amount-sell-max-error', 'invalid-order', 'rejected', 'market sell too large'],
    ['order-holding-limit-failed', 'order-limit', 'rejected', 'holding limit of the currency'],
    ['order-type-invalid', 'invalid-order', 'rejected', 'order type invalid'],
    [
      'order-orderstate-error',
      'order-not-found',
      'rejected',
      'order state invalid',
      { note: 'of a cancel: it is over; of an order: the id was used' },
    ],
    ['order-date-limit-error', 'invalid-request', 'rejected', 'query date exceeds the limit'],
    ['order-source-invalid', 'invalid-request', 'rejected', 'source invalid'],
    ['order-update-error', 'server', 'unknown', 'order update error'],
    [
      'order-fl-cancellation-is-disallowed',
      'unsupported',
      'rejected',
      'liquidation order cannot be cancelled',
    ],
    ['operation-forbidden-for-fl-account-state', 'account', 'rejected', 'account in liquidation'],
    ['operation-forbidden-for-lock-account-state', 'account', 'rejected', 'account locked'],
    ['fl-order-already-existed', 'position', 'rejected', 'an unfilled liquidation order exists'],
    ['order-user-cancel-forbidden', 'unsupported', 'rejected', 'IOC/FOK cannot be cancelled'],
    ['account-state-invalid', 'account', 'rejected', 'liquidation account state'],
    [
      'order-price-greater-than-limit',
      'invalid-order',
      'rejected',
      'price above the limit before the opening',
    ],
    ['order-price-less-than-limit', 'invalid-order', 'rejected', 'price below the limit before the opening'],
    ['order-stop-order-hit-trigger', 'invalid-order', 'rejected', 'would trigger at once'],
    [
      'market-orders-not-support-during-limit-price-trading',
      'market-unavailable',
      'rejected',
      'no market orders now',
    ],
    [
      'price-exceeds-the-protective-price-during-limit-price-trading',
      'invalid-order',
      'rejected',
      'beyond the protective price',
    ],
    [
      'invalid-client-order-id',
      'duplicate',
      'rejected',
      'client order id duplicated within 24 h (place or cancel)',
      { note: 'used within 24 h; on a repeat: the first copy arrived' },
    ],
    ['invalid-interval', 'invalid-request', 'rejected', 'query window'],
    ['invalid-start-date', 'invalid-request', 'rejected', 'start date'],
    ['invalid-end-date', 'invalid-request', 'rejected', 'end date'],
    ['invalid-start-time', 'invalid-request', 'rejected', 'start time'],
    ['invalid-end-time', 'invalid-request', 'rejected', 'end time'],
    ['validation-constraints-required', 'invalid-request', 'rejected', 'parameter missing'],
    ['symbol-not-support', 'unsupported', 'rejected', 'symbol not for cross margin or C2C'],
    ['not-found', 'order-not-found', 'rejected', 'order id not found'],
    ['base-not-found', 'order-not-found', 'rejected', 'record not found'],
    ['510', 'rate-limit', 'rejected', 'too many requests, try later', { limit: routeLimits }],
    // Conditional orders, sub users and sockets, by numbers
    ['1001', 'invalid-request', 'rejected', 'request URL invalid'],
    ['1002', 'auth', 'rejected', 'signature missing or account id unknown; sub users: forbidden'],
    ['1003', 'signature', 'rejected', 'signature wrong'],
    ['1006', 'rate-limit', 'rejected', 'rate limit', { limit: routeLimits }],
    ['1007', 'order-not-found', 'rejected', 'record not found'],
    [
      '2002',
      'invalid-request',
      'rejected',
      'parameter missing or invalid',
      { note: 'over sockets also a log-in that failed' },
    ],
    ['2003', 'market-unavailable', 'rejected', 'trading disabled'],
    ['2014', 'invalid-request', 'rejected', 'too many sub accounts or keys in the request'],
    ['2016', 'invalid-request', 'rejected', 'lock or unlock failure'],
    ['3002', 'invalid-order', 'rejected', 'amount precision'],
    ['3003', 'invalid-order', 'rejected', 'trigger price precision'],
    ['3004', 'invalid-order', 'rejected', 'amount too small'],
    ['3005', 'invalid-order', 'rejected', 'amount too large'],
    ['3006', 'invalid-order', 'rejected', 'price too high'],
    ['3007', 'invalid-order', 'rejected', 'price too low'],
    ['3008', 'invalid-order', 'rejected', 'value too small'],
    ['3009', 'invalid-order', 'rejected', 'market amount too small'],
    ['3010', 'invalid-order', 'rejected', 'market amount too large'],
    ['3100', 'market-unavailable', 'rejected', 'market orders not accepted during limit-price trading'],
    // Loans
    ['account-transfer-balance-insufficient-error', 'funds', 'rejected', 'balance insufficient'],
    ['account-transfer-balance-overflow-error', 'order-limit', 'rejected', 'balance overflow'],
    ['base-msg', 'unknown', 'unknown', 'customized error, see the text', { note: 'says nothing by itself' }],
    ['base-currency-error', 'invalid-request', 'rejected', 'currency invalid'],
    ['base-symbol-error', 'invalid-request', 'rejected', 'symbol invalid'],
    ['base-margin-symbol-invalid', 'invalid-request', 'rejected', 'symbol not for margin'],
    ['base-request-timeout', 'timeout', 'unknown', 'request timeout, try again'],
    [
      'base_request_exceed_number_limit',
      'rate-limit',
      'rejected',
      'number limit, try later',
      { note: 'underscores, unlike its sisters', limit: true },
    ],
    ['base-date-limit-error', 'invalid-request', 'rejected', 'date invalid'],
    ['base-update-error', 'server', 'unknown', 'update error'],
    ['dw-insufficient-balance', 'funds', 'rejected', 'balance insufficient'],
    ['dw-account-transfer-error', 'server', 'unknown', 'transfer error'],
    ['frequent-invoke', 'rate-limit', 'rejected', 'too frequent', { limit: true }],
    ['loan-order-not-found', 'order-not-found', 'rejected', 'loan order not found'],
    ['loan-amount-scale-limit', 'invalid-request', 'rejected', 'precision'],
    ['loan-repay-max-limit', 'invalid-request', 'rejected', 'repays too much'],
    ['loan-insufficient-balance', 'funds', 'rejected', 'loan balance insufficient'],
    ['margin-country-not-allow', 'permission', 'rejected', 'country forbidden'],
    ['margin-country-auth-required', 'permission', 'rejected', 'IP needs ID verification'],
    ['margin-trading-is-not-available', 'market-unavailable', 'rejected', 'isolated margin not available'],
    ['margin-account-state-error', 'account', 'rejected', 'margin account abnormal'],
    ['risk-verification-failed', 'account', 'rejected', 'risk verification failed'],
    ['abnormal-users-cannot-transfer', 'account', 'rejected', 'abnormal user'],
    [
      'account-explosion-in-prohibited-transfer',
      'account',
      'rejected',
      'account in liquidation, no transfer',
    ],
    ['account-is-abnormal-retry-after-refresh', 'account', 'rejected', 'abnormal, try later'],
    ['account-balance-insufficient-error', 'funds', 'rejected', 'balance insufficient'],
    ['account-cannot-be-inquired', 'account', 'rejected', 'account not found'],
    ['base-not-in-white-list', 'permission', 'rejected', 'not allowed for the user'],
    ['base-user-request-exceed-limit', 'rate-limit', 'rejected', 'too frequent', { limit: true }],
    ['base-currency-not-open', 'market-unavailable', 'rejected', 'currency not enabled'],
    ['beyond-maximum-number-of-rollover', 'order-limit', 'rejected', 'transfer over the limit'],
    ['exceed-maximum-amount', 'order-limit', 'rejected', 'over the limit'],
    ['start-date-cannot-greater-than-end-date', 'invalid-request', 'rejected', 'dates'],
    [
      'insufficient-exchange-fund',
      'market-unavailable',
      'rejected',
      "the exchange's fund is insufficient",
      { note: "not the customer's money" },
    ],
    ['loan-fee-rate-compute-fail', 'server', 'unknown', 'fee abnormal'],
    ['margin-subuser-no-permission', 'permission', 'rejected', 'sub user'],
    ['normal-and-warehouse-can-transfer', 'permission', 'rejected', 'only normal and warehouse users'],
    ['require-exchange-id', 'invalid-request', 'rejected', 'exchange id needed'],
    [
      'subacount-currency-not-exit',
      'account',
      'rejected',
      'sub account for the currency missing (spelling as published)',
    ],
    ['system-busy', 'server', 'unknown', 'system busy'],
    ['unsupport-kyc-info', 'account', 'rejected', 'KYC unsupported'],
    ['uc-network-error', 'server', 'unknown', 'network error of the user centre'],
    ['uncreated-currency-cannot-be-drawn', 'account', 'rejected', 'sub account not created'],
    // Beyond the tables
    [
      'api-signature-not-valid',
      'signature',
      'rejected',
      '"Signature not valid: …"',
      { ...seen, note: 'five causes in one code, a clock that is off among them' },
    ],
    ['api-signature-check-failed', 'signature', 'rejected', 'signature check failed', seen],
    [
      'bad-request',
      'invalid-request',
      'rejected',
      'bad request',
      { ...seen, note: 'a catch-all: limits and time-outs hide in its texts' },
    ],
    [
      'invalid-parameter',
      'invalid-request',
      'rejected',
      'invalid parameter',
      { ...seen, note: 'a catch-all: limits and time-outs hide in its texts' },
    ],
    ['validation-format-error', 'invalid-request', 'rejected', 'format error of a field', seen],
    ['validation-constraints-error', 'invalid-request', 'rejected', 'parameter invalid', seen],
    ['require-symbol', 'invalid-request', 'rejected', 'symbol needed', seen],
    ['timeout', 'timeout', 'unknown', 'request timeout', seen],
    ['gateway-internal-error', 'server', 'unknown', 'failed to load data, try later', seen],
    ['account-frozen-balance-insufficient-error', 'funds', 'rejected', 'trade balance not enough', seen],
    ['invalid-amount', 'invalid-order', 'rejected', 'amount invalid', seen],
    ['order-limitorder-price-buy-min-error', 'invalid-order', 'rejected', 'buy price too low', seen],
    ['order-limitorder-price-buy-max-error', 'invalid-order', 'rejected', 'buy price too high', seen],
    ['order-limitorder-price-sell-min-error', 'invalid-order', 'rejected', 'sell price too low', seen],
    ['order-limitorder-price-sell-max-error', 'invalid-order', 'rejected', 'sell price too high', seen],
    ['order-queryorder-invalid', 'order-not-found', 'rejected', 'order does not exist', seen],
    ['system-maintenance', 'market-unavailable', 'rejected', 'system in maintenance', seen],
    [
      'base-request-exceed-frequency-limit',
      'rate-limit',
      'rejected',
      'frequency limit',
      { ...seen, limit: routeLimits },
    ],
    ['rate-too-many-requests', 'rate-limit', 'rejected', 'rate limit', { ...seen, limit: routeLimits }],
    ['invalid-address', 'invalid-request', 'rejected', 'address invalid', seen],
    ['base-currency-chain-error', 'invalid-request', 'rejected', 'chain does not exist', seen],
    ['base-withdraw-fee-error', 'invalid-request', 'rejected', 'fee out of limits', seen],
    ['dw-withdraw-min-limit', 'invalid-request', 'rejected', 'below the minimum', seen],
    ['api-not-support-temp-addr', 'unsupported', 'rejected', 'temporary addresses not supported', seen],
  ];
}

/**
 * Texts under the two catch-alls, which are what tells a limit and a lost answer from a bad parameter; that of a wrong key stands
 * in the documents.
 */
export function texts(): readonly TextRow[] {
  return [
    ['api-signature-not-valid', 'Signature not valid: Incorrect Access key', 'auth', 'rejected'],
    ['bad-request', '429 too many request', 'rate-limit', 'rejected'],
    ['bad-request', 'request timeout', 'timeout', 'unknown'],
    ['invalid-parameter', 'request limit', 'rate-limit', 'rejected'],
    ['invalid-parameter', 'request timeout', 'timeout', 'unknown'],
  ];
}

/** Of orders: the page about placing shows it for an id that was used. */
export function placeRows(): readonly Row[] {
  return [['order-orderstate-error', 'duplicate', 'rejected', 'Incorrect order state', placing]];
}

/** Of look-ups: so an id is answered that no order has. A second order with it would be refused. */
export function lookUpRows(): readonly Row[] {
  return [['base-record-invalid', 'order-not-found', 'rejected', 'record invalid', asking]];
}

/** Numbers that only sockets have. */
export function wsRows(): readonly Row[] {
  return [
    ['2000', 'permission', 'rejected', 'invalid IP address', socket],
    ['2001', 'invalid-request', 'rejected', 'invalid parameter; "invalid.symbol"', socket],
    ['2011', 'invalid-request', 'rejected', 'contract does not exist (derivatives socket)', socket],
    ['2040', 'invalid-request', 'rejected', 'parameter missing (derivatives socket)', socket],
    [
      '4000',
      'rate-limit',
      'rejected',
      'too.many.request, too.many.connection',
      { ...socket, limit: routeLimits },
    ],
    ['4007', 'account', 'rejected', 'not a unified account (derivatives)', socket],
    ['500', 'server', 'unknown', 'system error', socket],
    ['40403', 'rate-limit', 'rejected', 'too many requests', { ...socket, limit: routeLimits }],
  ];
}
