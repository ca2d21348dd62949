// What each built-in exchange refuses, and by which of its codes: one row for each kind of refusal, over all exchanges.
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { mexcSpot } from '../../src/catalog/all.ts';
import { classify } from '../../src/index.ts';
import {
  dialects,
  type LogEntry,
  type SimRequest,
  type SimulateOptions,
  simulateExchange,
} from '../../src/testing/index.ts';
import type { Category } from '../../src/types.ts';
import type { Market } from '../../tools/markets.ts';
import { credentials, type Sample } from '../../tools/samples.ts';
import { markets as all } from '../support/markets.ts';

/** Where a definition has no signer, its requests come signed by the caller, and nothing of that is checked. */
const markets = all.filter(({ exchange }) => 'signer' in exchange);

const at = 1_764_097_200_000;
const now = () => at;

function requestOf({ method, path, params, as }: Sample, more: object = {}): SimRequest {
  const every = Array.isArray(params) ? params : { ...params, ...more };
  const pairs = String(
    new URLSearchParams(
      Object.entries(every).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    ),
  );
  if (as === 'query') return { method, path, query: pairs, headers: {} };
  const isJson = as === 'json';
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return { method, path, headers: { 'content-type': type }, body: isJson ? JSON.stringify(every) : pairs };
}

/** With what the exchange's signer adds; a fresh one each time, whose nonce is the time. */
async function signed(market: Market, request: SimRequest, timestamp = at): Promise<SimRequest> {
  const { method, path, query = '', headers = {}, body } = request;
  const host = market.exchange.hosts[0] ?? 'tenant.test';
  const url = new URL(`https://${host}${path}${query && `?${query}`}`);
  const added = await market.sign({ method, url, path, query, headers, body }, { timestamp, attempt: 1 });
  const sent = added.body ?? body;
  return {
    method,
    path,
    query: added.query ?? query,
    headers: { host, ...headers, ...added.headers },
    ...(sent === undefined ? {} : { body: sent }),
  };
}

interface Played {
  readonly log: readonly LogEntry[];
  /** The category by which the exchange's definition reads the last answer; 'good' where it is none of a failure. */
  readonly read: Category | 'good';
}

function play(market: Market, requests: readonly SimRequest[], options: SimulateOptions = {}): Played {
  const sim = simulateExchange(market.exchange, { now, limits: false, ...options });
  const answers = requests.map((request) => sim.handle(request));
  const { method = 'POST', path = '/' } = requests.at(-1) ?? {};
  const url = `https://${market.exchange.hosts[0] ?? 'tenant.test'}${path}`;
  const { status, headers, body } = answers.at(-1) ?? {};
  const read = classify(market.exchange, { status, headers, body, method, url });
  const failed = read.ok ? read.items?.find((item) => !item.ok) : read;
  const category = failed && !failed.ok ? failed.category : 'good';
  return { log: sim.log, read: category ?? 'unknown' };
}

const withKeys = (market: Market): SimulateOptions => ({
  credentials: { ...credentials, ...market.credentials },
});
const order = (market: Market, id = 7001, more = {}) => requestOf(market.order(market.id(id), 1, 1), more);
const codeOf = (played: Played): string | undefined => played.log.at(-1)?.code;

/** What came of it at each exchange, and where that is not as wanted. */
async function mismatches(
  of: (market: Market) => Promise<Played | undefined>,
  wanted: readonly (Category | 'good')[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    markets.map(async (market) => {
      const played = await of(market);
      if (!played) return [];
      const last = played.log.at(-1);
      const isRefused = !wanted.includes('good');
      // One code for both says nothing of which it was.
      const { codes = {} } = market.exchange.refusals;
      const isAlike = codes.timestamp !== undefined && codes.timestamp === codes.signature;
      const read =
        isAlike && played.read === 'signature' && wanted.includes('timestamp') ? 'timestamp' : played.read;
      const isRight = wanted.includes(read) && last?.executed === !isRefused;
      return isRight ? [] : [`${market.exchange.id}: ${played.read} ${last?.code} ${last?.executed}`];
    }),
  );
  return found.flat();
}

const ofKeys = ['auth', 'signature', 'permission', 'invalid-request', 'timestamp'] as const;
/** More than the exchange's window for stamps. */
const beyond = ({ exchange }: Market): number => Math.max(120_000, 2 * (exchange.validity?.forMs ?? 0));

