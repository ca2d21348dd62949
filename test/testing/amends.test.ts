import { describe, expect, it } from 'vitest';
import { type SimRequest, type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { cases, chainUpCase, ktxCase, lbankCase, mexcCase, oxFunCase } from './cases.ts';

const at = 1_700_000_000_000;
const send = (method: string, path: string, body: unknown): SimRequest => ({
  method,
  path,
  body: JSON.stringify(body),
});
const idOf = (sim: SimulatedExchange): string => sim.orders[0]?.placed[0]?.orderId ?? '';
const parsed = (sim: SimulatedExchange, request: SimRequest) => JSON.parse(sim.handle(request).body);

describe('an order that changes', () => {
  const amend = (sim: SimulatedExchange, change: object) =>
    sim.handle(send('POST', '/api/v1/private/order/change_limit_order', { orderId: idOf(sim), ...change }));

  it('MEXC: price and size by the own id, the funds with them, and nothing else', () => {
    const sim = simulateExchange(mexcCase.exchange, { funds: 100, now: () => at });
    sim.handle(mexcCase.order('a', 10, 2));
    expect(amend(sim, { price: 12, vol: 5 }).body).toBe('{"success":true,"code":0,"data":null}');
    expect(sim.funds).toBe(40);
    expect(parsed(sim, mexcCase.lookup('a')).data).toMatchObject({
      orderId: idOf(sim),
      externalOid: 'a',
      price: 12,
      vol: 5,
      state: 2,
    });
    expect(sim.log).toMatchObject([
      { action: 'order', executed: true },
      { action: 'amend', executed: true },
      { action: 'lookup', executed: false },
    ]);
  });

  it.each([
    ['a part of what is due', { price: 12 }, '2011'],
    ['a price that is none', { price: 'high', vol: 2 }, '2007'],
    ['no size', { price: 12, vol: 0 }, '2011'],
    ['more than the account has', { price: 1000, vol: 2 }, '2005'],
    ['no order', { orderId: '5', price: 12, vol: 2 }, '2040'],
  ])('MEXC refuses %s and leaves the order as it is', (_, change, code) => {
    const sim = simulateExchange(mexcCase.exchange, { funds: 100 });
    sim.handle(mexcCase.order('a', 10, 2));
    amend(sim, change);
    expect(sim.log[1]).toMatchObject({ code, executed: false });
    expect([sim.funds, sim.orders[0]?.placed[0]]).toMatchObject([80, { price: 10, quantity: 2 }]);
  });

  it('MEXC: one that is gone is not changed, nor is it cancelled again', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.handle(mexcCase.order('a'));
    sim.handle(mexcCase.cancel('a'));
    amend(sim, { price: 12, vol: 2 });
    sim.handle(mexcCase.cancel('a'));
    expect(sim.log.map(({ code }) => code)).toEqual([undefined, undefined, '2041', '2041']);
  });

  it('OX.FUN: several at once, each with its own answer', () => {
    const sim = simulateExchange(oxFunCase.exchange);
    sim.handle(oxFunCase.order('1'));
    const orders = [
      { clientOrderId: '1', price: '11' },
      { clientOrderId: '2', price: '11' },
    ];
    expect(parsed(sim, send('PUT', '/v3/orders/modify', { orders })).data).toMatchObject([
      { notice: 'OrderModified', submitted: true, clientOrderId: '1', price: '11', totalQuantity: '2' },
      { code: '40035', submitted: false, clientOrderId: '2' },
    ]);
  });

  it('can be told to fail, like anything else', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext('request-lost', { match: { action: 'amend' } });
    sim.failNext('answer-lost', { match: { kind: 'cancel' } });
    sim.failNext('html', { match: { action: 'lookup' } });
    sim.handle(mexcCase.order('a', 10));
    amend(sim, { price: 12, vol: 2 });
    sim.handle(mexcCase.lookup('a'));
    sim.handle(mexcCase.cancel('a'));
    expect(sim.log.map(({ fault, executed }) => [fault, executed])).toEqual([
      [undefined, true],
      ['request-lost', false],
      ['html', false],
      ['answer-lost', true],
    ]);
    expect(sim.orders[0]?.placed[0]).toMatchObject({ price: 10, status: 'cancelled' });
  });
});

describe('an order that trades', () => {
  it.each(cases)('%s: filled in part, then whole, and then there is nothing to cancel', (_, one) => {
    const sim = simulateExchange(one.exchange, { funds: 100 });
    sim.handle(one.order('7001', 10, 4));
    expect(sim.fill('7001', 1)).toMatchObject({ status: 'open', filledQuantity: 1 });
    expect(sim.fill(idOf(sim))).toMatchObject({ status: 'filled', filledQuantity: 4 });
    sim.handle(one.cancel('7001'));
    expect(sim.log[1]).toMatchObject({ action: 'cancel', executed: false });
    expect(sim.funds).toBe(60);
    expect(() => sim.fill('7001')).toThrow('no order "7001" is open');
    expect(() => sim.fill('7001', 0)).toThrow('`quantity` takes a number above 0; it got 0');
  });

  it('what was traded is not given back by a cancel', () => {
    const sim = simulateExchange(mexcCase.exchange, { funds: 100 });
    sim.handle(mexcCase.order('a', 10, 4));
    sim.fill('a', 1);
    sim.handle(mexcCase.cancel('a'));
    expect([sim.funds, sim.orders[0]?.placed[0]?.status]).toEqual([90, 'cancelled']);
  });

  const market = { symbol: 'BTC_USDT', side: 1, type: 5, openType: 1, vol: 2, externalOid: 'm' };

  it('one without a price is filled at once', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.handle(send('POST', '/api/v1/private/order/submit', market));
    expect(parsed(sim, mexcCase.lookup('m')).data).toMatchObject({ state: 3, dealVol: 2 });
    sim.handle(mexcCase.cancel('m'));
    expect(sim.log.at(-1)?.code).toBe('2041');
  });

  it.each([
    [mexcCase, 'data.state', [2, 2, 3, 4]],
    [ktxCase, 'status', ['accepted', 'partial-filled', 'filled', 'cancelled']],
    [lbankCase, 'data.orderStatus', ['4', '2', '1', '6']],
    [oxFunCase, 'data.status', ['OPEN', 'PARTIAL_FILL', 'FILLED', 'CANCELED']],
    [chainUpCase, 'status', ['NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED']],
  ])('$exchange.id tells each state in its own word', (one, path, states) => {
    const sim = simulateExchange(one.exchange, { limits: false });
    const state = (id: string): unknown =>
      path.split('.').reduce((value, name) => Reflect.get(value, name), parsed(sim, one.lookup(id)));
    const told = ['1', '2', '3', '4'].map((id) => {
      sim.handle(one.order(id, 10, 4));
      if (id === '2') sim.fill(id, 1);
      if (id === '3') sim.fill(id);
      if (id === '4') sim.handle(one.cancel(id));
      return state(id);
    });
    expect(told).toEqual(states);
  });
});

