import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { exchangeFromCcxt } from '../../src/ccxt/index.ts';
import { classify } from '../../src/index.ts';
import { good, recorded } from './bodies.ts';
import { make, theirs } from './support.ts';

const made = new Map<string, Exchange>();

function exchangeOf(id: string): Exchange {
  // Of what ccxt knows, and of two whose codes in use are those of their contracts.
  const exchange = made.get(id) ?? (['lbank', 'mexc'].includes(id) ? exchangeFromCcxt : theirs)(make(id));
  made.set(id, exchange);
  return exchange;
}

describe('an exchange made of a ccxt instance', () => {
  it('is tried on answers of at least 50 exchanges', () => {
    expect(new Set(recorded.map(({ id }) => id)).size).toBeGreaterThanOrEqual(50);
  });

  it.each(recorded)('$id, $status $code: $category, $outcome', ({ id, status, body, ...expected }) => {
    const said = verdict(id, status, body);
    const { code, category, outcome } = said.ok ? { code: 'ok', category: 'ok', outcome: 'ok' } : said;
    expect({ code, category, outcome }).toEqual(expected);
  });

  it.each(recorded)('$id, $status $code reads the same parsed', ({ id, status, body }) => {
    expect(classify(exchangeOf(id), { status, body: JSON.parse(body) })).toEqual(verdict(id, status, body));
  });

  it.each(good)('%s: a good answer is good: %s', (id, body) => {
    expect(verdict(id, 200, body).ok).toBe(true);
  });

  it('doubts a code that nobody listed, whatever the status', () => {
    const body = '{"success":false,"code":-9999,"message":"something new"}';
    expect(verdict('woo', 400, body)).toMatchObject({
      code: '-9999',
      category: 'unknown',
      outcome: 'unknown',
    });
  });

  it('gives the results of a batch one by one', () => {
    const body = recorded.find(({ id, outcome }) => id === 'okx' && outcome === 'partial')?.body ?? '';
    expect(verdict('okx', 200, body)).toMatchObject({
      outcome: 'partial',
      items: [
        { index: 0, ok: true },
        { index: 1, ok: false, code: '51008', category: 'funds', outcome: 'rejected' },
      ],
    });
  });

  it.each([
    ['kraken', 429, '', 'rate-limit', 'rejected'],
    ['kraken', 418, '', 'rate-limit', 'rejected'],
    ['bybit', 403, '<html>Forbidden</html>', 'rate-limit', 'rejected'],
    ['okx', 502, '<html>Bad gateway</html>', 'server', 'unknown'],
    ['okx', 504, '', 'timeout', 'unknown'],
    ['gate', 401, '', 'auth', 'rejected'],
    ['gate', 404, 'not found', 'invalid-request', 'rejected'],
    ['gate', 404, '{"status":404,"error":"Not Found","path":"/x"}', 'invalid-request', 'rejected'],
    ['woo', 503, '{"status":503,"error":"Service Unavailable"}', 'server', 'unknown'],
    ['kucoin', 200, '{"code":"2000', 'server', 'unknown'],
    ['kucoin', 200, '', 'server', 'unknown'],
  ])('%s, %i without a body that can be read: the status speaks', (id, status, body, category, outcome) => {
    expect(verdict(id, status, body)).toMatchObject({ ok: false, category, outcome });
  });

  it('reads an entry of a batch like an answer of its own where it is one', () => {
    const body = '[{"orderId":1,"status":"NEW"},{"code":-4005,"msg":"Quantity greater than max quantity."}]';
    const url = 'https://fapi.binance.com/fapi/v1/batchOrders';
    const answer = { status: 200, body, url };
    expect(classify(exchangeOf('binance'), answer)).toMatchObject({
      outcome: 'partial',
      items: [{ ok: true }, { ok: false, code: '-4005', category: 'invalid-request', outcome: 'unknown' }],
    });
  });

  it('doubts everything that a 5xx says of a write, except where every refusal is a 500', () => {
    const body = '{"retCode":110007,"retMsg":"ab not enough for new order"}';
    expect(verdict('bybit', 503, body)).toMatchObject({ category: 'funds', outcome: 'unknown' });
    expect(verdict('bitfinex', 500, '["error",10001,"not enough exchange balance for 1"]')).toMatchObject({
      category: 'funds',
      outcome: 'rejected',
    });
  });
});

describe('an exchange with a table per market', () => {
  const margin = '{"code":-2021,"msg":"Order would immediately trigger."}';
  const spot = { category: 'server', outcome: 'unknown' };
  const futures = { category: 'invalid-order', outcome: 'rejected' };

  it('reads by the market that the instance trades by default', () => {
    expect(verdict('binance', 400, margin)).toMatchObject(spot);
    expect(verdict('binanceusdm', 400, margin)).toMatchObject(futures);
  });

  it('reads by the URL that it is told, and by that of the answer', () => {
    const url = 'https://fapi.binance.com/fapi/v1/order';
    const told = theirs(make('binance'), { url });
    expect(classify(told, { status: 400, body: margin })).toMatchObject(futures);
    const answer = { status: 400, body: margin, url };
    expect(classify(exchangeOf('binance'), answer)).toMatchObject(futures);
    const native = Object.defineProperty(new Response(), 'url', { value: url });
    const ofFetch = { status: 400, body: margin, native };
    expect(classify(exchangeOf('binance'), ofFetch)).toMatchObject(futures);
    const config = { baseURL: 'https://fapi.binance.com', url: '/fapi/v1/order' };
    const ofAxios = { status: 400, body: margin, native: { config } };
    expect(classify(exchangeOf('binance'), ofAxios)).toMatchObject(futures);
  });

  it('knows a code of another market, and doubts the order where the others disagree', () => {
    const body = '{"code":-2019,"msg":"Margin is insufficient."}';
    expect(verdict('binance', 400, body)).toMatchObject({ category: 'funds', outcome: 'unknown' });
  });
});

function verdict(id: string, status: number, body: string): ReturnType<typeof classify> {
  return classify(exchangeOf(id), { status, body });
}