const ofOrders = ['invalid-order', 'invalid-request'] as const;

/** A nonce is no time, and what is inside a token is not looked at. */
async function tellsTime(market: Market): Promise<boolean> {
  const { validity } = market.exchange;
  const [first] = play(market, [await signed(market, order(market))], withKeys(market)).log;
  return validity?.forMs !== undefined && validity.since === undefined && first?.timestamp !== undefined;
}

/** What has something random in it, and nothing of its own in the simulator, cannot be told from another signature. */
async function tellsSignatures(market: Market): Promise<boolean> {
  const [first] = play(market, [await signed(market, order(market))], withKeys(market)).log;
  return first?.signatureOk !== undefined;
}

/** What is refused, and the categories of the codes that say so. A market where it cannot be asked gives nothing. */
const refusals: readonly (readonly [
  string,
  (market: Market) => Promise<Played | undefined> | Played | undefined,
  readonly (Category | 'good')[],
])[] = [
  ['what is not signed', (m) => play(m, [order(m)], withKeys(m)), ofKeys],
  ['a look-up that is not signed', (m) => play(m, [requestOf(m.read)], withKeys(m)), ofKeys],
  [
    'another secret',
    async (m) =>
      (await tellsSignatures(m))
        ? play(m, [await signed(m, order(m))], { credentials: { ...credentials, apiSecret: 'b3RoZXI=' } })
        : undefined,
    ['signature', 'auth'],
  ],
  [
    'another key',
    async (m) =>
      (await tellsSignatures(m))
        ? play(m, [await signed(m, order(m))], { credentials: { ...credentials, apiKey: 'other' } })
        : undefined,
    ['auth', 'permission', 'signature'],
  ],
  [
    'what was changed after it was signed',
    async (m) => {
      const request = await signed(m, order(m));
      const changed = { body: request.body?.replace(/7001/, '7009') ?? '' };
      const told = request.query?.replace(/7001/, '7009') ?? '';
      // There a body is not signed.
      const query = m.exchange.id === 'htx' ? `${told}&more=1` : told;
      // There neither is, but the address.
      const path = m.exchange.id === 'coinbase' ? '/api/v3/brokerage/orders/edit' : request.path;
      return (await tellsSignatures(m))
        ? play(m, [{ ...request, ...changed, path, query }], withKeys(m))
        : undefined;
    },
    ['signature', 'auth'],
  ],
  [
    'a time long ago',
    async (m) =>
      (await tellsTime(m)) ? play(m, [await signed(m, order(m), at - beyond(m))], withKeys(m)) : undefined,
    ['timestamp', 'auth', 'invalid-request'],
  ],
  [
    'a time to come',
    async (m) =>
      (await tellsTime(m)) ? play(m, [await signed(m, order(m), at + beyond(m))], withKeys(m)) : undefined,
    ['timestamp', 'auth', 'invalid-request'],
  ],
  [
    'an id of the wrong form',
    (m) => play(m, [requestOf(m.order(m.id(7001) + 'x'.repeat(300), 1, 1))]),
    ofOrders,
  ],
  [
    'an id a second time',
    (m) => {
      const { deduplicated = false } = m.exchange.clientOrderId ?? {};
      const isRefused = deduplicated !== false && deduplicated !== 'returned';
      return isRefused ? play(m, [order(m), order(m)]) : undefined;
    },
    ['duplicate', ...ofOrders],
  ],
  [
    'a market that there is not',
    (m) => play(m, [order(m)], { symbols: ['NOSUCH'] }),
    ['market-unavailable', ...ofOrders],
  ],
  ['more than the account has', (m) => play(m, [order(m)], { funds: 0.5 }), ['funds']],
  [
    'a cancel of an order that there is not',
    (m) => play(m, [requestOf(m.cancel(m.id(404)))]),
    ['order-not-found'],
  ],
  [
    'a cancel of an order that is cancelled',
    (m) => play(m, [order(m), requestOf(m.cancel(m.id(7001))), requestOf(m.cancel(m.id(7001)))]),
    ['order-not-found', 'invalid-order', 'unsupported'],
  ],
  [
    'a body of another type',
    (m) =>
      order(m).body === undefined || !(m.exchange.refusals.reads || dialects.has(m.exchange.id))
        ? undefined
        : play(m, [{ ...order(m), headers: { 'content-type': 'text/plain' } }]),
    ofOrders,
  ],
  [
    'more than a limit allows',
    (m) => play(m, [order(m), order(m, 7002)], { limits: [{ capacity: 1, windowMs: 1000 }] }),
    ['rate-limit'],
  ],
];

