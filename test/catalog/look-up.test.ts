import { describe, expect, it } from 'vitest';
import { binanceSpot } from '../../src/catalog/binance-spot/index.ts';
import { parseExact, printExact, textOf } from '../../src/catalog/exact-json.ts';
import { lookUpFor, lookUpRequest, lookUpsFor, turnsOf } from '../../src/catalog/look-up.ts';
import { answerFrom } from '../../src/catalog/look-up-answer.ts';
import { factsOf, shownOrder } from '../../src/catalog/order-facts.ts';
import { readSentOrder } from '../../src/catalog/sent-order.ts';
import {
  chainUp,
  defineExchange,
  type Exchange,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
} from '../../src/index.ts';

describe('JSON with long numbers', () => {
  it.each([
    '{"a":1764097200123456789,"b":-9223372036854775807,"c":[102057569836905984]}',
    '{"a":"1764097200123456789","b":1,"c":0.1234567890123456}',
    '{"a\\"1234567890123456789\\"":"x","b":1234567890123456.5}',
  ])('comes out as it went in: %s', (text) => {
    const exact = printExact(parseExact(text));
    const digits = (json: string): readonly string[] => json.match(/-?\d{16,}(?![\d.])/g) ?? [];
    expect(digits(exact)).toEqual(digits(text));
    expect(JSON.parse(exact)).toEqual(JSON.parse(text));
  });

  it('tells a field as it was written, and nothing that a double may have rounded', () => {
    expect(textOf(Reflect.get(Object(parseExact('{"a":1764097200123456789}')), 'a'))).toBe(
      '1764097200123456789',
    );
    expect([textOf('x'), textOf(17), textOf(2 ** 60), textOf(null), textOf({})]).toEqual([
      'x',
      '17',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is undefined for what is none', () => {
    expect([parseExact('garbage'), parseExact('')]).toEqual([undefined, undefined]);
  });
});

const sentBy = (path: string, body: string, query = '') => readSentOrder({ path, body, query });
const asked = (exchange: Exchange, path: string, body: string, query?: string) => {
  const route = lookUpFor(exchange, path);
  return route && lookUpRequest(route, { clientOrderId: 'a/1', sent: sentBy(path, body, query) });
};

describe('the request that asks for an order', () => {
  it.each([
    [
      '/api/v1/private/order/submit',
      mexcContract,
      '{"symbol":"BTC_USDT"}',
      '/api/v1/private/order/external/BTC_USDT/a%2F1',
      '',
    ],
    ['/papi/v1/order', ktx, '{}', '/papi/v1/order', 'id=c:a%2F1'],
    ['/api/v1/order', ktx, '{}', '/api/v1/order', 'id=c:a%2F1'],
    ['/papi/v1/order/delete', ktx, '{}', '/papi/v1/order', 'id=c:a%2F1'],
    [
      '/cfd/openApi/v1/prv/placeOrder',
      lbankContract,
      '{}',
      '/cfd/openApi/v1/prv/orderCache',
      'clientOrderId=a%2F1',
    ],
    ['/v3/orders/cancel', oxFun, '{"orders":[{}]}', '/v3/orders/status', 'clientOrderId=a%2F1'],
    ['/placeorder', oxFun, '{}', '/v3/orders/status', 'clientOrderId=a%2F1'],
    ['/sapi/v2/order', chainUp, 'symbol=BTCUSDT', '/sapi/v1/order', 'newClientOrderId=a%2F1&symbol=BTCUSDT'],
    [
      '/fapi/v1/order',
      chainUp,
      '{"contractName":"E-BTC-USDT"}',
      '/fapi/v1/order',
      'clientOrderId=a%2F1&contractName=E-BTC-USDT',
    ],
  ])('of %s', (path, exchange, body, lookPath, query) => {
    expect(asked(exchange, path, body)).toMatchObject({
      method: 'GET',
      path: lookPath,
      query,
      body: undefined,
    });
  });

  it.each([
    ['/api/v1/private/planorder/place', mexcContract],
    ['/api/v1/private/stoporder/place', mexcContract],
    ['/api/v1/private/order/cancel_all', mexcContract],
    ['/sapi/v1/margin/order', chainUp],
    ['/fapi/v1/conditionOrder', chainUp],
    ['/v3/transfer', oxFun],
  ])('is not there for another book: %s', (path, exchange) => {
    expect(asked(exchange, path, '{"symbol":"X","contractName":"X"}')).toBeUndefined();
  });

  it.each([
    [
      '/api/v1/private/order/cancel',
      mexcContract,
      '[739062119803068417]',
      '/api/v1/private/order/get/739062119803068417',
      '',
    ],
    [
      '/api/v1/private/order/change_limit_order',
      mexcContract,
      '{"orderId":5,"price":1}',
      '/api/v1/private/order/get/5',
      '',
    ],
    [
      '/papi/v1/order/delete',
      ktx,
      '{"id":"4611767382287843330"}',
      '/papi/v1/order',
      'id=4611767382287843330',
    ],
    [
      '/cfd/openApi/v1/prv/cancelOrder',
      lbankContract,
      '{"orderId":"5"}',
      '/cfd/openApi/v1/prv/orderCache',
      'orderId=5',
    ],
    ['/v3/orders/cancel', oxFun, '{"orders":[{"orderId":"5"}]}', '/v3/orders/status', 'orderId=5'],
    ['/sapi/v1/cancel', chainUp, '{"orderId":5,"symbol":"X"}', '/sapi/v1/order', 'orderId=5&symbol=X'],
  ])("by the exchange's own id: %s", (path, exchange, body, lookPath, query) => {
    const requests = lookUpsFor(exchange, path)
      .filter(({ by }) => by !== undefined)
      .map((route) => lookUpRequest(route, { clientOrderId: undefined, sent: sentBy(path, body) }));
    expect(requests).toEqual([expect.objectContaining({ path: lookPath, query })]);
  });

  it('is not there where the order lacks a value', () => {
    expect(asked(mexcContract, '/api/v1/private/order/submit', '{}')).toBeUndefined();
  });

  it('is not there where a value would lead to another path', () => {
    for (const symbol of ['.', '..'])
      expect(asked(mexcContract, '/api/v1/private/order/submit', `{"symbol":"${symbol}"}`)).toBeUndefined();
  });

  it('is not there where query and form name two markets', () => {
    expect(asked(binanceSpot, '/api/v3/order', 'symbol=A', 'symbol=A')).toMatchObject({
      path: '/api/v3/order',
    });
    expect(asked(binanceSpot, '/api/v3/order', 'symbol=A', 'symbol=B')).toBeUndefined();
  });

  it('can be a POST of JSON or of a form, with values that the order does not hold', () => {
    const sent = sentBy('/order', '{"market":"X"}');
    const wanted = { clientOrderId: '7', sent, fill: { user: '0x1' } };
    const json = { method: 'POST', path: '/info', body: { user: '{user}', oid: '{clientOrderId}' } } as const;
    expect(lookUpRequest(json, wanted)).toMatchObject({
      method: 'POST',
      body: '{"user":"0x1","oid":"7"}',
      contentType: 'application/json',
    });
    const form = {
      method: 'POST',
      path: '/q',
      form: { cl_ord_id: '{clientOrderId}', pair: '{market}' },
    } as const;
    expect(lookUpRequest(form, wanted)).toMatchObject({
      body: 'cl_ord_id=7&pair=X',
      contentType: 'application/x-www-form-urlencoded',
    });
    expect(lookUpRequest(json, { clientOrderId: '7', sent })).toBeUndefined();
  });
});

const lists = defineExchange({
  id: 'lists',
  name: 'Lists',
  table: { source: 'here', rows: [] },
  rest: { code: ['retCode'], message: ['retMsg'], ok: ['0'], flags: [], bare: false },
  clientOrderId: { fields: ['orderLinkId'], pattern: /^\w+$/, deduplicated: false },
  lookup: [
    {
      method: 'GET',
      path: '/orders',
      query: { symbol: '{symbol}', id: '{clientOrderId}' },
      order: 'result.list',
    },
  ],
});

describe('what an answer shows', () => {
  const [route] = lists.lookup;
  if (!route) throw new Error('a look-up is missing');
  const show = (body: string) => shownOrder(lists, route, body, '17');
  it.each([
    ['an empty list', '{"result":{"list":[],"cursor":""}}', 'none'],
    ['no list', '{"result":{"list":null}}', 'none'],
    ['no place for one', '{"result":{}}', 'unreadable'],
    ['good words alone', '{"code":0}', 'unreadable'],
    ['ours in a list', '{"result":{"list":[{"orderLinkId":"16"},{"orderLinkId":"17"}]}}', 'order'],
    ['ours by a number', '{"result":{"list":[{"orderLinkId":17}]}}', 'order'],
    ['ours alone', '{"result":{"list":{"orderLinkId":"17"}}}', 'order'],
    ['others', '{"result":{"list":[{"orderLinkId":"16"}]}}', 'others'],
    ['an order without an id', '{"result":{"list":[{"orderId":"17"}]}}', 'others'],
    ['garbage', 'garbage', 'unreadable'],
    ['an empty text', '{"result":{"list":""}}', 'unreadable'],
    ['words', '{"result":{"list":"no such order"}}', 'unreadable'],
    ['no', '{"result":{"list":false}}', 'unreadable'],
    ['a list of nothing', '{"result":{"list":[null,{}]}}', 'unreadable'],
    ['an empty order', '{"result":{"list":{}}}', 'none'],
  ])('%s', (_, body, kind) => {
    expect(show(body).kind).toBe(kind);
  });

  it('is none in an empty answer where the whole is a list, and none of that where it is the order', () => {
    const whole = (order?: string | readonly string[]) =>
      ['{}', '[]'].map((body) => shownOrder(lists, { ...route, order: order ?? [''] }, body, '17').kind);
    const { order: _, ...bare } = route;
    expect(shownOrder(lists, bare, '{}', '17').kind).toBe('unreadable');
    expect([whole(''), whole(['result', ''])]).toEqual([
      ['none', 'none'],
      ['unreadable', 'unreadable'],
    ]);
  });

  it('is another order where what the look-up was filled with differs', () => {
    const sent = sentBy('/order', '{"symbol":"BTC","orderLinkId":"17"}');
    expect(factsOf(lists, route, { orderLinkId: '17', symbol: 'ETH' }, sent).isOther).toBe(true);
    expect(factsOf(lists, route, { orderLinkId: '17', symbol: 'btc' }, sent).isOther).toBe(false);
    expect(factsOf(lists, route, { orderLinkId: '17' }, sent).isOther).toBe(false);
  });
});

describe('an object that has records by their ids', () => {
  const show = (body: string) =>
    shownOrder(lists, { method: 'POST', path: '/open', order: 'result.open.*' }, body, '17');

  it('is the list of them, each with its name as `$key`', () => {
    const found = show(
      '{"result":{"open":{"TX-1":{"orderLinkId":"16"},"TX-2":{"orderLinkId":"17","vol":"1"}}}}',
    );
    expect(found).toEqual({ kind: 'order', order: { orderLinkId: '17', vol: '1', $key: 'TX-2' } });
  });

  it('shows the last of those that had the same id one after the other', () => {
    const of = (txid: string, opentm: number) => `"${txid}":{"orderLinkId":"17","opentm":${opentm}}`;
    const closed = [of('TX-1', 1688148493.77), of('TX-2', 1688148610.04), of('TX-3', 1688148400)].join();
    const born = { field: 'opentm', unit: 's' } as const;
    const turn = { method: 'POST', path: '/closed', order: 'closed.*', record: { born } } as const;
    const found = shownOrder(lists, turn, `{"closed":{${closed}}}`, '17');
    expect(found).toMatchObject({ kind: 'order', order: { $key: 'TX-2' } });
  });

  it.each([
    ['is none where it has none', '{"result":{"open":{}}}', 'none'],
    ['says nothing where it is not there', '{"result":{}}', 'unreadable'],
    ['has others', '{"result":{"open":{"TX-1":{"orderLinkId":"16"}}}}', 'others'],
    ['may be a list all the same', '{"result":{"open":[{"orderLinkId":"17"}]}}', 'order'],
  ])('%s', (_, body, kind) => {
    expect(show(body).kind).toBe(kind);
  });
});

describe('the turns of a look-up', () => {
  it('are the first with what each of the others changes', () => {
    const [first] = lists.lookup;
    if (!first) throw new Error('a look-up is missing');
    const further = { path: '/history', order: 'result.old' } as const;
    expect(turnsOf({ ...first, next: [further] })).toEqual([first, { ...first, ...further }]);
    expect(turnsOf(first)).toEqual([first]);
  });
});

describe('what a record of MEXC contract says', () => {
  const path = '/api/v1/private/order/submit';
  const route = lookUpFor(mexcContract, path);
  if (!route) throw new Error('a look-up is missing');
  const facts = (record: object, body: string) =>
    factsOf(mexcContract, route, { ...record }, sentBy(path, body));

  it.each([
    [{ state: 2, createTime: 1_764_097_200_123 }, 'open'],
    [{ state: '3' }, 'filled'],
    [{ state: 4 }, 'cancelled'],
    [{ state: 5 }, 'refused'],
    [{ state: 9 }, undefined],
    [{}, undefined],
  ])('of its state in %o', (record, state) => {
    expect(facts(record, '{}').state).toBe(state);
  });

  it('of its age, side and size', () => {
    expect(facts({ createTime: 1_764_097_200_123 }, '{}').bornMs).toBe(1_764_097_200_123);
    expect(facts({ createTime: 1 }, '{}').bornMs).toBeUndefined();
    expect(facts({ side: 3, vol: 500 }, '{"side":1,"vol":1}').isOther).toBe(true);
    expect(facts({ side: 1, vol: '1.0' }, '{"side":1,"vol":1}').isOther).toBe(false);
    // A record's number of more digits than a double holds.
    expect(facts({ side: 1, vol: '1' }, '{"side":1,"vol":"1.00000000000000000001"}').isOther).toBe(true);
    expect(facts({ side: 1, vol: '1000000000.000000' }, '{"side":1,"vol":1000000000}').isOther).toBe(false);
  });

  it('of an amend, only where every field can be compared', () => {
    const order = { price: 50, vol: 1, externalOid: 'a', symbol: 'X' };
    expect(facts(order, '{"externalOid":"a","price":"50.0"}').isAmended).toBe(true);
    expect(facts(order, '{"externalOid":"a","price":51}').isAmended).toBe(false);
    expect(facts(order, '{"externalOid":"a","price":50,"vol":2}').isAmended).toBe('partly');
    expect(facts(order, '{"externalOid":"a","price":50,"stopLoss":1}').isAmended).toBeUndefined();
    expect(facts(order, '{"externalOid":"a"}').isAmended).toBeUndefined();
  });

  it('becomes an answer that has the members of the record and no others', () => {
    const [route] = binanceSpot.lookup;
    const order = { orderId: 28, clientOrderId: 'a', time: 7 };
    const answer = route && answerFrom(route, { path: '/api/v3/order' }, '{}', order);
    expect(JSON.parse(answer ?? '')).toEqual({ ...order, transactTime: 7, reconciled: order });
  });

  it('becomes the answer that placing gives, with every digit, and the record beside it', () => {
    const body =
      '{"success":true,"code":0,"data":{"orderId":739062119803068417,"externalOid":"a","createTime":1764097200123}}';
    const shown = shownOrder(mexcContract, route, body, 'a');
    if (shown.kind !== 'order') throw new Error('the order is not shown');
    const record = '{"orderId":739062119803068417,"externalOid":"a","createTime":1764097200123}';
    expect(answerFrom(route, { path }, body, shown.order)).toBe(
      `{"success":true,"code":0,"data":739062119803068417,"reconciled":${record}}`,
    );
    expect(answerFrom(route, { path: path.replace('submit', 'create') }, body, shown.order)).toBe(
      `{"success":true,"code":0,"data":{"orderId":739062119803068417,"ts":1764097200123},"reconciled":${record}}`,
    );
    expect(answerFrom(route, { path: '/elsewhere' }, body, shown.order)).toBe(body);
  });
});
