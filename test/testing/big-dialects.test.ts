// What the simulator says and checks of single exchanges, played from their definitions.
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { binanceSpot } from '../../src/catalog/binance-spot/index.ts';
import { bybit } from '../../src/catalog/bybit/index.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { kraken } from '../../src/catalog/kraken/index.ts';
import { okx } from '../../src/catalog/okx/index.ts';
import { type SimRequest, type SimulateOptions, simulateExchange } from '../../src/testing/index.ts';

const at = 1_764_097_200_000;
const now = () => at;
const keys = { apiKey: 'key', apiSecret: 'c2VjcmV0', passphrase: 'phrase' };
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const mac = (text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', keys.apiSecret).update(text).digest(encoding);

function play(exchange: Exchange, requests: readonly SimRequest[], options: SimulateOptions = {}) {
  const sim = simulateExchange(exchange, { now, limits: false, ...options });
  const answers = requests.map((request) => sim.handle(request));
  return { answers, codes: sim.log.map(({ code }) => code), log: sim.log };
}

const binanceOrder = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1';
const bybitOrder =
  '{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"1","price":"1"}';
const okxOrder = { instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', sz: '1', px: '1' };
const krakenOrder = 'pair=XBTUSD&type=buy&ordertype=limit&volume=1&price=1';

const krakenSign = (body: string, nonce: number): string => {
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest();
  const key = Buffer.from(keys.apiSecret, 'base64');
  return createHmac('sha512', key).update('/0/private/AddOrder').update(hash).digest('base64');
};

describe('signatures worked out by hand from the documents', () => {
  const okxText = JSON.stringify(okxOrder);
  const time = new Date(at).toISOString();
  const binance = `${binanceOrder}&recvWindow=5000&timestamp=${at}`;
  const krakenBody = `nonce=${at}&${krakenOrder}`;

  it.each<[string, Exchange, SimRequest]>([
    [
      'Binance spot',
      binanceSpot,
      {
        method: 'POST',
        path: '/api/v3/order',
        query: `${binance}&signature=${mac(binance, 'hex')}`,
        headers: { 'X-MBX-APIKEY': keys.apiKey },
      },
    ],
    [
      'Bybit',
      bybit,
      {
        method: 'POST',
        path: '/v5/order/create',
        body: bybitOrder,
        headers: {
          ...json,
          'X-BAPI-API-KEY': keys.apiKey,
          'X-BAPI-TIMESTAMP': `${at}`,
          'X-BAPI-RECV-WINDOW': '5000',
          'X-BAPI-SIGN': mac(`${at}${keys.apiKey}5000${bybitOrder}`, 'hex'),
        },
      },
    ],
    [
      'OKX',
      okx,
      {
        method: 'POST',
        path: '/api/v5/trade/order',
        body: okxText,
        headers: {
          ...json,
          'OK-ACCESS-KEY': keys.apiKey,
          'OK-ACCESS-SIGN': mac(`${time}POST/api/v5/trade/order${okxText}`, 'base64'),
          'OK-ACCESS-TIMESTAMP': time,
          'OK-ACCESS-PASSPHRASE': keys.passphrase,
        },
      },
    ],
    [
      'Kraken',
      kraken,
      {
        method: 'POST',
        path: '/0/private/AddOrder',
        body: krakenBody,
        headers: { ...form, 'API-Key': keys.apiKey, 'API-Sign': krakenSign(krakenBody, at) },
      },
    ],
  ])('%s', (_, exchange, request) => {
    const right = play(exchange, [request], { credentials: keys });
    expect(right.log).toMatchObject([{ signatureOk: true, executed: true }]);
    const wrong = play(exchange, [request], { credentials: { ...keys, apiSecret: 'b3RoZXI=' } });
    expect(wrong.log).toMatchObject([{ signatureOk: false, executed: false }]);
    expect(wrong.codes).toEqual([exchange.codes.rest.get(wrong.codes[0] ?? '')?.code]);
  });

  it('OKX: another passphrase is no right one', () => {
    const headers = { ...json, 'OK-ACCESS-KEY': keys.apiKey, 'OK-ACCESS-TIMESTAMP': time };
    const sign = mac(`${time}GET/api/v5/account/balance`, 'base64');
    const passed = { ...headers, 'OK-ACCESS-SIGN': sign, 'OK-ACCESS-PASSPHRASE': 'other' };
    const request = { method: 'GET', path: '/api/v5/account/balance', headers: passed };
    expect(play(okx, [request], { credentials: keys }).log).toMatchObject([{ signatureOk: false }]);
  });
});

const place = (path: string, body: string, headers: Record<string, string> = json): SimRequest => ({
  method: 'POST',
  path,
  body,
  headers,
});

it('which limit was broken tells the code', () => {
  const binance = (name: string) =>
    play(
      binanceSpot,
      [place('/api/v3/order', binanceOrder, form), place('/api/v3/order', binanceOrder, form)],
      {
        limits: [{ name, capacity: 1, windowMs: 1000 }],
      },
    ).codes;
  expect([binance('weight'), binance('orders-10s')]).toEqual([
    [undefined, '-1003'],
    [undefined, '-1015'],
  ]);
  const ofKraken = (name: string) =>
    play(
      kraken,
      [1, 2].map(() => place('/0/private/AddOrder', krakenOrder, form)),
      {
        limits: [{ name, capacity: 1, windowMs: 1000 }],
      },
    ).codes[1];
  expect([ofKraken('calls'), ofKraken('orders')]).toEqual([
    'EAPI:Rate limit exceeded',
    'EOrder:Rate limit exceeded',
  ]);
});

it('headers tell of the limit that the exchange tells of, and when it opens', () => {
  const order = place('/v5/order/create', bybitOrder);
  const { answers } = play(bybit, [order, order], {
    limits: [
      { name: 'ip', scope: 'ip', capacity: 600, windowMs: 5000 },
      { name: 'orders', scope: 'account', capacity: 1, windowMs: 1000 },
    ],
  });
  const told = { 'x-bapi-limit': '1', 'x-bapi-limit-status': '0' };
  const reset = { 'x-bapi-limit-reset-timestamp': `${at + 1000}` };
  expect(answers.map(({ headers }) => headers)).toMatchObject([told, { ...told, ...reset }]);
});

it('a ban says until when', () => {
  const order = place('/api/v3/order', binanceOrder, form);
  const { answers } = play(binanceSpot, [order, order, order], {
    limits: [{ capacity: 1, windowMs: 1000 }],
    ban: { after: 1, forMs: 60_000 },
  });
  expect(answers[1]?.status).toBe(429);
  expect(answers[2]?.status).toBe(418);
  expect(JSON.parse(answers[2]?.body ?? '')).toEqual({
    code: -1003,
    msg: expect.stringContaining(`IP banned until ${at + 60_000}.`),
  });
});

it('a look-up that finds nothing is an empty list where the exchange has one, else a code', () => {
  const get = (path: string, query: string): SimRequest => ({ method: 'GET', path, query });
  const found = [
    play(bybit, [get('/v5/order/realtime', 'category=linear&symbol=BTCUSDT&orderLinkId=x')]),
    play(kraken, [place('/0/private/OpenOrders', 'cl_ord_id=x', form)]),
    play(okx, [get('/api/v5/trade/order', 'instId=BTC-USDT&clOrdId=x')]),
    play(binanceSpot, [get('/api/v3/order', 'symbol=BTCUSDT&origClientOrderId=x')]),
  ];
  expect(found.map(({ answers }) => JSON.parse(answers[0]?.body ?? ''))).toMatchObject([
    { retCode: 0, result: { list: [] } },
    { error: [], result: { open: {} } },
    { code: '51603' },
    { code: -2013, msg: 'Order does not exist.' },
  ]);
});

it('a look-up in another market finds nothing, and lists are lists', () => {
  const order = place('/api/v5/trade/order', JSON.stringify({ ...okxOrder, clOrdId: 'a' }));
  const ask = (instId: string) => ({
    method: 'GET',
    path: '/api/v5/trade/order',
    query: `instId=${instId}&clOrdId=a`,
  });
  const { answers, codes } = play(okx, [order, ask('ETH-USDT'), ask('BTC-USDT')]);
  expect(codes).toEqual([undefined, '51603', undefined]);
  expect(JSON.parse(answers[2]?.body ?? '').data).toMatchObject([{ clOrdId: 'a', state: 'live' }]);
});

it('what comes after its own last instant is not taken', () => {
  const okxLate = (exptime: number) =>
    place('/api/v5/trade/order', JSON.stringify(okxOrder), { ...json, exptime: `${exptime}` });
  expect(play(okx, [okxLate(at - 1), okxLate(at)]).codes).toEqual(['50037', undefined]);
  const krakenLate = (ms: number) =>
    place('/0/private/AddOrder', `${krakenOrder}&deadline=${new Date(at + ms).toISOString()}`, form);
  expect(play(kraken, [krakenLate(-1), krakenLate(0)]).codes).toEqual([
    'EService:Deadline elapsed',
    undefined,
  ]);
  const stamped = (ms: number) =>
    place('/api/v3/order', `${binanceOrder}&recvWindow=1000&timestamp=${at - ms}`, form);
  expect(play(binanceSpot, [stamped(1001), stamped(1000)]).codes).toEqual(['-1021', undefined]);
});

it('parameters where nothing reads them were not sent', () => {
  const asJson = JSON.stringify(Object.fromEntries(new URLSearchParams(binanceOrder)));
  const { codes } = play(binanceSpot, [
    place('/api/v3/order', asJson),
    place('/api/v3/order', binanceOrder, form),
  ]);
  expect(codes).toEqual(['-1102', undefined]);
  expect(play(okx, [place('/api/v5/trade/order', 'instId=BTC-USDT', form)]).codes).toEqual(['50006']);
});

it('a cancel and a look-up name their order', () => {
  const cancel = (query: string) => ({ method: 'DELETE', path: '/api/v3/order', query });
  const { codes } = play(binanceSpot, [cancel('symbol=BTCUSDT'), cancel('symbol=BTCUSDT&orderId=1')]);
  expect(codes).toEqual(['-1102', '-2011']);
  expect(play(okx, [place('/api/v5/trade/cancel-order', '{"instId":"BTC-USDT"}')]).codes).toEqual(['51003']);
});