it('takes what its own signer signs', async () => {
  const found = mismatches(async (m) => play(m, [await signed(m, order(m))], withKeys(m)), ['good']);
  expect(await found).toEqual([]);
});

it.each(refusals)('%s: refused by each exchange in its own words', async (what, of, wanted) => {
  expect(await mismatches(async (market) => of(market), wanted), what).toEqual([]);
});

/** What is sent in place of a parameter of an order; what undefined takes out. */
function orderWith(market: Market, param: string, value: string | undefined): SimRequest | undefined {
  const sample = market.order(market.id(7001), 1, 1);
  const text = JSON.stringify(sample.params);
  if (!Object.hasOwn(sample.params, param)) return undefined;
  return requestOf({ ...sample, params: JSON.parse(text) }, { [param]: value });
}

it('parameters: each that an order has to have, and each value that is none of its own', () => {
  const wrong = markets.flatMap((market) =>
    (market.exchange.refusals.params ?? []).flatMap(({ param, match, optional, oneOf }) => {
      const [name = ''] = [param].flat();
      const { method, path } = market.order('1', 1, 1);
      if (match.path !== path || match.method !== method || match.params || optional) return [];
      const tried = [undefined, ...(oneOf ? ['no-such-value'] : [])];
      return tried.flatMap((value) => {
        const request = orderWith(market, name, value);
        const played = request && play(market, [request]);
        const isRight = played && ['invalid-order', 'invalid-request'].includes(played.read);
        return isRight ? [] : [`${market.exchange.id} ${name}=${value}: ${played?.read}`];
      });
    }),
  );
  expect(wrong).toEqual([]);
});

it('parameters: one that the route does not read, where the exchange says so', () => {
  const wrong = markets.flatMap((market) => {
    if (!market.exchange.refusals.knows) return [];
    const played = play(market, [order(market, 7001, { surplus: '1' })]);
    return codeOf(played) === '-1104' ? [] : [`${market.exchange.id}: ${codeOf(played)}`];
  });
  expect(wrong).toEqual([]);
});

it('a batch longer than the exchange takes', () => {
  const wrong = markets.flatMap((market) => {
    const { batch, exchange, id } = market;
    const most = batch && exchange.batches.find(({ path }) => path === batch(['1']).path)?.most;
    if (!batch || most === undefined) return [];
    const ids = Array.from({ length: most + 1 }, (_, place) => id(7000 + place));
    const [many, enough] = [ids, ids.slice(1)].map((some) => play(market, [requestOf(batch(some))]));
    const isRight = many?.read === 'invalid-request' && enough?.read === 'good';
    return isRight ? [] : [`${exchange.id}: ${many?.read}, ${enough?.read}`];
  });
  expect(wrong).toEqual([]);
});

it('an id without what its ids begin with', () => {
  const gate = markets.find(({ exchange }) => exchange.clientOrderId?.begins !== undefined);
  const sent = gate && play(gate, [requestOf(gate.order('7001', 1, 1))]);
  expect(sent?.log).toMatchObject([{ executed: false }]);
});

it('a nonce that does not grow', async () => {
  const kraken = markets.find(({ exchange }) => exchange.id === 'kraken');
  if (!kraken) throw new Error('no such exchange');
  const first = await signed(kraken, order(kraken));
  const again = await signed(kraken, order(kraken, 7002), at - 5000);
  const codes = play(kraken, [first, { ...again, body: again.body ?? '' }], withKeys(kraken)).log;
  expect(codes.map(({ code }) => code)).toEqual([undefined, undefined]);
  expect(play(kraken, [first, first]).log.map(({ code }) => code)).toEqual([undefined, 'EAPI:Invalid nonce']);
});

it('every code that a definition names for a refusal is a row of its own table', () => {
  const wrong = markets.flatMap(({ exchange }) => {
    const { codes = {}, params = [] } = exchange.refusals;
    const named = [
      ...Object.values(codes).map((words) => (typeof words === 'string' ? words : words.code)),
      ...params.flatMap(({ missing = [], wrong: other = [] }) => [missing, other].flat()),
    ];
    return named.filter((code) => !exchange.codes.rest.has(code)).map((code) => `${exchange.id} ${code}`);
  });
  expect(wrong).toEqual([]);
});

