import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { binanceSpot } from '../../../src/catalog/binance-spot/index.ts';
import { bybit } from '../../../src/catalog/bybit/index.ts';
import { kraken } from '../../../src/catalog/kraken/index.ts';
import { okx } from '../../../src/catalog/okx/index.ts';
import { readClientOrderId } from '../../../src/catalog/order-ids.ts';
import { extendExchange, interceptFetch } from '../../../src/index.ts';
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
