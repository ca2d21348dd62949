import { describe, expect, it } from 'vitest';
import { simulateExchange } from '../../src/testing/index.ts';
import {
  type Case,
  cases,
  chainUpCase,
  keys,
  ktxCase,
  lbankCase,
  mexcCase,
  oxFunCase,
  signed,
} from './cases.ts';

const at = 1_700_000_000_000;
const now = () => at;

/** What comes of an order with some members changed; `undefined` takes one out. */
function codeOf(one: Case, change: object, options = {}): string | undefined {
  const request = one.order('1');
  const body = JSON.parse(request.body ?? '');
  const changed = body.orders
    ? { ...body, orders: [{ ...body.orders[0], ...change }] }
    : { ...body, ...change };
  const sim = simulateExchange(one.exchange, { limits: false, ...options });
  sim.handle({ ...request, body: JSON.stringify(changed) });
  const [{ code, executed } = { code: 'nothing', executed: false }] = sim.log;
  expect(executed).toBe(code === undefined);
  return code;
}

describe('an order that the exchange would not take is not taken', () => {
  const gone = undefined;

  it.each<[Case, object, string]>([
    [mexcCase, { symbol: gone }, '600'],
    [mexcCase, { side: gone }, '2001'],
    [mexcCase, { side: 'buy' }, '2001'],
    [mexcCase, { side: 5 }, '2001'],
    [mexcCase, { type: gone }, '2029'],
    [mexcCase, { type: 99 }, '2029'],
    [mexcCase, { openType: gone }, '2002'],
    [mexcCase, { price: gone }, '2007'],
    [mexcCase, { price: -5 }, '2007'],
    [mexcCase, { price: '0x10' }, '2007'],
    [mexcCase, { vol: 'abc' }, '2011'],
    [mexcCase, { vol: 1e300 }, '2011'],
    [mexcCase, { externalOid: { a: 1 } }, '601'],
    [mexcCase, { externalOid: ['a'] }, '601'],
    [mexcCase, { externalOid: 'x'.repeat(33) }, '2030'],
    [ktxCase, { symbol: gone }, '-12013'],
    [ktxCase, { side: 'BID' }, '-21401'],
    [ktxCase, { type: 'iceberg' }, '-21106'],
    [ktxCase, { price: gone }, '-21107'],
    [ktxCase, { client_order_id: { id: 1 } }, '-21102'],
    [lbankCase, { symbol: gone }, '10005'],
    [lbankCase, { side: 'LONG' }, '5'],
    [lbankCase, { price: gone }, '48'],
    [oxFunCase, { marketCode: gone }, '20011'],
    [oxFunCase, { side: gone }, '20012'],
    [oxFunCase, { side: 'HOLD' }, '20016'],
    [oxFunCase, { orderType: gone }, '20013'],
    [oxFunCase, { orderType: 'PEG' }, '20017'],
    [oxFunCase, { price: gone }, '20022'],
    [oxFunCase, { price: '0' }, '20028'],
    [oxFunCase, { clientOrderId: 'abc' }, '20014'],
    [chainUpCase, { symbol: gone }, '-1102'],
    [chainUpCase, { side: 'HOLD' }, '-1117'],
    [chainUpCase, { type: 'PEG' }, '-1116'],
    [chainUpCase, { price: gone }, '-1138'],
  ])('$exchange.id, %#', (one, change, code) => {
    expect(codeOf(one, change)).toBe(code);
    expect(one.exchange.codes.rest.get(code)?.outcome).toBe('rejected');
  });

  it.each(cases)('%s: nor one that is as it should be, but for a market that there is not', (_, one) => {
    const symbols = ['BTC_USDT', 'BTCUSDT', 'BTC-USD-SWAP-LIN', 'E-BTC-USDT'];
    const known = codeOf(one, {}, { symbols });
    const unknown = codeOf(one, {}, { symbols: ['ETH'] });
    expect([known, typeof unknown]).toEqual([undefined, 'string']);
  });

  it('but an id may come as the number that it is, all its digits kept', () => {
    const sim = simulateExchange(mexcCase.exchange);
    const { body = '' } = mexcCase.order('1');
    sim.handle({
      ...mexcCase.order('1'),
      body: body.replace('"externalOid":"1"', '"externalOid":9007199254740993'),
    });
    expect(sim.executions('9007199254740993')).toBe(1);
  });
});

describe.each(cases)('%s reads what it documents', (_, one) => {
  it.each(['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded', undefined])('not %s', (type) => {
    const sim = simulateExchange(one.exchange);
    sim.handle({ ...one.order('1'), headers: type === undefined ? {} : { 'Content-Type': type } });
    expect(sim.log[0]).toMatchObject({ executed: false, code: expect.any(String) });
    sim.handle({ ...one.order('1'), headers: { 'CONTENT-TYPE': 'application/json; charset=utf-8' } });
    expect(sim.log[1]).toMatchObject({ executed: true });
  });
});

// ChainUp signs the query of a POST, and so may have an order there.
it.each(cases.filter(([name]) => !name.startsWith('chainup')))(
  '%s: no order in the query of a POST, where nothing signs it',
  (_, one) => {
    const { path, body = '' } = one.order('1');
    const sim = simulateExchange(one.exchange);
    const given = JSON.parse(body);
    const query = String(new URLSearchParams(given.orders?.[0] ?? given));
    sim.handle({ method: 'POST', path, query, headers: {}, body: '' });
    expect(sim.log[0]).toMatchObject({ executed: false, code: expect.any(String) });
  },
);

describe('the time of a request', () => {
  const order = mexcCase.order('a');
  const sent = async (headers: Readonly<Record<string, string>>, signedAt = at) => {
    const sim = simulateExchange(mexcCase.exchange, { now, credentials: keys });
    const request = await signed(mexcCase.sign, order, signedAt);
    sim.handle({ ...request, headers: { ...request.headers, ...headers } });
    return sim.log[0]?.code;
  };

  it.each(['0x18bcfe56800', '1.7e12', '1700000000000.5', ' 1700000000000 ', 'now'])(
    'is a decimal integer, not %o',
    async (time) => {
      expect(await sent({ 'Request-Time': time })).toBe('513');
    },
  );

  it.each([
    [undefined, 10_000, undefined],
    [undefined, 10_001, '513'],
    ['1', 1000, undefined],
    ['1', 1001, '513'],
    ['60', 30_000, undefined],
    ['5000', 60_000, undefined],
    ['5000', 60_001, '513'],
    ['soon', 10_000, undefined],
  ])('MEXC, with a Recv-Window of %o, %o ms old: %o', async (window, age, code) => {
    expect(await sent(window === undefined ? {} : { 'Recv-Window': window }, at - age)).toBe(code);
  });
});

it('a path that there is not is told before anything about what was sent there', () => {
  const sim = simulateExchange(mexcCase.exchange);
  sim.handle({ ...mexcCase.order('a'), path: '/api/v1/private//order/submit', headers: {} });
  sim.handle({ ...mexcCase.order('a'), path: '/api/v1/private/order/submit/', headers: {} });
  expect(sim.log.map(({ code, action }) => [code, action])).toEqual([
    ['511', undefined],
    ['511', undefined],
  ]);
});