/** As the exchange's documents word a refusal, for those that have more than one table or place of codes. */
it('says it by the codes of the route, and where the exchange does', () => {
  const answerTo = (id: string, requests: readonly SimRequest[], options: SimulateOptions = {}): unknown => {
    const found = all.find(({ exchange }) => exchange.id === id);
    if (!found) throw new Error(`no ${id}`);
    const sim = simulateExchange(found.exchange, { now, limits: false, ...options });
    return JSON.parse(String(requests.map((request) => sim.handle(request)).at(-1)?.body));
  };
  const post = (path: string, body: object): SimRequest => ({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const okx = {
    instId: 'BTC-USDT',
    tdMode: 'cash',
    side: 'buy',
    ordType: 'limit',
    sz: '1',
    px: '1',
    clOrdId: 'a1',
  };
  expect(answerTo('okx', [post('/api/v5/trade/order', okx)], { funds: 0 })).toMatchObject({
    code: '1',
    data: [{ sCode: '51008' }],
  });
  const amend = post('/api/v5/trade/amend-order', { instId: 'BTC-USDT', clOrdId: 'a9', newSz: '2', sz: '2' });
  expect(answerTo('okx', [amend])).toMatchObject({ data: [{ sCode: '51503' }] });
  const cancel = post('/api/v5/trade/cancel-order', { instId: 'BTC-USDT', clOrdId: 'a9' });
  expect(answerTo('okx', [cancel])).toMatchObject({ data: [{ sCode: '51400' }] });
  const bybit = (category: string) =>
    post('/v5/order/create', {
      category,
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '1',
      price: '1',
      orderLinkId: 'a1',
    });
  for (const [category, funds, duplicate] of [
    ['spot', 170131, 170141],
    ['linear', 110007, 110072],
  ] as const) {
    expect(answerTo('bybit', [bybit(category)], { funds: 0 })).toMatchObject({ retCode: funds });
    expect(answerTo('bybit', [bybit(category), bybit(category)])).toMatchObject({ retCode: duplicate });
  }
  const hyperliquid = all.find(({ exchange }) => exchange.id === 'hyperliquid');
  const hl = hyperliquid && requestOf(hyperliquid.order(hyperliquid.id(1), 1, 1));
  expect(answerTo('hyperliquid', hl ? [hl] : [], { funds: 0 })).toMatchObject({
    response: { data: { statuses: [{ error: 'Insufficient margin to place order.' }] } },
  });
  const htx = all.find(({ exchange }) => exchange.id === 'htx');
  expect(answerTo('htx', htx ? [requestOf(htx.order('1', 1, 1))] : [], { funds: 0 })).toMatchObject({
    status: 'error',
    'err-code': 'account-frozen-balance-insufficient-error',
  });
});

it('takes parameters in the order in which they were signed, whatever our own signer makes of them', () => {
  const refused = ['binance-spot', 'binance-usdm', 'mexc-spot'].flatMap((id) => {
    const market = all.find(({ exchange }) => exchange.id === id);
    const path = id === 'binance-usdm' ? '/fapi/v1/order' : '/api/v3/order';
    const signedAs = (first: string, last: string): LogEntry | undefined => {
      const pairs = `${first}&symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1${last}`;
      const signature = createHmac('sha256', credentials.apiSecret).update(pairs).digest('hex');
      const sim = simulateExchange(market?.exchange ?? mexcSpot, { now, limits: false, credentials });
      const headers = {
        'X-MBX-APIKEY': credentials.apiKey,
        'X-MEXC-APIKEY': credentials.apiKey,
        'content-type': 'application/json',
      };
      sim.handle({ method: 'POST', path, query: `${pairs}&signature=${signature}`, headers });
      return sim.log.at(-1);
    };
    const orders = [
      signedAs(`timestamp=${at}&recvWindow=4000`, ''),
      signedAs('recvWindow=4000', `&timestamp=${at}`),
      signedAs(`timestamp=${at}`, '&recvWindow=4000'),
    ];
    return orders.every((entry) => entry?.signatureOk === true && entry.executed) ? [] : [[id, orders]];
  });
  expect(refused).toEqual([]);
});
