import { generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { binanceSpot } from '../../../src/catalog/binance-spot/index.ts';
import { bybit } from '../../../src/catalog/bybit/index.ts';
import { requestFor } from '../../../src/catalog/command-of.ts';
import { deribit } from '../../../src/catalog/deribit/index.ts';
import { gate } from '../../../src/catalog/gate/index.ts';
import { htx } from '../../../src/catalog/htx/index.ts';
import { hyperliquid } from '../../../src/catalog/hyperliquid/index.ts';
import { kraken } from '../../../src/catalog/kraken/index.ts';
import { kucoin } from '../../../src/catalog/kucoin/index.ts';
import { okx } from '../../../src/catalog/okx/index.ts';
import { readClientOrderId } from '../../../src/catalog/order-ids.ts';
import { extendExchange, interceptFetch } from '../../../src/index.ts';
import { cases } from './socket-cases.ts';
import { type PlayOptions, play, startMs } from './socket-play.ts';

const keys = { apiKey: 'fake-key', apiSecret: 'fake-secret' };

describe('Binance spot', () => {
  const order = (id: string) => ({
    method: 'order.place',
    params: {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '1',
      price: '10',
      newClientOrderId: id,
    },
  });
  const open = (more: Partial<PlayOptions> = {}) =>
    play({ exchange: binanceSpot, sign: binanceSpot.signer(keys), ...more });

  it('has a session where it is told to, and commands without a signature in it', async () => {
    const pair = generateKeyPairSync('ed25519');
    const apiSecret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const sign = binanceSpot.signer({ apiKey: 'fake-key', apiSecret });
    const bot = open({ sign, socket: { login: true } });
    expect(await bot.all(order('a'), order('b'))).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(bot.seen()).toEqual(['0 1 session.logon', '0 1 order.place a', '0 1 order.place b']);
    const [logon, first] = bot.sent();
    const params = { apiKey: 'fake-key', timestamp: startMs, signature: expect.any(String) };
    expect(logon).toEqual({ id: expect.any(String), method: 'session.logon', params });
    const signature = Buffer.from(String(Object(logon?.['params']).signature), 'base64');
    const payload = Buffer.from(`apiKey=fake-key&timestamp=${startMs}`);
    expect(verify(null, payload, pair.publicKey, signature)).toBe(true);
    expect(first?.['params']).toEqual({ ...order('a').params, timestamp: startMs });
  });

  it('has no session by a key of another kind', async () => {
    const bot = open({ socket: { login: true } });
    expect(await bot.send(order('a'))).toMatch(/^- network rejected failed/);
    expect(bot.seen()).toEqual([]);
  });

  it('counts commands and requests on the same limits', async () => {
    const bot = open({ gateway: { limits: binanceSpot.limits } });
    const send = interceptFetch(bot.gateway, bot.sim.fetch);
    const requests = Array.from({ length: 25 }, (_, at) =>
      send('https://api.binance.com/api/v3/order', {
        method: 'POST',
        body: new URLSearchParams(order(`r${at}`).params),
      }),
    );
    const commands = bot.all(...Array.from({ length: 27 }, (_, at) => order(`c${at}`)));
    await Promise.all([...requests, commands]);
    const times = bot.sim.log.filter(({ method }) => method !== 'GET').map(({ at }) => at - startMs);
    expect(times.filter((at) => at < 10_000)).toHaveLength(50);
    expect(times).toHaveLength(52);
  });

  it('says until when a command holds, by its window', async () => {
    const bot = open();
    await bot.send(order('a'), { validForMs: 2000 });
    expect(bot.sent()[0]?.['params']).toMatchObject({ recvWindow: 2000 });
  });
});

describe('Bybit', () => {
  const one = (id: string) => ({
    symbol: 'BTCUSDT',
    side: 'Buy',
    orderType: 'Limit',
    qty: '1',
    price: '10',
    orderLinkId: id,
  });
  const order = (id: string, more = {}) => ({
    op: 'order.create',
    args: [{ category: 'linear', ...one(id) }],
    ...more,
  });
  const batch = (...ids: readonly string[]) => ({
    op: 'order.create-batch',
    args: [{ category: 'linear', request: ids.map(one) }],
  });
  const open = (more: Partial<PlayOptions> = {}) =>
    play({ exchange: bybit, sign: bybit.signer(keys), ...more });

  it('keeps what stands in the header, but for the time', async () => {
    const bot = open();
    const header = { 'X-BAPI-TIMESTAMP': '1', 'X-BAPI-RECV-WINDOW': '8000', Referer: 'bot-001' };
    await bot.send(order('a', { header }));
    await bot.send(order('b', { header }), { validForMs: 2000 });
    expect(bot.sent().slice(1)).toMatchObject([
      { header: { ...header, 'X-BAPI-TIMESTAMP': `${startMs}` } },
      { header: { ...header, 'X-BAPI-TIMESTAMP': `${startMs + 100_000}`, 'X-BAPI-RECV-WINDOW': '2000' } },
    ]);
  });

  it('takes one order in a command that is for one', async () => {
    const bot = open();
    const both = { op: 'order.create', args: [one('a'), one('b')] };
    await expect(bot.send(both)).resolves.toMatch(
      /^TypeError: `command.args` takes a list of one element, for order.create; it got a list/,
    );
  });

  it('says of a batch which orders stand, and counts each', async () => {
    const bot = open({ sim: { funds: 15 }, gateway: { limits: bybit.limits } });
    expect(await bot.send(batch('a', 'b'))).toMatch(/ funds partial /);
    expect([bot.sim.executions('a'), bot.sim.executions('b')]).toEqual([1, 0]);
    await bot.all(batch('c', 'd', 'e', 'f', 'g', 'h'), batch('i', 'j', 'k', 'l', 'm'));
    expect(bot.seen().map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '0 1 auth',
      '0 1 order.create-batch',
      '100000 1 order.create-batch',
      '101001 1 order.create-batch',
    ]);
  });
});

