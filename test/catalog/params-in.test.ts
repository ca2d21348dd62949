import { describe, expect, it } from 'vitest';
import { withExpiry } from '../../src/catalog/expiry.ts';
import { lookUpRequest, lookUpsFor } from '../../src/catalog/look-up.ts';
import { readClientOrderId } from '../../src/catalog/order-ids.ts';
import { requestParams } from '../../src/catalog/request-params.ts';
import { readSentOrder } from '../../src/catalog/sent-order.ts';
import { withClientOrderId } from '../../src/catalog/with-client-order-id.ts';
import { defineExchange, type Exchange, type ExchangeSpec } from '../../src/index.ts';

const path = '/rpc';
const rpc: ExchangeSpec = {
  id: 'rpc',
  name: 'RPC',
  table: { source: 'made up', rows: [] },
  rest: { code: ['error.code'], message: ['error.message'], ok: [], flags: [], bare: false },
  paramsIn: 'params',
  clientOrderId: { fields: ['label'], pattern: /^\w{1,64}$/, deduplicated: false },
  lookup: [
    {
      covers: [path],
      params: { method: ['buy', 'sell'] },
      derived: { currency: { from: 'instrument', pattern: /^([A-Z]+)-/ } },
      method: 'GET',
      path: '/by_label',
      query: { currency: '{currency}', label: '{clientOrderId}' },
    },
    { covers: [path], by: 'order_id', method: 'GET', path: '/by_id', query: { order_id: '{order_id}' } },
  ],
};
const exchange: Exchange = defineExchange(rpc);
const body = (method: string, params: string): string => `{"id":1,"method":"${method}","params":${params}}`;
const request = (method: string, params: string) => ({ path, body: body(method, params) });

describe('parameters in a member of the body', () => {
  const read = (params: string) => readSentOrder(request('buy', params), 'params');

  it('are read as if they stood beside it, and win over what does', () => {
    const { fields } = read('{"label":"a","id":7}');
    expect([fields['method'], fields['label'], fields['id']]).toEqual(['buy', 'a', 7]);
    const { param, items } = requestParams(read('{"orders":[{"x":1},{"x":2}]}'));
    expect([param('x', 1), items]).toEqual(['2', 2]);
    expect(read('{"orders":[{"x":1},{"x":2}]}').isSeveral).toBe(true);
  });

  it('are not looked for in a list, nor where none are', () => {
    expect(Object.keys(readSentOrder({ path, body: '["a"]' }, 'params').fields)).toEqual(['0']);
    expect(Object.keys(readSentOrder({ path, body: '{"params":["a"]}' }, 'params').fields)).toEqual([
      'params',
    ]);
    expect(readSentOrder({ path, query: 'label=b' }, 'params').fields['label']).toBe('b');
  });

  it('name the order, and are where a name is put', () => {
    expect(readClientOrderId(exchange, request('buy', '{"label":"a"}'))).toBe('a');
    const put = (params: string) => withClientOrderId(exchange, request('buy', params), 'n1');
    expect(put('{"size":123456789012345678}')).toEqual({
      body: body('buy', '{"label":"n1","size":123456789012345678}'),
    });
    expect(put('{}')).toEqual({ body: body('buy', '{"label":"n1"}') });
    expect(put('{"label":"","size":1}')).toEqual({ body: body('buy', '{"label":"n1","size":1}') });
    expect(() => put('{"params":{},"size":1}')).toThrow(/finds no place for `params.label`/);
    expect(withClientOrderId(exchange, { path, query: 'size=1' }, 'n1')).toEqual({
      query: 'size=1&label=n1',
    });
  });

  it('say until when a request may be taken', () => {
    const url = new URL(`https://x.test${path}`);
    const until = (sent: string | undefined, query = '') => {
      const given = { method: 'POST', url, path, query, headers: {}, body: sent };
      return withExpiry({ param: 'params.until', unit: 'instant-ms' }, given, 900, 1_000_000);
    };
    expect(until(body('buy', '{"size":1}')).body).toBe(body('buy', '{"until":1000900,"size":1}'));
    expect(until(body('buy', '{"until":5000000}')).body).toBe(body('buy', '{"until":1000900}'));
    expect(until(body('buy', '{"until":1000500}')).body).toBe(body('buy', '{"until":1000500}'));
    expect(until('{"size":1}').body).toBe('{"until":1000900,"size":1}');
    expect(until(undefined, 'size=1').query).toBe('size=1&until=1000900');
    const twice = body('buy', '{"params":{},"size":1}');
    expect(until(twice).body).toBe(twice);
  });
});

describe('a look-up', () => {
  const asked = (method: string, params: string, fill?: Readonly<Record<string, string>>) => {
    const sent = readSentOrder(request(method, params), 'params');
    const [route] = lookUpsFor(exchange, path, requestParams(sent));
    return route && lookUpRequest(route, { clientOrderId: 'a', sent, fill })?.query;
  };

  it('is for some of the requests of a path, by a parameter', () => {
    expect(asked('buy', '{"instrument":"BTC-PERP"}')).toBe('currency=BTC&label=a');
    expect(asked('cancel', '{"order_id":"7"}')).toBe('order_id=7');
    expect(lookUpsFor(exchange, path)).toHaveLength(2);
    expect(lookUpsFor(exchange, '/other')).toEqual([]);
  });

  it('takes a value out of a longer one, unless it is given', () => {
    expect(asked('sell', '{"instrument":"BTC-PERP","currency":"ETH"}')).toBe('currency=ETH&label=a');
    expect(asked('sell', '{"instrument":"BTC-PERP"}', { currency: 'SOL' })).toBe('currency=SOL&label=a');
    expect(asked('sell', '{"instrument":"BTC_PERP"}')).toBeUndefined();
    expect(asked('sell', '{}')).toBeUndefined();
  });

  it('has one group in each of its patterns', () => {
    const [first] = rpc.lookup ?? [];
    const derived = { currency: { from: 'instrument', pattern: /^[A-Z]+/ } };
    expect(() => defineExchange({ ...rpc, lookup: first ? [{ ...first, derived }] : [] })).toThrow(
      /pattern.* a regular expression with one group/,
    );
  });
});
