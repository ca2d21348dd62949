import axios from 'axios';
import { describe, expect, it } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  defineExchange,
  type ExchangeSpec,
  interceptAxios,
  interceptFetch,
} from '../../src/index.ts';
import { type SimulateOptions, simulateExchange } from '../../src/testing/index.ts';
import { cases } from './cases.ts';

const spec: ExchangeSpec = {
  id: 'acme',
  name: 'Acme',
  hosts: ['api.acme.example'],
  table: {
    source: 'https://acme.example/errors',
    rows: [
      ['0', 'success', 'ok', 'OK'],
      ['1001', 'rate-limit', 'rejected', 'Slow down'],
      ['2001', 'funds', 'rejected', 'Not enough'],
      ['2002', 'duplicate', 'rejected', 'Known id'],
      ['2003', 'order-not-found', 'rejected', 'No such order'],
      ['2004', 'invalid-order', 'rejected', 'Bad order'],
      ['9001', 'server', 'unknown', 'Oops'],
    ],
  },
  rest: { code: ['retCode'], message: ['retMsg'], ok: ['0'], flags: [], bare: false },
  routes: [
    { method: 'POST', path: '/v1/order', kind: 'order' },
    { method: 'POST', path: '/v1/orders', kind: 'order' },
    { method: 'POST', path: '/v1/order/amend', kind: 'order', amends: true },
    { method: 'DELETE', path: '/v1/order', kind: 'cancel' },
  ],
  limits: [{ name: 'all', scope: 'ip', capacity: 10, windowMs: 1000 }],
  time: { routes: [{ path: '/v1/time' }], from: ['data.now'] },
  clientOrderId: { fields: ['linkId'], pattern: /^[\w-]{1,20}$/, deduplicated: false },
  lookup: [
    {
      method: 'GET',
      path: '/v1/order',
      query: { id: 'c:{clientOrderId}', symbol: '{symbol}' },
      order: 'data.order',
      record: {
        id: 'linkId',
        same: { symbol: 'pair', qty: 'size' },
        born: { field: 'createdSec', unit: 's' },
        state: { field: 'st', open: ['live'], filled: ['done'], cancelled: ['gone'] },
        amends: { price: 'px', qty: 'size' },
        neutral: ['linkId', 'symbol'],
      },
      answers: [{ to: ['/v1/order'], body: { retCode: 0, data: { id: '$order.orderId', all: '$order' } } }],
    },
  ],
};
const base = 'https://api.acme.example';
const at = 1_700_000_000_000;
const order = (linkId: string, more = {}) => ({
  symbol: 'BTC',
  side: 'buy',
  price: '10',
  qty: '2',
  linkId,
  ...more,
});

