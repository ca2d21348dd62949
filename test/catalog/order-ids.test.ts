import { describe, expect, it } from 'vitest';
import { readClientOrderId } from '../../src/catalog/order-ids.ts';
import { newClientOrderId, withClientOrderId } from '../../src/catalog/with-client-order-id.ts';
import {
  byClientOrderId,
  chainUp,
  createGateway,
  defineExchange,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
} from '../../src/index.ts';

const submit = '/api/v1/private/order/submit';

it('a client order id may have to begin so, and may stand in a path', () => {
  const { spec } = mexcContract;
  const clientOrderId = {
    fields: ['text'],
    begins: 't-',
    inPath: ['/orders/*', '/*/cancel'],
    pattern: /^t-\w+$/,
    deduplicated: false,
  };
  const exchange = defineExchange({ ...spec, clientOrderId });
  const rows = [
    ['/orders', '{"text":"t-a"}', 't-a'],
    ['/orders', '{"text":"a"}', 'a'],
    ['/orders/t-b', undefined, 't-b'],
    ['/orders/7', undefined, undefined],
    ['/orders/t-%62', undefined, undefined],
    ['/t-c/cancel', undefined, 't-c'],
    ['/orders/t-d/more', undefined, undefined],
  ] as const;
  expect(rows.map(([path, body]) => readClientOrderId(exchange, { path, body }))).toEqual(
    rows.map(([, , id]) => id),
  );
  expect(newClientOrderId(exchange, 1_700_000_000_000)).toMatch(/^t-x\w+$/);
});

describe('a client order id put into what is sent', () => {
  it('leaves every other character as it was: 18-digit numbers too', () => {
    const body = '{ "positionId": 102057569836905984, "note": "{" }';
    expect(withClientOrderId(mexcContract, { path: submit, body }, 'a1')).toEqual({
      body: '{"externalOid":"a1", "positionId": 102057569836905984, "note": "{" }',
    });
  });

  it.each([
    ['/sapi/v1/order', chainUp, '{}', '{"newClientOrderId":"7"}'],
    ['/fapi/v1/order', chainUp, '{"a":1}', '{"clientOrderId":"7","a":1}'],
    [
      '/v3/orders/place',
      oxFun,
      '{"orders":[{"side":"BUY"}]}',
      '{"orders":[{"clientOrderId":"7","side":"BUY"}]}',
    ],
  ])('goes where the product of %s has it', (path, exchange, body, named) => {
    expect(withClientOrderId(exchange, { path, body }, '7')).toEqual({ body: named });
  });

  it.each([
    ['{"externalOid":null,"vol":1}', '{"externalOid":"7","vol":1}'],
    ['{"vol":1,"externalOid" : ""}', '{"vol":1,"externalOid" : "7"}'],
    ['symbol=BTC_USDT&externalOid=&vol=1', 'symbol=BTC_USDT&vol=1&externalOid=7'],
  ])('takes the place of the empty one in %s', (body, named) => {
    expect(withClientOrderId(mexcContract, { path: submit, body }, '7')).toEqual({ body: named });
  });

  it('goes into the query of a request without a body', () => {
    expect(withClientOrderId(mexcContract, { path: submit, query: 'symbol=X' }, '7')).toEqual({
      query: 'symbol=X&externalOid=7',
    });
  });

  it.each([
    undefined,
    '[1]',
    '"text"',
    '{"cut',
    '[{"a":1},{"a":2}]',
    '{"externalO\\u0069d":null}',
    '{"externalOid":{"a":1}}',
  ])('is refused for %s, in words', (body) => {
    expect(() => withClientOrderId(mexcContract, { path: submit, body }, 'a1')).toThrow(TypeError);
  });

  it('is refused where another list of the same name could be meant', () => {
    const body = '{"meta":{"orders":[{"a":1}]},"orders":[{"marketCode":"X"}]}';
    expect(() => withClientOrderId(oxFun, { path: '/v3/orders/place', body }, '7')).toThrow(/no place/);
  });
});

