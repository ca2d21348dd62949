import { describe, expect, it } from 'vitest';
import { correctedRows } from '../../src/ccxt/corrections.ts';
import { meaningReader } from '../../src/ccxt/error-classes.ts';
import { type CcxtExchange, familyOf, members } from '../../src/ccxt/shape.ts';
import { classify } from '../../src/index.ts';
import { ccxt, errorClass, ids, make, theirs } from './support.ts';

const meaningOf = meaningReader();
/** Of no market, so that the tables for all of them count. */
const url = 'https://api.test/';
const instances: ReadonlyMap<string, CcxtExchange> = new Map(ids.map((id) => [id, make(id)]));

/** Ways in which exchanges put a code or a name into an answer. */
const shapes: readonly ((key: string) => object)[] = [
  (code) => ({ code, msg: 'text' }),
  (code) => ({ code, message: 'text' }),
  (code) => ({ retCode: code, retMsg: 'text' }),
  (code) => ({ success: false, code, message: 'text' }),
  (code) => ({ status: 'error', 'err-code': code, 'err-msg': 'text' }),
  (code) => ({ error: { code, message: 'text' } }),
  (code) => ({ success: false, error: { code, message: 'text' } }),
  (code) => ({ error: { name: code, message: 'text' } }),
  (code) => ({ returnCode: 1, msgInfo: 'failure', error: { code, msg: 'text' } }),
  (code) => ({ success: 0, data: { code } }),
  (code) => ({ error_code: code, error_message: 'text', result: false }),
  (code) => ({ success: false, errorCode: code, message: 'text' }),
  (code) => ({ error: 'text', error_code: code }),
  (code) => ({ status: code, message: 'text' }),
  (code) => ({ status: code, error_message: 'text' }),
  (code) => ({ rc: 1, mc: code }),
  (code) => ({ result: false, code }),
  (label) => ({ label, message: 'text' }),
  (id) => ({ errors: [{ id, message: 'text' }] }),
  (code) => ({ errors: [{ code, message: 'text' }] }),
  (error) => ({ error: [error] }),
  (error) => ({ error }),
  (error) => ({ success: 0, error }),
  (message) => ({ error: { message } }),
  (message) => ({ message }),
  (msg) => ({ success: false, code: '1', msg }),
  (reason) => ({ status: 'error', reason }),
  (reason) => ({ result: 'error', reason, message: 'text' }),
  (errormsg) => ({ result: false, errormsg, errorcode: 1 }),
  (response) => ({ status: 'err', response }),
];

/** What every error class of ccxt means: its category, and what it proves about a write. */
const meanings = [
  'AccountNotEnabled: account, always',
  'AccountSuspended: account, always',
  'AddressPending: invalid-request, always',
  'ArgumentsRequired: invalid-request, refused',
  'AuthenticationError: auth, always',
  'BadRequest: invalid-request, refused',
  'BadResponse: server, never',
  'BadSymbol: invalid-request, always',
  'CancelPending: server, never',
  'ChecksumError: server, never',
  'ContractUnavailable: market-unavailable, always',
  'DDoSProtection: rate-limit, never',
  'DuplicateOrderId: duplicate, always',
  'ExchangeClosedByUser: unknown, never',
  'ExchangeError: unknown, never',
  'ExchangeNotAvailable: server, never',
  'InsufficientFunds: funds, always',
  'InvalidAddress: invalid-request, always',
  'InvalidNonce: timestamp, always',
  'InvalidOrder: invalid-order, always',
  'InvalidProxySettings: unknown, never',
  'ManualInteractionNeeded: permission, always',
  'MarginModeAlreadySet: invalid-request, always',
  'MarketClosed: market-unavailable, always',
  'NetworkError: network, never',
  'NoChange: invalid-request, always',
  'NotSupported: unsupported, always',
  'NullResponse: server, never',
  'OnMaintenance: server, never',
  'OperationFailed: server, never',
  'OperationRejected: invalid-request, refused',
  'OrderImmediatelyFillable: invalid-order, always',
  'OrderNotCached: order-not-found, always',
  'OrderNotFillable: invalid-order, always',
  'OrderNotFound: order-not-found, always',
  'PermissionDenied: permission, always',
  'RateLimitExceeded: rate-limit, never',
  'RequestTimeout: timeout, never',
  'RestrictedLocation: permission, always',
  'UnsubscribeError: unknown, never',
];

