// Rows that go before ccxt's classes.
import type { Category, Row } from '../internal.ts';

/** Code, category, outcome, what the exchange says of the code, and the class that ccxt has for it. */
export type Correction = readonly [
  code: string,
  category: Category,
  outcome: 'rejected' | 'unknown',
  meaning: string,
  filedAs: string,
];

/**
 * Rows of ccxt 4.5.84 that contradict what the exchange says of the code, by the text that stands beside the row in
 * ccxt's own source. By ccxt's id of the exchange, or of the one it is derived from.
 */
const wrong: Readonly<Record<string, readonly Correction[]>> = {
  apex: [
    ['20006', 'signature', 'rejected', 'API key sign error', 'a text in place of a class'],
    ['20016', 'invalid-request', 'unknown', 'request parameter error', 'a text in place of a class'],
  ],
  aster: [
    ['-1004', 'invalid-request', 'rejected', 'this IP is on the list already', 'DuplicateOrderId'],
    ['-1016', 'server', 'unknown', 'service is shutting down', 'ExchangeClosedByUser'],
  ],
  binance: [
    [
      '-1007',
      'timeout',
      'unknown',
      'no answer from the back end; execution unknown',
      'BadResponse for portfolio margin',
    ],
    ['-1021', 'timestamp', 'rejected', 'outside of recvWindow', 'BadRequest for portfolio margin'],
    ['-1022', 'signature', 'rejected', 'signature not valid', 'AuthenticationError'],
    ['-5028', 'timestamp', 'rejected', 'outside of recvWindow of the matching engine', 'BadRequest'],
    ['-4188', 'timestamp', 'rejected', 'outside of recvWindow of the matching engine', 'BadRequest'],
    ['-4050', 'funds', 'rejected', 'cross balance insufficient', 'BadRequest for portfolio margin'],
    ['-4051', 'funds', 'rejected', 'isolated balance insufficient', 'BadRequest for portfolio margin'],
    ['-5041', 'timeout', 'unknown', 'timed out: too many requests queued', 'RateLimitExceeded'],
  ],
  bitget: [['30008', 'timestamp', 'rejected', 'timestamp of the request expired', 'RequestTimeout']],
  bitvavo: [
    ['302', 'timestamp', 'rejected', 'timestamp invalid', 'AuthenticationError'],
    ['304', 'timestamp', 'rejected', 'not received within the access window', 'AuthenticationError'],
  ],
  blofin: [['150004', 'funds', 'rejected', 'balance insufficient', 'InvalidOrder']],
  bybit: [
    ['-1021', 'timestamp', 'rejected', 'outside of recvWindow', 'BadRequest'],
    ['170146', 'timeout', 'unknown', 'creation of the order timed out', 'InvalidOrder'],
    ['170147', 'timeout', 'unknown', 'cancellation of the order timed out', 'InvalidOrder'],
    ['170191', 'unknown', 'unknown', 'order cannot be cancelled now', 'InvalidOrder'],
  ],
  coinsph: [
    ['-1000', 'server', 'unknown', 'unknown error while processing', 'BadRequest'],
    ['-1001', 'server', 'unknown', 'internal error', 'BadRequest'],
    ['-1004', 'invalid-request', 'rejected', 'a parameter is missing', 'InvalidOrder'],
    ['-1007', 'timeout', 'unknown', 'no answer from the back end; execution unknown', 'BadResponse'],
    ['-1021', 'timestamp', 'rejected', 'outside of recvWindow', 'BadRequest'],
    ['-1022', 'signature', 'rejected', 'signature not valid', 'BadRequest'],
    ['-1146', 'timeout', 'unknown', 'creation of the order timed out', 'InvalidOrder'],
    ['-1147', 'timeout', 'unknown', 'cancellation of the order timed out', 'InvalidOrder'],
  ],
  coinex: [['4017', 'timestamp', 'rejected', 'signature expired', 'ExchangeError']],
  derive: [
    ['-32603', 'server', 'unknown', 'internal error', 'InvalidOrder'],
    ['9000', 'timeout', 'unknown', 'confirmation of the order timed out', 'InvalidOrder'],
    ['11018', 'timestamp', 'rejected', 'date of the nonce not valid', 'InvalidOrder'],
    ['11022', 'timestamp', 'rejected', 'reject timestamp passed', 'InvalidOrder'],
    ['14014', 'signature', 'rejected', 'signature not valid', 'InvalidOrder'],
  ],
  dydx: [['5001', 'rate-limit', 'unknown', 'limit per block exceeded', 'InvalidOrder']],
  extended: [
    ['1052', 'funds', 'rejected', 'margin insufficient for the leverage', 'InvalidOrder'],
    ['1101', 'signature', 'rejected', 'signature not valid', 'InvalidOrder'],
  ],
  foxbit: [['2004', 'timestamp', 'rejected', 'timestamp invalid or missing', 'BadRequest']],
  gate: [
    ['REQUEST_EXPIRED', 'timestamp', 'rejected', 'timestamp of the request expired', 'AuthenticationError'],
    ['TOO_MANY_ORDERS', 'order-limit', 'rejected', 'too many open orders', 'InvalidOrder'],
  ],
  grvt: [
    ['2002', 'signature', 'rejected', 'signature does not match the payload', 'BadRequest'],
    ['2004', 'auth', 'rejected', 'session key expired', 'InvalidNonce'],
  ],
  hashkey: [['-2053', 'position', 'rejected', 'position not enough', 'OperationRejected']],
  hibachi: [['2', 'signature', 'rejected', 'signature not valid', 'BadRequest']],
  kucoin: [['408000', 'timeout', 'unknown', 'network timeout', 'BadRequest']],
  latoken: [['CREDENTIALS_EXPIRED', 'auth', 'rejected', 'credentials expired', 'AccountSuspended']],
  lbank: [
    ['10031', 'invalid-request', 'rejected', 'length of echostr', 'InvalidNonce'],
    ['10600', 'timestamp', 'rejected', 'replay filter: check the timestamp', 'BadRequest'],
    ['10007', 'signature', 'rejected', 'signature not valid', 'AuthenticationError'],
    ['10017', 'server', 'unknown', 'server error', 'ExchangeError'],
    ['10601', 'market-unavailable', 'unknown', 'interface is closed', 'ExchangeError'],
  ],
  lighter: [['21739', 'funds', 'rejected', 'margin insufficient', 'InvalidOrder']],
  mexc: [
    ['513', 'timestamp', 'rejected', 'clock off by more than 10 s', 'BadRequest'],
    ['603', 'duplicate', 'rejected', 'repeated request', 'BadRequest'],
    ['1000', 'account', 'rejected', 'no such account', 'AuthenticationError'],
    ['700005', 'invalid-request', 'rejected', 'recvWindow too long', 'InvalidNonce'],
    ['30020', 'permission', 'rejected', 'no permission for the symbol', 'AuthenticationError'],
  ],
  modetrade: [
    ['2', 'timestamp', 'rejected', 'timestamp expired', 'BadRequest'],
    ['-1012', 'server', 'unknown', 'refused by an inner module', 'BadRequest'],
  ],
  okx: [['50061', 'rate-limit', 'unknown', 'rate of orders of this account', 'ExchangeError']],
  onetrading: [['INTERNAL_ERROR', 'server', 'unknown', 'internal error', 'AuthenticationError']],
  tokocrypto: [
    ['-1004', 'server', 'unknown', 'server is busy', 'DDoSProtection'],
    ['-3044', 'server', 'unknown', 'system is busy', 'DDoSProtection'],
    ['-6018', 'funds', 'rejected', 'asset not enough', 'BadRequest'],
  ],
  toobit: [
    ['-1021', 'timestamp', 'rejected', 'outside of recvWindow', 'OperationRejected'],
    ['-1022', 'signature', 'rejected', 'signature not valid', 'OperationRejected'],
    ['-1146', 'timeout', 'unknown', 'creation of the order timed out', 'OperationFailed'],
    ['-1147', 'timeout', 'unknown', 'cancellation of the order timed out', 'OperationFailed'],
    ['-3130', 'funds', 'rejected', 'order margin insufficient', 'OperationRejected'],
  ],
  weex: [['-1046', 'timestamp', 'rejected', 'timestamp of the request expired', 'BadRequest']],
  woo: [
    ['317179', 'timestamp', 'rejected', 'receive window exceeded', 'BadRequest'],
    ['302138', 'position', 'rejected', 'position too small to reduce', 'InvalidOrder'],
  ],
  woofipro: [
    ['2', 'timestamp', 'rejected', 'timestamp expired', 'BadRequest'],
    ['-1012', 'server', 'unknown', 'refused by an inner module', 'BadRequest'],
  ],
};

