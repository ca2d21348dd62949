import { describe, expect, it } from 'vitest';
import { simulateExchange } from '../../src/testing/index.ts';
import { cases, chainUpCase, ktxCase, lbankCase, mexcCase, oxFunCase } from './cases.ts';

describe('the same client order id twice', () => {
  it.each([
    ['ktx', ktxCase, ['-21212', 1]],
    ['mexc-contract', mexcCase, ['603', 1]],
    ['lbank-contract', lbankCase, ['22', 1]],
    ['ox-fun', oxFunCase, [undefined, 2]],
    ['chainup', chainUpCase, [undefined, 2]],
  ] as const)('%s', (_, one, expected) => {
    const sim = simulateExchange(one.exchange);
    sim.handle(one.order('77'));
    sim.handle(one.order('77'));
    expect([sim.log[1]?.code, sim.executions('77')]).toEqual(expected);
    expect(sim.orders).toMatchObject([{ clientOrderId: '77', executions: expected[1] }]);
  });

  it.each(cases)('%s does as the test says, if it says so', (_, one) => {
    const executions = (deduplicate: boolean) => {
      const sim = simulateExchange(one.exchange, { deduplicate });
      sim.handle(one.order('77'));
      sim.handle(one.order('77'));
      return sim.executions('77');
    };
    expect([executions(true), executions(false)]).toEqual([1, 2]);
  });

  it('ChainUp: a look-up by it sees only the latest', () => {
    const sim = simulateExchange(chainUpCase.exchange);
    sim.handle(chainUpCase.order('77', 10));
    sim.handle(chainUpCase.order('77', 11));
    expect(JSON.parse(sim.handle(chainUpCase.lookup('77')).body).price).toBe('11');
  });
});

describe('money', () => {
  it('an order costs price times quantity, and comes back when it is cancelled, once', () => {
    const sim = simulateExchange(mexcCase.exchange, { funds: 50 });
    sim.handle(mexcCase.order('a', 10, 2));
    sim.handle(mexcCase.order('b', 10, 3));
    sim.handle(mexcCase.order('c', 1, 1));
    expect([sim.funds, sim.log[2]?.code]).toEqual([0, '2005']);
    sim.handle(mexcCase.cancel('b'));
    sim.handle(mexcCase.cancel('b'));
    expect([sim.funds, sim.log[4]?.code]).toEqual([30, '2041']);
  });

  it('a market order costs the price of the ticker', () => {
    const sim = simulateExchange(mexcCase.exchange, { funds: 500, price: 250 });
    const market = {
      method: 'POST',
      path: '/api/v1/private/order/submit',
      body: '{"symbol":"X","side":1,"type":5,"openType":1,"vol":2,"price":0}',
    };
    sim.handle(market);
    sim.handle(market);
    expect([sim.funds, sim.log[1]?.code]).toEqual([0, '2005']);
    expect(sim.handle({ method: 'GET', path: mexcCase.ticker, query: 'symbol=X' }).body).toContain(
      '"symbol":"X","lastPrice":250',
    );
  });

  it('orders without a client order id are each their own', () => {
    const sim = simulateExchange(mexcCase.exchange);
    const order = {
      ...mexcCase.order('x'),
      body: '{"symbol":"X","side":1,"type":1,"openType":1,"price":1,"vol":1}',
    };
    sim.handle(order);
    sim.handle(order);
    expect(sim.orders.map(({ clientOrderId, executions }) => [clientOrderId, executions])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ]);
  });
});

it.each(cases)('%s refuses a client order id that it would not take', (_, one) => {
  const sim = simulateExchange(one.exchange);
  sim.handle(one.order('not an id / at all'));
  expect(sim.log[0]).toMatchObject({ executed: false, clientOrderId: 'not an id / at all' });
});

it("KTX: without its mark an id is the exchange's own, and a cancel needs one", () => {
  const sim = simulateExchange(ktxCase.exchange);
  sim.handle(ktxCase.order('77'));
  const orderId = sim.orders[0]?.placed[0]?.orderId ?? '';
  const ask = (id: object) =>
    sim.handle({ method: 'POST', path: '/papi/v1/order/delete', body: JSON.stringify(id) }).body;
  expect(ask({})).toContain('-20001');
  expect(ask({ id: '77' })).toContain('-20001');
  expect(ask({ id: orderId })).toBe('[1]');
});

