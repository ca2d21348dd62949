import { describe, expect, it } from 'vitest';
import {
  lookupRequest,
  newClientOrderId,
  readClientOrderId,
  withClientOrderId,
} from '../../src/catalog/orders.ts';
import { chainUp, defineExchange, ktx, lbankContract, mexcContract, oxFun } from '../../src/index.ts';

describe('a client order id put into a body', () => {
  it('leaves every other character as it was: 18-digit numbers too', () => {
    const body = '{ "positionId": 102057569836905984, "note": "{" }';
    expect(withClientOrderId(mexcContract, '/api/v1/private/order/submit', body, 'a1')).toBe(
      '{"externalOid":"a1", "positionId": 102057569836905984, "note": "{" }',
    );
  });

  it('goes where the product has it', () => {
    expect(withClientOrderId(chainUp, '/sapi/v1/order', '{}', 'a1')).toBe('{"newClientOrderId":"a1"}');
    expect(withClientOrderId(chainUp, '/fapi/v1/order', '{"a":1}', 'a1')).toBe(
      '{"clientOrderId":"a1","a":1}',
    );
    expect(withClientOrderId(oxFun, '/v3/orders/place', '{"orders":[{"side":"BUY"}]}', '7')).toBe(
      '{"orders":[{"clientOrderId":"7","side":"BUY"}]}',
    );
  });

  it.each([undefined, 'a=1', '[1]', '"text"', '{"cut'])('is refused for %s, in words', (body) => {
    expect(() => withClientOrderId(mexcContract, '/', body, 'a1')).toThrow(TypeError);
  });
});

describe('a client order id read from a body', () => {
  it('is found where the profile says, as text or number', () => {
    expect(readClientOrderId(mexcContract, '{"externalOid":"a1"}')).toBe('a1');
    expect(readClientOrderId(oxFun, '{"orders":[{"clientOrderId":42}]}')).toBe('42');
    expect(readClientOrderId(mexcContract, '{"externalOid":""}')).toBeUndefined();
    expect(readClientOrderId(mexcContract, 'garbage')).toBeUndefined();
    expect(readClientOrderId(mexcContract, undefined)).toBeUndefined();
  });
});

describe('a client order id made up', () => {
  it.each([ktx, mexcContract, lbankContract, oxFun, chainUp])(
    'is one that $name takes, and never the same',
    (exchange) => {
      const ids = Array.from({ length: 200 }, () => newClientOrderId(exchange));
      expect(ids.filter((id) => !exchange.clientOrderId?.pattern.test(id))).toEqual([]);
      expect(new Set(ids).size).toBeGreaterThan(195);
    },
  );

  it('is refused for an exchange without such ids', () => {
    const plain = defineExchange({
      id: 'plain',
      name: 'Plain',
      table: { source: 'here', rows: [] },
      rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
    });
    expect(() => newClientOrderId(plain)).toThrow(/Plain/);
  });
});

describe('a look-up', () => {
  it('fills in what the order said', () => {
    const order = {
      clientOrderId: 'a/1',
      path: '/api/v1/private/order/submit',
      body: '{"symbol":"BTC_USDT"}',
    };
    expect(mexcContract.lookupOrder(order)).toEqual({
      method: 'GET',
      path: '/api/v1/private/order/external/BTC_USDT/a%2F1',
      query: '',
      order: 'data',
    });
    expect(ktx.lookupOrder({ clientOrderId: '7', path: '/papi/v1/order' })).toMatchObject({
      path: '/papi/v1/order',
      query: 'id=c:7',
    });
    expect(ktx.lookupOrder({ clientOrderId: '7', path: '/api/v1/order' })).toMatchObject({
      path: '/api/v1/order',
    });
    expect(
      chainUp.lookupOrder({ clientOrderId: '7', path: '/sapi/v1/order', query: 'symbol=BTCUSDT' }),
    ).toMatchObject({
      query: 'newClientOrderId=7&symbol=BTCUSDT',
    });
  });

  it('is not there where a field is missing, or the exchange has none', () => {
    expect(mexcContract.lookupOrder({ clientOrderId: 'a1', body: '{}' })).toBeUndefined();
    expect(lookupRequest([], { clientOrderId: 'a1' })).toBeUndefined();
  });
});