describe('a look-up', () => {
  it.each(cases)('%s tells when an order was made on the exchange’s own clock', (_, one) => {
    const sim = simulateExchange(one.exchange, { now: () => at, clockSkewMs: 45_000 });
    sim.handle(one.order('7001'));
    expect(sim.orders[0]?.placed[0]).toMatchObject({ at, createdAt: at + 45_000 });
    expect(sim.handle(one.lookup('7001')).body).toContain(String(at + 45_000));
  });

  it.each([
    [mexcCase, { ...mexcCase.lookup('a'), path: '/api/v1/private/order/external/ETH_USDT/a' }],
    [chainUpCase, { ...chainUpCase.lookup('a'), query: 'newClientOrderId=a&symbol=ETHUSDT' }],
    [lbankCase, { ...lbankCase.lookup('a'), query: 'clientOrderId=a&symbol=ETHUSDT' }],
  ])('$exchange.id: an order of another market is not found', (one, elsewhere) => {
    const sim = simulateExchange(one.exchange);
    sim.handle(one.order('a'));
    sim.handle(elsewhere);
    sim.handle(one.lookup('a'));
    expect(sim.log.map(({ code }) => code)).toEqual([undefined, one.codes.notFound, undefined]);
  });

  it.each([
    [mexcCase, '/api/v1/private/planorder/place', '2040'],
    [chainUpCase, '/sapi/v1/margin/order', '-2013'],
    [chainUpCase, '/fapi/v1/conditionOrder', '-2013'],
  ])('$exchange.id: what is placed elsewhere stands in another book', (one, path, code) => {
    const sim = simulateExchange(one.exchange);
    sim.handle({ ...one.order('a'), path });
    sim.handle(one.lookup('a'));
    sim.handle(one.cancel('a'));
    expect(sim.log.map((entry) => [entry.code, entry.executed])).toEqual([
      [undefined, true],
      [code, false],
      [code, false],
    ]);
  });
});

describe('cancels of several', () => {
  it('MEXC: by a list of names, of 50 at most; all of a market', () => {
    const sim = simulateExchange(mexcCase.exchange, { limits: false });
    const own = '/api/v1/private/order';
    for (const id of ['a', 'b', 'c']) sim.handle(mexcCase.order(id));
    const names = ['a', 'x'].map((externalOid) => ({ symbol: 'BTC_USDT', externalOid }));
    expect(parsed(sim, send('POST', `${own}/batch_cancel_with_external`, names)).data).toMatchObject([
      { externalOid: 'a', errorCode: 0 },
      { externalOid: 'x', errorCode: 2040 },
    ]);
    sim.handle(send('POST', `${own}/cancel`, Array.from({ length: 51 }, String)));
    sim.handle(send('POST', `${own}/cancel`, { orderId: 1 }));
    expect(sim.log.slice(-2).map(({ code }) => code)).toEqual(['2013', '2040']);
    sim.handle(send('POST', `${own}/cancel_all`, { symbol: 'ETH_USDT' }));
    expect(sim.log.at(-1)).toMatchObject({ executed: false });
    sim.handle(send('POST', `${own}/cancel_all`, { symbol: 'BTC_USDT' }));
    expect(sim.orders.map(({ placed }) => placed[0]?.status)).toEqual(Array(3).fill('cancelled'));
  });

  it('KTX and OX.FUN: all of a market', () => {
    const ktx = simulateExchange(ktxCase.exchange);
    ktx.handle(ktxCase.order('1'));
    ktx.handle(ktxCase.order('2'));
    const all = send('POST', '/papi/v1/orders/delete', { market: 'spot', symbol: 'BTC_USDT' });
    expect([ktx.handle(all).body, ktx.handle(all).body]).toEqual(['[2]', '[0]']);
    const oxFun = simulateExchange(oxFunCase.exchange);
    oxFun.handle(oxFunCase.order('1'));
    const said = () => parsed(oxFun, send('DELETE', '/v3/orders/cancel-all', {})).data.notice;
    expect([said(), said()]).toEqual(['Orders queued for cancelation', 'No working orders found']);
  });
});

it('a route that is not played says so itself, and is not taken for the exchange’s own word', () => {
  const sim = simulateExchange(mexcCase.exchange);
  expect(parsed(sim, { method: 'GET', path: '/api/v1/private/position/open_positions' }).message).toBe(
    'simulateExchange does not play GET /api/v1/private/position/open_positions',
  );
});