describe('OKX', () => {
  const one = (clOrdId: string) => ({
    instId: 'BTC-USDT',
    tdMode: 'cash',
    side: 'buy',
    ordType: 'limit',
    sz: '1',
    px: '10',
    clOrdId,
  });
  const order = (id: string) => ({ op: 'order', args: [one(id)] });
  const open = (more: Partial<PlayOptions> = {}) =>
    play({ exchange: okx, sign: okx.signer({ ...keys, passphrase: 'fake-Phrase-1' }), ...more });

  it('says until when an order holds, beside its arguments', async () => {
    const bot = open();
    await bot.send(order('a'), { validForMs: 2000 });
    expect(bot.sent().at(-1)).toMatchObject({
      op: 'order',
      expTime: String(startMs + 2000),
      args: [one('a')],
    });
    bot.sockets.failNext({ kind: 'close-before', executedAfterMs: 5000 }, { command: 'order' });
    expect(await bot.send(order('b'), { validForMs: 2000 })).toMatch(/ rejected expired/);
    expect(bot.sim.executions('b')).toBe(0);
  });

  it.each(['act', 'observe'] as const)(
    'leaves what the caller put beside the arguments (%s)',
    async (mode) => {
      const bot = open({ gateway: { mode }, socket: { login: false } });
      await vi.advanceTimersByTimeAsync(10);
      const expTime = startMs + 9000;
      await bot.send({ ...order('a'), expTime });
      expect(bot.sent().at(-1)).toMatchObject({ expTime });
    },
  );

  it('logs in anew when its session is over', async () => {
    const bot = open();
    await bot.send(order('a'));
    bot.sockets.expireSessions();
    expect(await bot.send(order('b'))).toMatchObject({ code: '0' });
    expect(bot.seen()).toEqual([
      '0 1 login',
      '0 1 order a',
      '100000 1 order b 60011',
      '100000 1 login',
      '100000 1 order b',
    ]);
  });

  it('says of a batch which orders stand', async () => {
    const bot = open({ sim: { funds: 15 } });
    expect(await bot.send({ op: 'batch-orders', args: [one('a'), one('b')] })).toMatch(/ funds partial /);
    expect([bot.sim.executions('a'), bot.sim.executions('b')]).toEqual([1, 0]);
  });
});

