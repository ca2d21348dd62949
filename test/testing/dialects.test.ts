import { afterEach, describe, expect, it } from 'vitest';
import { dialects, type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { cases, chainUpCase, keys, ktxCase, lbankCase, mexcCase, over, oxFunCase, signed } from './cases.ts';

const running = new Set<SimulatedExchange>();
afterEach(async () => {
  await Promise.all([...running].map((sim) => sim.close()));
  running.clear();
});

async function start(
  ...args: Parameters<typeof simulateExchange>
): Promise<{ sim: SimulatedExchange; url: string }> {
  const sim = simulateExchange(...args);
  running.add(sim);
  return { sim, url: await sim.listen() };
}

it.each(cases)(
  '%s plays a day over a real socket: time, reads, order, look-up, list, cancel',
  async (_, one) => {
    const { sim, url } = await start(one.exchange, { credentials: keys, funds: 100 });
    const host = new URL(url).host;
    const call = async (request: Parameters<typeof over>[1]) => {
      const response = await over(url, await signed(one.sign, request, Date.now(), host));
      return { status: response.status, text: await response.text() };
    };

    expect((await over(url, { method: 'GET', path: one.time })).status).toBe(200);
    expect((await over(url, { method: 'GET', path: one.ticker })).status).toBe(200);
    expect((await call({ method: 'GET', path: one.balance })).text).toContain('100');
    const placed = await call(one.order('7001'));
    const found = await call(one.lookup('7001'));
    const open = await call({ method: 'GET', path: one.open });
    expect((await call(one.cancel('7001'))).status).toBe(200);

    const orderId = sim.orders[0]?.placed[0]?.orderId ?? 'none';
    for (const answer of [placed, found, open]) {
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(orderId);
    }
    expect(sim.log.map(({ action, executed, code }) => [action, executed, code])).toEqual([
      ['time', false, undefined],
      ['ticker', false, undefined],
      ['balance', false, undefined],
      ['order', true, undefined],
      ['lookup', false, undefined],
      ['open', false, undefined],
      ['cancel', true, undefined],
    ]);
    expect(sim.log.slice(2).every(({ signatureOk }) => signatureOk === true)).toBe(true);
    expect(sim.orders).toMatchObject([
      { clientOrderId: '7001', executions: 1, placed: [{ status: 'cancelled' }] },
    ]);
    expect([sim.executions('7001'), sim.executions('7002'), sim.funds]).toEqual([1, 0, 100]);
  },
);

describe.each(cases)('%s refuses in its own words', (_, one) => {
  const run = (request: Parameters<SimulatedExchange['handle']>[0], options = {}) => {
    const sim = simulateExchange(one.exchange, options);
    const answer = sim.handle(request);
    return { answer, entry: sim.log[0] };
  };

  it.each([
    ['funds', one.order('1', 10, 2), { funds: 19 }],
    ['invalid', one.order('1', 10, -2), {}],
    ['notFound', one.lookup('404'), {}],
    ['notFound', one.cancel('404'), {}],
    ['throttle', one.order('1'), { limits: [{ capacity: 1, windowMs: 1000, weight: 2 }] }],
  ] as const)('%s', (why, request, options) => {
    const { answer, entry } = run(request, options);

    expect(answer.body).toContain(one.codes[why]);
    expect(entry).toMatchObject({ code: one.codes[why], executed: false, status: answer.status });
  });

  it('an unknown path and a body that is no order', () => {
    expect(run({ method: 'GET', path: '/nowhere' }).entry).toMatchObject({ executed: false });
    expect(run({ method: 'GET', path: '/nowhere' }).entry).not.toHaveProperty('action');
    expect(run({ ...one.order('1'), body: 'no { json' }).entry).toMatchObject({ executed: false });
    const { code = '', executed } = run({ ...one.order('1'), body: '' }).entry ?? {};
    expect([one.exchange.codes.rest.get(code)?.outcome, executed]).toEqual(['rejected', false]);
  });
});

describe('the envelopes', () => {
  const at = 1_700_000_000_000;
  const now = () => at;
  const say = (one: typeof ktxCase, request: Parameters<SimulatedExchange['handle']>[0], options = {}) =>
    simulateExchange(one.exchange, { now, ...options }).handle(request);

  it('KTX: a bare payload, or state and msg under HTTP 200, and its points in a header', () => {
    expect(say(ktxCase, { method: 'GET', path: ktxCase.time }).body).toBe('{"time":"1700000000000"}');
    const refused = say(ktxCase, ktxCase.order('5'), { funds: 1 });
    expect([refused.status, refused.body]).toEqual([200, '{"state":-21301,"msg":"insufficient funds"}']);
    expect(refused.headers['ktx-usage']).toBe('1:1:9999');
  });

  it('MEXC: success, code and data, an order id as a bare number of 18 digits', () => {
    expect(say(mexcCase, { method: 'GET', path: mexcCase.time }).body).toBe(
      '{"success":true,"code":0,"data":1700000000000}',
    );
    expect(say(mexcCase, mexcCase.order('a')).body).toBe(
      '{"success":true,"code":0,"data":102057569836905984}',
    );
    const create = { ...mexcCase.order('a'), path: '/api/v1/private/order/create' };
    expect(say(mexcCase, create).body).toBe(
      '{"success":true,"code":0,"data":{"orderId":"102057569836905984","ts":1700000000000}}',
    );
    const refused = say(mexcCase, mexcCase.order('a'), { funds: 1 });
    expect([refused.status, refused.body]).toEqual([
      200,
      '{"success":false,"code":2005,"message":"Balance insufficient"}',
    ]);
  });

  it('LBank: result is a string', () => {
    expect(say(lbankCase, { method: 'GET', path: lbankCase.time }).body).toBe(
      '{"data":1700000000000,"error_code":0,"msg":"Success","result":"true","success":true}',
    );
    expect(say(lbankCase, lbankCase.order('a'), { funds: 1 }).body).toBe(
      '{"error_code":36,"msg":"Insufficient funds","result":"false","success":false}',
    );
  });

  it('OX.FUN: an order is refused on its item under success, a request under HTTP 400, time is the Date header', () => {
    const time = say(oxFunCase, { method: 'GET', path: oxFunCase.time }, { clockSkewMs: 45_000 });
    expect(Date.parse(time.headers['date'] ?? '')).toBe(at + 45_000);
    expect(JSON.parse(say(oxFunCase, oxFunCase.order('1'), { funds: 1 }).body)).toEqual({
      success: true,
      data: [{ code: '710006', message: 'Insufficient balance', submitted: false, clientOrderId: '1' }],
    });
    const refused = say(oxFunCase, oxFunCase.lookup('1'));
    expect([refused.status, refused.body]).toEqual([
      400,
      '{"success":false,"code":"40035","message":"Open order not found with id"}',
    ]);
  });

  it('OX.FUN: a clientOrderId beyond 2^53 is not rounded', () => {
    const order = '"marketCode":"X","side":"BUY","orderType":"LIMIT","quantity":1,"price":1';
    const body = `{"orders":[{"clientOrderId":9223372036854775807,${order}}]}`;
    const sim = simulateExchange(oxFunCase.exchange);
    sim.handle({ method: 'POST', path: '/v3/orders/place', body });
    expect(sim.executions('9223372036854775807')).toBe(1);
  });

  it('OX.FUN: an order is not placed once its recvWindow has gone by', () => {
    const order = (timestamp: number, recvWindow?: number) => ({
      method: 'POST',
      path: '/v3/orders/place',
      body: JSON.stringify({
        timestamp,
        recvWindow,
        orders: [{ marketCode: 'X', side: 'BUY', orderType: 'LIMIT', quantity: 1, price: 1 }],
      }),
    });
    expect(say(oxFunCase, order(at - 1001)).body).toContain('"code":"100015"');
    expect(say(oxFunCase, order(at - 1000)).body).toContain('"submitted":true');
    expect(say(oxFunCase, order(at - 3000, 5000)).body).toContain('"submitted":true');
  });

  it('ChainUp: numbers on spot, strings on futures, bare payloads with ids of 18 digits', () => {
    const spot = say(chainUpCase, chainUpCase.order('a'), { funds: 1 });
    expect([spot.status, JSON.parse(spot.body).code]).toEqual([400, -2017]);
    const futures = say(chainUpCase, { ...chainUpCase.order('a'), path: '/fapi/v1/order' }, { funds: 1 });
    expect([futures.status, JSON.parse(futures.body)]).toMatchObject([200, { code: '-2017', data: null }]);
    expect(say(chainUpCase, chainUpCase.order('a')).body).toContain('"orderId":150695552109032492,');
  });
});

describe('batches', () => {
  it('MEXC answers each order with its own code, and a known externalOid with the id that stands', () => {
    const sim = simulateExchange(mexcCase.exchange, { funds: 25, limits: false });
    const batch = ['a', 'b', 'a'].map((externalOid) => ({
      symbol: 'X',
      price: 10,
      vol: 2,
      side: 1,
      type: 1,
      openType: 1,
      externalOid,
    }));
    const answer = sim.handle({
      method: 'POST',
      path: '/api/v1/private/order/submit_batch',
      body: JSON.stringify(batch),
    });

    expect(answer.body).toBe(
      '{"success":true,"code":0,"data":[' +
        '{"externalOid":"a","orderId":102057569836905984,"errorCode":0,"errorMsg":"success"},' +
        '{"externalOid":"b","errorCode":2005,"errorMsg":"Balance insufficient"},' +
        '{"externalOid":"a","orderId":102057569836905984,"errorCode":0,"errorMsg":"success"}]}',
    );
    expect(sim.orders).toMatchObject([{ clientOrderId: 'a', executions: 1 }]);
    expect(sim.log).toMatchObject([{ clientOrderId: 'a', code: '2005', executed: true }]);

    const cancelled = sim.handle({
      method: 'POST',
      path: '/api/v1/private/order/cancel',
      body: '[102057569836905984,5,"x"]',
    });
    expect(JSON.parse(cancelled.body).data.map((item: { errorCode: number }) => item.errorCode)).toEqual([
      0, 2040, 2040,
    ]);
    expect(sim.funds).toBe(25);
  });

  it('ChainUp places all orders of a batch or none, and names what it could not cancel', () => {
    const batch = (count: number) => ({
      method: 'POST',
      path: '/sapi/v1/batchOrders',
      body: JSON.stringify({
        symbol: 'BTCUSDT',
        orders: Array.from({ length: count }, () => ({
          price: 10,
          volume: 1,
          side: 'BUY',
          batchType: 'LIMIT',
        })),
      }),
    });
    const sim = simulateExchange(chainUpCase.exchange, { funds: 25 });

    expect(sim.handle(batch(3)).body).toContain('-2017');
    expect(sim.handle(batch(11)).body).toContain('-1101');
    expect(sim.orders).toEqual([]);
    expect(sim.handle(batch(2)).body).toBe(
      '{"ids":[150695552109032492,150695552109048903],"idsString":["150695552109032492","150695552109048903"]}',
    );
    expect(sim.orders).toHaveLength(2);
    const cancel = {
      method: 'POST',
      path: '/sapi/v1/batchCancel',
      body: '{"symbol":"BTCUSDT","orderIds":[150695552109032492,7,"x"]}',
    };
    expect(sim.handle(cancel).body).toBe('{"success":[150695552109032492],"failed":[7]}');
  });
});

it('an exchange of your own may bring its dialect', () => {
  const dialect = dialects.get('mexc-contract');
  const exchange = { ...mexcCase.exchange, id: 'my-exchange' };
  if (!dialect) throw new Error('no dialect');
  const sim = simulateExchange(exchange, { dialect: { ...dialect, id: 'my-exchange' } });
  expect(sim.handle({ method: 'GET', path: mexcCase.ticker }).body).toContain('lastPrice');
});

it('a dialect that throws says so and is not taken for an exchange that fails', async () => {
  const dialect = dialects.get('ktx');
  if (!dialect) throw new Error('no dialect');
  const broken = {
    ...dialect,
    success: () => {
      throw new Error('no words');
    },
  };
  const { url } = await start(ktxCase.exchange, { dialect: broken });
  const response = await fetch(url + ktxCase.time);
  expect([response.status, await response.text()]).toEqual([501, 'simulateExchange failed: Error: no words']);
});