describe('a client order id read from what is sent', () => {
  const read = (
    exchange: Parameters<typeof readClientOrderId>[0],
    path: string,
    body?: string,
    query?: string,
  ) => readClientOrderId(exchange, { path, body, query });

  it.each([
    ['JSON', '{"externalOid":"a1"}', undefined, 'a1'],
    ['a number', '{"externalOid":17}', undefined, '17'],
    ['a long number', '{"externalOid":1764097200123456789}', undefined, '1764097200123456789'],
    ['a list of one', '[{"externalOid":"a1"}]', undefined, 'a1'],
    ['a form', 'symbol=X&externalOid=a1', undefined, 'a1'],
    ['a query', undefined, 'externalOid=a1', 'a1'],
    ['an empty text', '{"externalOid":""}', undefined, undefined],
    ['null', '{"externalOid":null}', undefined, undefined],
    ['two values', '{"externalOid":"a","externalOid":"b"}', undefined, undefined],
    ['a query with two values', undefined, 'externalOid=a&externalOid=b', undefined],
    ['a query with one value twice', undefined, 'externalOid=a&externalOid=a', 'a'],
    ['a form with two values', 'externalOid=a&externalOid=b&externalOid=a', undefined, undefined],
    ['a form with another value than the query', 'externalOid=a', 'externalOid=b', undefined],
    ['several orders', '[{"externalOid":"a"},{"externalOid":"b"}]', undefined, undefined],
    ['garbage', 'garbage', undefined, undefined],
    ['nothing', undefined, undefined, undefined],
  ])('of %s', (_, body, query, id) => {
    expect(read(mexcContract, submit, body, query)).toBe(id);
  });

  it('only in the field that the route reads', () => {
    expect(read(chainUp, '/sapi/v1/order', '{"clientOrderId":"a"}')).toBeUndefined();
    expect(read(chainUp, '/fapi/v1/order', '{"clientOrderId":"a"}')).toBe('a');
    expect(
      read(oxFun, '/v3/orders/place', '{"clientOrderId":"9","orders":[{"marketCode":"X"}]}'),
    ).toBeUndefined();
    expect(read(oxFun, '/v3/orders/place', '{"orders":[{"clientOrderId":42}]}')).toBe('42');
    expect(read(oxFun, '/placeorder', '{"clientOrderId":42}')).toBe('42');
  });

  it('without the mark that stands before it, whatever its case', () => {
    const path = '/papi/v1/order/delete';
    expect(read(ktx, path, '{"id":"c:17"}')).toBe('17');
    expect(read(ktx, path, '{"id":"C:17"}')).toBe('17');
    expect(read(ktx, path, '{"id":"4611767382287843330"}')).toBeUndefined();
  });
});

describe('a client order id made up', () => {
  it.each([ktx, mexcContract, lbankContract, oxFun, chainUp])(
    'is one that $name takes, and another for another millisecond',
    (exchange) => {
      const ids = Array.from({ length: 200 }, (_, at) => newClientOrderId(exchange, 1_700_000_000_000 + at));
      expect(ids.filter((id) => !exchange.clientOrderId?.pattern.test(id))).toEqual([]);
      expect(new Set(ids).size).toBe(200);
    },
  );

  it('is refused for an exchange without such ids, and so is a look-up by them', () => {
    const plain = defineExchange({
      id: 'plain',
      name: 'Plain',
      table: { source: 'here', rows: [] },
      rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
    });
    expect(() => newClientOrderId(plain, 1_700_000_000_000)).toThrow(/Plain/);
    expect(() => createGateway({ exchange: plain, reconcile: byClientOrderId() })).toThrow(
      /`reconcile` .* Plain has no look-up/,
    );
    expect(() => createGateway({ exchange: plain, reconcile: byClientOrderId as never })).toThrow(TypeError);
  });
});

it('a client order id stands in the path of a route that says so, where no parameter has one', () => {
  const { clientOrderId } = chainUp.spec;
  if (!clientOrderId) throw new Error('it names orders');
  const exchange = defineExchange({
    ...chainUp.spec,
    id: 'paths',
    clientOrderId: { ...clientOrderId, fields: ['cid'], byRoute: [], inPath: ['/orders/*', '/x/*/cancel'] },
  });
  const rows: readonly (readonly [path: string, query: string, id: string | undefined])[] = [
    ['/orders/a-1', '', 'a-1'],
    ['/x/b/cancel', 'c=1', 'b'],
    ['/orders/a', 'cid=z', 'z'],
    ['/orders/a%2Fb', '', undefined],
    ['/orders/', '', undefined],
    ['/orders', '', undefined],
    ['/orders/a/b', '', undefined],
  ];
  const wrong = rows.filter(([path, query, id]) => readClientOrderId(exchange, { path, query }) !== id);
  expect(wrong).toEqual([]);
});