function play(changes: Partial<ExchangeSpec> = {}, options: SimulateOptions = {}) {
  const exchange = defineExchange({ ...spec, ...changes });
  const sim = simulateExchange(exchange, options);
  const say = (method: string, path: string, body?: unknown, query = '') => {
    const answer = sim.handle({
      method,
      path,
      query,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, ...JSON.parse(answer.body) };
  };
  return { exchange, sim, say };
}

const lookup = (say: ReturnType<typeof play>['say'], id: string, symbol = 'BTC') =>
  say('GET', '/v1/order', undefined, `id=c:${id}&symbol=${symbol}`);

describe('an exchange of one’s own, played from its definition alone', () => {
  it('places, tells, changes, fills and cancels orders in the definition’s own words', () => {
    const { sim, say } = play({}, { now: () => at, clockSkewMs: 5000, funds: 100 });
    const placed = say('POST', '/v1/order', order('a'));
    const { orderId } = sim.orders[0]?.placed[0] ?? {};
    expect(placed).toMatchObject({
      status: 200,
      retCode: 0,
      data: { id: orderId, all: { linkId: 'a', px: '10' } },
    });
    expect(lookup(say, 'a')).toMatchObject({
      retCode: 0,
      data: {
        order: {
          linkId: 'a',
          pair: 'BTC',
          size: '2',
          px: '10',
          st: 'live',
          createdSec: at / 1000 + 5,
          orderId,
        },
      },
    });
    expect(say('POST', '/v1/order/amend', { linkId: 'a', symbol: 'BTC', price: '12' }).retCode).toBe(0);
    expect(lookup(say, 'a').data.order).toMatchObject({ px: '12', size: '2' });
    expect(sim.funds).toBe(76);
    sim.fill('a');
    expect(lookup(say, 'a').data.order.st).toBe('done');
    say('POST', '/v1/order', order('b'));
    expect(say('DELETE', '/v1/order', { linkId: 'b', symbol: 'BTC' }).retCode).toBe(0);
    expect(lookup(say, 'b').data.order.st).toBe('gone');
    expect(say('GET', '/v1/time').data.now).toBe(at + 5000);
  });

  it('refuses by the catalog: throttle, funds, duplicates, what is not there, what is no order', () => {
    const { sim, say } = play({}, { now: () => at, funds: 25, deduplicate: true });
    const codes = [
      say('POST', '/v1/order', order('a')),
      say('POST', '/v1/order', order('a')),
      say('POST', '/v1/order', order('b')),
      say('POST', '/v1/order', order('c', { qty: '-1' })),
      lookup(say, 'x'),
      lookup(say, 'a', 'ETH'),
      say('DELETE', '/v1/order', { linkId: 'x' }),
      say('POST', '/v1/unheard', {}),
    ].map(({ retCode }) => retCode);
    expect(codes).toEqual([0, 2002, 2001, 2004, 2003, 2003, 2003, undefined]);
    expect(sim.orders).toMatchObject([{ clientOrderId: 'a', executions: 1 }]);
    say('GET', '/v1/anything');
    say('GET', '/v1/anything');
    expect(say('GET', '/v1/anything')).toMatchObject({ status: 429, retCode: 1001, retMsg: 'Slow down' });
  });

  it('says in a sentence what it cannot know', () => {
    const { say } = play({ table: { source: 'here', rows: [['0', 'success', 'ok', 'OK']] } }, { funds: 1 });
    expect(say('GET', '/v1/positions')).toMatchObject({
      retCode: 0,
      simulated: 'the definition of acme does not say what GET /v1/positions answers',
    });
    expect(say('POST', '/v1/order', order('a')).retMsg).toBe(
      'simulateExchange: the catalog of acme has no code for this (funds)',
    );
    expect(() => play({}, { credentials: { apiKey: 'a', apiSecret: 'b' } })).toThrow(
      '`credentials` cannot be checked, for the definition of "acme" does not say how it signs',
    );
    const read = () => ({ ok: false, category: 'unknown', outcome: 'unknown' }) as const;
    expect(() => play({ rest: { ...spec.rest, read } })).toThrow('is no good answer by that definition');
  });

  it.each<[string, Partial<ExchangeSpec>]>([
    [
      'a form of flags',
      { rest: { code: ['code'], message: ['msg'], ok: [], flags: ['success'], bare: false } },
    ],
    ['bare payloads', { rest: { code: ['code'], message: ['msg'], ok: [], flags: [], bare: true } }],
    [
      'a field that tells',
      { rest: { code: ['code'], message: ['msg'], ok: [], flags: [], bare: true, accepted: ['oid'] } },
    ],
    [
      'a code inside',
      { rest: { code: ['error.code'], message: ['error.msg'], ok: ['0'], flags: [], bare: false } },
    ],
    ['a look-up and its record', { lookup: spec.lookup ?? [] }],
    [
      'a look-up by POST',
      { lookup: [{ method: 'POST', path: '/v1/find', body: { cid: '{clientOrderId}' } }] },
    ],
  ])('with %s', async (_, changes) => {
    const { exchange, sim } = play({ lookup: [], ...changes });
    const gateway = createGateway({ exchange, maxAttempts: 2, deadlineMs: 2000 });
    const send = interceptFetch(gateway, sim.fetch);
    const place = (id: string) =>
      send(`${base}/v1/order`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order(id)),
      });
    expect((await place('a')).status).toBe(200);
    sim.failNext({ kind: 'code', code: '2001' });
    await expect(place('b')).rejects.toMatchObject({ category: 'funds', outcome: 'rejected' });
    sim.failNext('throttle');
    expect((await place('c')).status).toBe(200);
    sim.failNext('error-after');
    await expect(place('d')).rejects.toMatchObject({ outcome: 'unknown' });
    expect(sim.orders.map(({ clientOrderId, executions }) => [clientOrderId, executions])).toEqual([
      ['a', 1],
      ['c', 1],
      ['d', 1],
    ]);
    await gateway.close();
  });

  it('batches: each order with its own answer where the definition has a place for it', () => {
    const items = [{ at: 'data.list', code: ['sCode'], message: ['sMsg'] }];
    const { say, sim } = play({ rest: { ...spec.rest, items } }, { funds: 25 });
    const answer = say('POST', '/v1/orders', { orders: [order('a'), order('b')] });
    expect(answer.data.list).toMatchObject([
      { linkId: 'a' },
      { clientOrderId: 'b', sCode: 2001, sMsg: 'Not enough' },
    ]);
    expect(sim.log[0]).toMatchObject({ action: 'batch', executed: true, code: '2001' });
    say('DELETE', '/v1/order', { orders: [{ linkId: 'a' }, { linkId: 'x' }] });
    expect(sim.log[1]).toMatchObject({ action: 'cancel', clientOrderId: 'a', code: '2003', executed: true });
    const { orderId } = sim.orders[0]?.placed[0] ?? {};
    expect(say('DELETE', '/v1/order', { orderId }).retCode).toBe(2003);
    const whole = play({}, { funds: 25 });
    expect(whole.say('POST', '/v1/orders', [order('a'), order('b')]).retCode).toBe(2001);
    expect(whole.sim.orders).toEqual([]);
  });

  it('knows an id only while its order is open, where the exchange does', () => {
    const clientOrderId = {
      ...spec.clientOrderId,
      fields: ['linkId'],
      pattern: /^\w+$/,
      deduplicated: 'while-open' as const,
    };
    const { say, sim } = play({ clientOrderId });
    expect([
      say('POST', '/v1/order', order('a')).retCode,
      say('POST', '/v1/order', order('a')).retCode,
    ]).toEqual([0, 2002]);
    say('DELETE', '/v1/order', { linkId: 'a' });
    expect([say('POST', '/v1/order', order('a')).retCode, sim.executions('a')]).toEqual([0, 2]);
  });

  it('a lost answer is looked up, a lost cancel and a lost amend too, over axios', async () => {
    const { exchange, sim } = play();
    const api = axios.create({ baseURL: base, adapter: sim.adapter });
    const gateway = createGateway({ exchange, reconcile: byClientOrderId({ settleMs: 1, asks: 1 }) });
    interceptAxios(api, gateway);
    sim.failNext('answer-lost', { match: { action: 'order' } });
    expect((await api.post('/v1/order', order('a'))).data).toMatchObject({
      retCode: 0,
      data: { all: { linkId: 'a' } },
    });
    sim.failNext('answer-lost', { match: { action: 'amend' } });
    await api.post('/v1/order/amend', { linkId: 'a', symbol: 'BTC', price: '11' });
    sim.failNext('answer-lost', { match: { action: 'cancel' } });
    await api.delete('/v1/order', { data: { linkId: 'a', symbol: 'BTC' } });
    expect(sim.orders).toMatchObject([
      { clientOrderId: 'a', executions: 1, placed: [{ price: 11, status: 'cancelled' }] },
    ]);
    await gateway.close();
  });
});