describe('Kraken', () => {
  const order = (id: string, more = {}) => ({
    method: 'add_order',
    params: {
      symbol: 'BTC/USD',
      side: 'buy',
      order_type: 'limit',
      order_qty: 1,
      limit_price: 10,
      cl_ord_id: id,
      ...more,
    },
  });
  const open = (more: Partial<PlayOptions> = {}) =>
    play({ exchange: kraken, sign: kraken.signer({ ...keys, apiSecret: 'ZmFrZS1zZWNyZXQ=' }), ...more });
  const asked = (bot: ReturnType<typeof open>) =>
    bot.seen().filter((line) => line.includes('GetWebSocketsToken'));

  it('asks for a token once, again when it is refused, and when it is old', async () => {
    const bot = open();
    await bot.all(order('a'), order('b'));
    bot.sockets.failNext({ kind: 'code', code: 'ESession:Invalid session' }, { command: 'add_order' });
    expect(await bot.send(order('c'))).toMatchObject({ success: true });
    expect(asked(bot)).toEqual([
      '0 POST /0/private/GetWebSocketsToken',
      '100000 POST /0/private/GetWebSocketsToken',
    ]);
    await vi.advanceTimersByTimeAsync(15 * 60_000);
    expect(await bot.send(order('d'))).toMatchObject({ success: true });
    expect(asked(bot)).toHaveLength(3);
    expect([...'abcd'].map((id) => bot.sim.executions(id))).toEqual([1, 1, 1, 1]);
  });

  it('leaves a token of the caller alone', async () => {
    const bot = open();
    const token = 'token-of-simulateExchange';
    expect(await bot.send(order('a', { token }))).toMatchObject({ success: true });
    expect(asked(bot)).toEqual([]);
  });

  it('says where its REST has to be for a token', async () => {
    const bot = open({ isBare: true });
    await expect(bot.commands.send(order('a'))).rejects.toThrow(/`restOrigin` of `interceptSocket`/);
  });

  it('says of a cancel of several which of them are gone', async () => {
    const bot = open();
    await bot.all(order('a'), order('b'));
    const cancel = (...cl_ord_id: readonly string[]) =>
      bot.send({ method: 'cancel_order', params: { cl_ord_id } });
    expect(await cancel('a', 'x')).toMatch(/^EOrder:Unknown order order-not-found partial/);
    expect(await cancel('b')).toMatchObject({ success: true, result: { cl_ord_id: 'b' } });
    expect(bot.sim.orders.map(({ placed }) => placed[0]?.status)).toEqual(['cancelled', 'cancelled']);
  });

  it('reads a list of ids as the name of an order where it holds one', () => {
    const named = (...cl_ord_id: readonly string[]) =>
      readClientOrderId(kraken, { path: '/0/private/CancelOrder', body: JSON.stringify({ cl_ord_id }) });
    expect([named(), named('a'), named('a', 'b')]).toEqual([undefined, 'a', undefined]);
  });

  it('says until when an order holds, by a clock of whole seconds', async () => {
    const bot = open();
    await bot.send(order('a'), { validForMs: 2000 });
    expect(bot.sent()[0]?.['params']).toMatchObject({ deadline: new Date(startMs + 2500).toISOString() });
  });
});