describe('every exchange of ccxt', () => {
  it('becomes an exchange', () => {
    for (const [id, instance] of instances) {
      const exchange = theirs(instance);
      expect(exchange.id).toBe(id);
      expect(exchange.hosts.length, id).toBeGreaterThan(0);
    }
    expect(instances.size).toBeGreaterThan(100);
  });

  it('has a meaning for each of its error classes, and one for every class that ccxt has', () => {
    const classes = Object.entries(ccxt).filter(
      ([, value]) => typeof value === 'function' && value.prototype instanceof errorClass('BaseError'),
    );
    const found = classes.map(([name, maker]) => {
      const { category, proof } = meaningOf(maker) ?? {};
      return `${name}: ${category}, ${proof}`;
    });
    expect(found.toSorted()).toEqual(meanings);
  });

  it('means by a row what ccxt would throw for it, or what the list of its mistakes says', () => {
    const checked = [...instances.values()].flatMap(checkRows);
    expect(checked.filter(({ got, expected }) => got !== expected)).toEqual([]);
    expect(checked.length).toBeGreaterThan(6000);
  });

  it('takes no answer for good that has an error of another code in the same place', () => {
    const taken: string[] = [];
    for (const [id, instance] of instances) {
      const exchange = theirs(instance);
      const used = new Set<(typeof shapes)[number]>();
      for (const [key, maker] of exactRows(instance)) {
        const shape = shapes.find((one) => throws(instance, one(key), maker, 200));
        if (shape) used.add(shape);
      }
      for (const shape of used) {
        const body = JSON.stringify(shape('987654321'));
        if (classify(exchange, { status: 200, body }).ok) taken.push(`${id} ${body}`);
      }
    }
    // Both answer errors by status 4xx; a lone text in a 200 says nothing.
    expect(taken).toEqual([
      'blockchaincom {"status":"987654321","message":"text"}',
      'btcturk {"message":"987654321"}',
    ]);
  });

  it('proves by a class in the bucket of bad requests only together with a 4xx', () => {
    const exchange = theirs(instances.get('phemex') ?? make('phemex'));
    const body = '{"code":412,"msg":"Missing parameter - resolution","data":null}';
    expect(classify(exchange, { status: 200, body })).toMatchObject({
      category: 'invalid-request',
      outcome: 'unknown',
    });
    expect(classify(exchange, { status: 400, body })).toMatchObject({
      category: 'invalid-request',
      outcome: 'rejected',
    });
  });
});

/** What each row of an exchange comes to in an answer for which ccxt throws its class. */
function checkRows(instance: CcxtExchange) {
  const exchange = theirs(instance, { url });
  const corrected = correctedRows(familyOf(instance));
  const status = instance.id === 'bitfinex' ? 500 : 200;
  return exactRows(instance).flatMap(([key, maker]) => {
    const value = bodyFor(instance, key, maker, status);
    if (!value) return [];
    const verdict = classify(exchange, { status, body: JSON.stringify(value) });
    const expected = corrected.get(key)?.[1] ?? meaningOf(maker)?.category;
    return [{ id: instance.id, key, expected, got: verdict.ok ? 'ok' : verdict.category }];
  });
}

/** Rows that ccxt looks up by the whole code, where the class says more than that there was an error. */
function exactRows(instance: CcxtExchange): readonly (readonly [string, unknown])[] {
  const tables = members(instance.exceptions);
  const exact = 'exact' in tables || 'broad' in tables ? members(tables['exact']) : tables;
  return Object.entries(exact).filter(
    ([, maker]) => typeof maker === 'function' && maker !== errorClass('ExchangeError'),
  );
}

function bodyFor(instance: CcxtExchange, key: string, maker: unknown, status: number): object | undefined {
  const list = [...shapes.map((shape) => shape(key)), ['error', Number(key), key]];
  return list.find((value) => throws(instance, value, maker, status));
}

/** Whether ccxt's own `handleErrors` throws exactly this class. */
function throws(instance: CcxtExchange, value: object, maker: unknown, status: number): boolean {
  try {
    instance.handleErrors(status, '', url, 'POST', {}, JSON.stringify(value), value, {}, undefined);
    return false;
  } catch (error) {
    return error instanceof Error && error.constructor === maker;
  }
}