it.each(cases)('%s is played from its definition as well as by its dialect, under another name', (_, one) => {
  const sim = simulateExchange({ ...one.exchange, id: 'another' });
  sim.handle(one.order('7001'));
  sim.handle(one.lookup('7001'));
  sim.handle(one.cancel('7001'));
  sim.handle(one.cancel('7002'));
  expect(sim.log.map(({ action, executed }) => [action, executed])).toEqual([
    ['order', true],
    ['lookup', false],
    ['cancel', true],
    ['cancel', false],
  ]);
  expect(sim.log.map(({ clientOrderId }) => clientOrderId)).toEqual(['7001', '7001', '7001', '7002']);
});

it('tells routes of one path apart by their parameters, and tells what is used by its headers', () => {
  const exchange = defineExchange({
    ...spec,
    id: 'one-path',
    routes: [
      { method: 'POST', path: '/exchange', params: { 'action.type': 'cancel' }, kind: 'cancel' },
      { method: 'POST', path: '/exchange', params: { 'action.type': true }, kind: 'order' },
    ],
    usage: [{ limit: 'all', used: 'X-Used', left: 'X-Left' }],
    lookup: [],
  });
  const sim = simulateExchange(exchange);
  const post = (type: string) =>
    sim.handle({
      method: 'POST',
      path: '/exchange',
      body: JSON.stringify({ action: { type }, linkId: 'a', symbol: 'X' }),
      at,
    });
  expect(post('order').headers).toMatchObject({ 'x-used': '1', 'x-left': '9' });
  post('cancel');
  expect(sim.log.map(({ action }) => action)).toEqual(['order', 'cancel']);
});