describe('Gate', () => {
  const sign = gate.signer(keys);
  const order = (text: string, more = {}) => ({
    text,
    currency_pair: 'BTC_USDT',
    type: 'limit',
    side: 'buy',
    amount: '1',
    price: '10',
    ...more,
  });
  const command = (channel: string, req_param: object, more = {}) => ({
    channel,
    event: 'api',
    payload: { req_param, ...more },
  });
  const open = (more: Partial<PlayOptions> = {}) => play({ exchange: gate, sign, ...more });

  it('says until when an order holds, in a header beside its parameters, and asks nobody for one that is over', async () => {
    const bot = open();
    bot.sockets.failNext({ kind: 'close-before', executedAfterMs: 5000 }, { command: 'spot.order_place' });
    expect(await bot.send(command('spot.order_place', order('t-a')), { validForMs: 2000 })).toMatch(
      / rejected expired/,
    );
    expect(bot.sent().at(-1)).toMatchObject({
      time: Math.trunc(startMs / 1000),
      payload: { req_header: { 'x-gate-exptime': String(startMs + 2000) } },
    });
    expect(bot.sim.executions('t-a')).toBe(0);
  });

  it('logs in at the address of futures by a name of its own', async () => {
    const bot = open();
    const contract = { contract: 'BTC_USDT', size: 1, price: '10', tif: 'gtc', text: 't-a' };
    bot.sockets.failNext('close-after', { command: 'futures.order_place' });
    expect(await bot.send(command('futures.order_place', contract))).toMatchObject({
      header: { channel: 'futures.order_place' },
      data: { result: { text: 't-a' } },
    });
    expect(bot.seen()).toEqual([
      '0 1 futures.login',
      '0 1 futures.order_place t-a close-after',
      '0 GET /api/v4/futures/usdt/orders/t-a t-a',
    ]);
  });

  it('asks the book of the currency that a contract is settled in, and none where nothing says which', async () => {
    const bot = open({ gateway: { maxAttempts: 1 } });
    bot.sockets.failNext('close-before', { command: 'futures.order_place' });
    await bot.send(
      command('futures.order_place', { contract: 'BTC_USD', size: 1, price: '10', text: 't-a' }),
    );
    bot.sockets.failNext('close-before', { command: 'futures.order_cancel' });
    expect(await bot.send(command('futures.order_cancel', { order_id: 't-a' }))).toMatch(/ unknown /);
    const asked = bot.seen().filter((line) => line.includes(' GET /api/v4/futures/'));
    expect(new Set(asked.map((line) => line.split(' ')[2]))).toEqual(
      new Set(['/api/v4/futures/btc/orders/t-a']),
    );
  });

  it('places a list as the batch that it is, and says of each order whether it stands', async () => {
    const bot = open({ sim: { funds: 15 } });
    const batch = [order('t-a'), order('t-b')];
    const end = await bot.send(command('spot.order_place', batch));
    expect(end).toMatch(/ funds partial /);
    expect([bot.sim.executions('t-a'), bot.sim.executions('t-b')]).toEqual([1, 0]);
  });

  it('waits as long as a refusal says, and goes by what it tells of the limit', async () => {
    const bot = open({ gateway: { limits: gate.limits } });
    bot.sockets.failNext('request-lost', { command: 'spot.order_place' });
    const sending = bot.commands.send(command('spot.order_place', order('t-a')));
    await vi.advanceTimersByTimeAsync(10);
    const header = { status: '429', channel: 'spot.order_place', x_gate_ratelimit_limit: 10 };
    const request_id = Object(bot.sent().at(-1)?.['payload']).req_id;
    const errs = { label: 'TOO_MANY_REQUESTS', message: 'Request Rate limit Exceeded (211)' };
    const until = { x_gate_ratelimit_reset_timestamp: startMs + 3000 };
    bot.sockets.push(JSON.stringify({ request_id, header: { ...header, ...until }, data: { errs } }));
    await vi.advanceTimersByTimeAsync(20_000);
    await sending;
    const placed = bot.seen().filter((line) => line.includes('spot.order_place'));
    expect(placed).toEqual([
      '0 1 spot.order_place t-a request-lost',
      expect.stringMatching(/^3\d{3} 1 spot.order_place t-a$/),
    ]);
  });
});