/**
 * Throttles that by the exchange's documents refuse a request before it does anything. By ccxt's class alone, which also
 * holds "server busy", their outcome would be unknown, and an order would not be sent again.
 */
const refusedBefore: Readonly<Record<string, readonly string[]>> = {
  binance: ['-1003'],
  bybit: ['10006', '10018'],
  kraken: ['EAPI:Rate limit exceeded', 'EOrder:Rate limit exceeded', 'EGeneral:Too many requests'],
  mexc: ['510'],
  okx: ['50011'],
};

export const corrections: Readonly<Record<string, readonly Correction[]>> = Object.freeze(wrong);

const throttleNote = 'ccxt: RateLimitExceeded; refused before the order';
/** The source of these rows, by which they go before the class. */
const ourSource = 'exchange-interceptors, corrected';

/** @param family ids of the instance, nearest first: rows of a nearer one win. */
export function correctedRows(family: readonly string[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const id of [...family].reverse()) {
    for (const code of own(refusedBefore, id)) {
      rows.set(code, [
        code,
        'rate-limit',
        'rejected',
        'rate limit',
        { note: throttleNote, source: ourSource },
      ]);
    }
    for (const [code, category, outcome, meaning, filedAs] of own(wrong, id)) {
      rows.set(code, [code, category, outcome, meaning, { note: `ccxt: ${filedAs}`, source: ourSource }]);
    }
  }
  return rows;
}

function own<Value>(table: Readonly<Record<string, readonly Value[]>>, id: string): readonly Value[] {
  return Object.hasOwn(table, id) ? (table[id] ?? []) : [];
}