it('look-ups and lists see a new order only after the lag; the engine knows it at once', () => {
  const sim = simulateExchange(mexcCase.exchange, { lookupLagMs: 300 });
  const ask = (at: number) => [
    sim.handle({ ...mexcCase.lookup('a'), at }).body.includes('"externalOid":"a"'),
    sim.handle({ method: 'GET', path: mexcCase.open, at }).body.includes('"externalOid":"a"'),
  ];
  sim.handle({ ...mexcCase.order('a'), at: 1000 });
  expect([ask(1000), ask(1299), ask(1300)]).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ]);
  const id = sim.orders[0]?.placed[0]?.orderId ?? '';
  expect(sim.handle({ method: 'GET', path: `/api/v1/private/order/get/${id}`, at: 2000 }).body).toContain(id);
  sim.handle({ ...mexcCase.order('b'), at: 3000 });
  sim.handle({ ...mexcCase.cancel('b'), at: 3001 });
  expect(sim.log.at(-1)).toMatchObject({ action: 'cancel', executed: true });
});

it('what is in a path is decoded, what cannot be is taken as it stands', () => {
  const sim = simulateExchange(mexcCase.exchange, { limits: false });
  sim.handle(mexcCase.order('a+b'));
  const ask = (name: string) => {
    sim.handle({ method: 'GET', path: `/api/v1/private/order/external/BTC_USDT/${name}` });
    return sim.log.at(-1)?.code;
  };
  expect([ask('a%2Bb'), ask('a+b'), ask('%zz')]).toEqual([undefined, undefined, '2040']);
});

it.each(cases)('%s: a cancelled order can still be looked up, one without a name is not found', (_, one) => {
  const sim = simulateExchange(one.exchange);
  sim.handle(one.order('77'));
  sim.handle(one.cancel('77'));
  expect(sim.handle(one.lookup('77')).status).toBe(200);
  const { path, method } = one.lookup('77');
  sim.handle({ method, path: path.replace(/77$/, '78'), query: '' });
  expect(sim.log.map(({ code }) => code)).toEqual([undefined, undefined, undefined, one.codes.notFound]);
});

describe('the log', () => {
  const story = (seed: number) => {
    let at = 1_700_000_000_000;
    const sim = simulateExchange(mexcCase.exchange, {
      seed,
      now: () => at,
      limits: [{ name: 'all', capacity: 5, windowMs: 100 }],
      faults: { rate: 0.4 },
      funds: 500,
      clockDriftPpm: 100,
    });
    const play = () => {
      const answers = Array.from({ length: 60 }, (_, step) => {
        at += 17;
        return sim.handle(step % 3 === 2 ? mexcCase.lookup(`o${step - 1}`) : mexcCase.order(`o${step}`));
      });
      return structuredClone({ log: sim.log, orders: sim.orders, answers });
    };
    return { sim, play, rewind: () => (at = 1_700_000_000_000) };
  };

  it('is the same, whole, for the same seed, and another for another', () => {
    const first = story(7).play();
    expect(story(7).play()).toEqual(first);
    expect(story(8).play().log).not.toEqual(first.log);
  });

  it('starts anew at reset, and so does chance', () => {
    const { sim, play, rewind } = story(7);
    const first = play();
    sim.failNext('garbage');
    rewind();
    sim.reset();
    expect([sim.log, sim.orders, sim.funds, sim.violations]).toEqual([[], [], 500, []]);
    expect(play()).toEqual(first);
  });

  it('says all of a request in one entry, and nothing that is not so', () => {
    const sim = simulateExchange(mexcCase.exchange, { now: () => 5 });
    sim.handle(mexcCase.order('a'));
    expect(sim.log).toStrictEqual([
      {
        at: 5,
        method: 'POST',
        path: '/api/v1/private/order/submit',
        query: '',
        action: 'order',
        clientOrderId: 'a',
        status: 200,
        executed: true,
        violations: [],
      },
    ]);
  });
});