describe('KuCoin', () => {
  const sign = kucoin.signer({ ...keys, passphrase: 'fake-Phrase-1' });
  const order = (clientOid: string) => ({
    op: 'spot.order',
    args: { symbol: 'BTC-USDT', side: 'buy', type: 'limit', size: '1', price: '10', clientOid },
  });

  it('signs the session of each connection, and sends nothing before it came', async () => {
    const bot = play({ exchange: kucoin, sign });
    await bot.send(order('a'));
    bot.sockets.drop();
    expect(await bot.all(order('b'), order('c'))).toMatchObject([{ code: '200000' }, { code: '200000' }]);
    expect(bot.seen()).toEqual([
      '0 1 welcome',
      '0 1 spot.order a',
      '100100 2 welcome',
      '100100 2 spot.order b',
      '100100 2 spot.order c',
    ]);
  });

  it('replaces a connection that opens no session', async () => {
    const bot = play({ exchange: kucoin, sign, silentConnections: 1 });
    expect(await bot.send(order('a'))).toMatchObject({ code: '200000' });
    expect(bot.seen()).toEqual(['1100 1 welcome', '1100 1 spot.order a']);
  });

  it('takes a refusal without an id for that of its log-in, and prints nothing that was signed', async () => {
    const bot = play({ exchange: kucoin, sign });
    bot.sockets.failNext('request-lost', { command: 'welcome' });
    const ending = bot.commands.send(order('a')).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10);
    const signed = String(bot.sent().at(-1));
    bot.sockets.push(
      JSON.stringify({ code: '400005', msg: `invalid signature ${signed}`, inTime: 1, outTime: 2 }),
    );
    await vi.advanceTimersByTimeAsync(10);
    const error = await ending;
    expect(error).toMatchObject({ code: '400005', category: 'signature', outcome: 'rejected' });
    expect(`${String(error)} ${JSON.stringify(error)} ${inspect(error, { depth: 9 })}`).not.toContain(signed);
  });

  it('goes by what a reply tells of its pool', async () => {
    const bot = play({ exchange: kucoin, sign, gateway: { limits: kucoin.limits } });
    bot.sockets.failNext('request-lost', { command: 'spot.order' });
    const sending = bot.commands.send(order('a'));
    await vi.advanceTimersByTimeAsync(10);
    const rateLimit = { limit: 4000, reset: 15_244, remaining: 12 };
    const data = { orderId: '1', clientOid: 'a' };
    bot.sockets.push(
      JSON.stringify({ id: bot.sent().at(-1)?.['id'], op: 'spot.order', code: '200000', data, rateLimit }),
    );
    await sending;
    const { free } = bot.gateway.headroom().find(({ limit }) => limit === 'spot') ?? {};
    expect(free).toBe(12);
  });

  it("takes no id of the exchange's own for one of the caller's", () => {
    const request = { op: 'spot.cancel', args: { symbol: 'BTC-USDT', orderId: '7' } };
    const path = requestFor(kucoin.socket, { method: 'WS', path: '/spot.cancel' }, () =>
      JSON.stringify(request.args),
    ).path;
    expect(readClientOrderId(kucoin, { path, body: JSON.stringify(request.args) })).toBeUndefined();
  });
});

describe('Hyperliquid', () => {
  it('sends the same signed bytes again, under another number', async () => {
    const bot = play({ exchange: hyperliquid, sign: () => ({}), isUnchecked: true, fill: { user: '0x1' } });
    const action = { type: 'order', orders: [{ a: 0, b: true, p: '10', s: '1', c: `0x${'1'.repeat(32)}` }] };
    const payload = { action, nonce: startMs, signature: { r: '0x1', s: '0x2', v: 27 } };
    bot.sockets.failNext({ kind: 'code', code: 'Too many cumulative requests sent' });
    expect(await bot.send({ method: 'post', request: { type: 'action', payload } })).toBeTypeOf('object');
    const sent = bot.sent();
    expect(sent.map(({ request }) => JSON.stringify(Object(request).payload))).toEqual([
      JSON.stringify(payload),
      JSON.stringify(payload),
    ]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  });
});

describe('Deribit', () => {
  it('says until when an order holds, among its parameters', async () => {
    const bot = play({ exchange: deribit, sign: deribit.signer(keys), isUnchecked: true });
    const params = { instrument_name: 'BTC-PERPETUAL', amount: 1, type: 'limit', price: 10, label: 'a' };
    await bot.send({ jsonrpc: '2.0', method: 'private/buy', params }, { validForMs: 2000 });
    expect(bot.sent().at(-1)?.['params']).toEqual({ ...params, valid_until: startMs + 2000 });
  });
});

describe('HTX', () => {
  it('says where its REST has to be for a log-in, since the host is signed', async () => {
    const bot = play({ exchange: htx, sign: htx.signer(keys), isBare: true });
    expect(await bot.send({ ch: 'create-order', params: { symbol: 'btcusdt' } })).toMatch(/^- /);
    await expect(bot.commands.send({ ch: 'create-order', params: {} })).rejects.toThrow(
      /`restOrigin` of `interceptSocket`/,
    );
  });
});

// What is signed there with something random in it, the simulator lets pass.
const logging = cases.filter(({ exchange, isRandom }) => exchange.socket?.login?.expired && !isRandom);

it.each(logging)('$exchange.id logs in anew where its session is over', async (one) => {
  const { exchange, place, names, id = (text) => text } = one;
  const bot = play({ exchange, sign: one.sign(), isUnchecked: one.isRandom });
  await bot.send(place('a'));
  bot.sockets.expireSessions();
  expect(await bot.send(place('b'))).toBeTypeOf('object');
  const ended = exchange.socket?.login?.expired?.[0];
  expect(bot.seen()).toEqual([
    ...one.opening.map((text) => `0 ${text}`),
    `0 1 ${names.place} ${id('a')}`,
    `100000 1 ${names.place} ${id('b')} ${ended}`,
    ...one.opening.map((text) => `100000 ${text}`),
    `100000 1 ${names.place} ${id('b')}`,
  ]);
});

describe('a definition of commands', () => {
  const { socket } = binanceSpot;
  const { socket: overKraken } = kraken;

  it.each([
    [
      { usage: { ...socket?.usage, at: 'rateLimits', limits: [{ limit: 'wieght', where: {} }] } },
      /`socket.usage.limits\[0\].limit` takes the name of a limit: 'weight', /,
    ],
    [{ token: overKraken?.token }, /`socket.token` takes the place of `login`: one of the two/],
    [{ stamp: { header: 'x-time' } }, /`socket.stamp.header` takes one of the names in `headers`/],
    [{ stamp: { param: 'a', header: 'b' } }, /`socket.stamp` takes an object with `header` or `param`/],
    [{ signs: 'all' }, /`socket.signs` takes 'each'/],
    [{ time: { field: 'a', unit: 'h' } }, /`socket.time.unit` takes /],
    [
      { commands: [{ name: 'a', kind: 'order', payload: 'args.1' }] },
      /`socket.commands\[0\].payload` takes the name of a member, with `.0` at its end/,
    ],
    [{ op: [] }, /`socket.op` takes one path at least/],
    [{ op: ['a', 'b.'] }, /`socket.op\[1\]` takes a path of names/],
    [{ id: { field: 'a', reply: 'b.', type: 'string' } }, /`socket.id.reply` takes a path of names/],
    [{ ack: { field: 'ack' } }, /`socket.ack.equals` /],
    [
      { stamp: { at: 'time' } },
      /`socket.stamp` takes an object with `header` or `param`, or with `at` and `unit`/,
    ],
    [{ replyHeaders: { 'x-left': 'a.' } }, /`socket.replyHeaders\['x-left'\]` takes a path of names/],
    [{ result: { at: 'a', besides: { b: 1 } } }, /`socket.result.besides\['b'\]` takes a string/],
    [{ login: { command: 'a', others: { b: '' } } }, /`socket.login.others\['b'\]` takes a string/],
    [
      { id: undefined, commands: [{ name: 'a', kind: 'order', id: { field: 'b' } }] },
      /`socket.commands\[0\].id` takes nothing: `id` says what ids are/,
    ],
    [
      { commands: [{ name: 'a', kind: 'order', accepted: { field: 'b' } }] },
      /`socket.commands\[0\].accepted.equals` /,
    ],
    [
      { commands: [{ name: 'a', kind: 'order', rest: [{ method: 'POST', path: '/', when: { b: 'c' } }] }] },
      /`socket.commands\[0\].rest\[0\].when\['b'\]` takes a regular expression/,
    ],
    [
      { commands: [{ name: 'a', kind: 'order', rest: { path: '/order' } }] },
      /`socket.commands\[0\].rest.method` /,
    ],
  ])('that cannot mean anything names what is wrong: %j', (change, message) => {
    const make = () =>
      Reflect.apply(extendExchange, undefined, [binanceSpot, { socket: { ...socket, ...change } }]);
    expect(make).toThrow(message);
  });

  it('lets go of limits that an extension replaces', () => {
    const own = extendExchange(binanceSpot, {
      limits: [{ name: 'weight', scope: 'ip', capacity: 10, windowMs: 1000 }],
    });
    expect(own.socket?.usage?.limits.map(({ limit }) => limit)).toEqual(['weight']);
  });
});
