import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  createGateway,
  extendExchange,
  interceptSocket,
  isExchangeError,
  lbankContract,
  oxFun,
} from '../../../src/index.ts';
import { caught, credentials, hmac, open, order, server, until } from './support.ts';

describe('the log-in', () => {
  it("is signed with the gateway's clock, once for all commands that wait for it", async () => {
    const { commands, sockets } = await open();
    await Promise.all(['1', '2', '3'].map((id) => commands.send(order(id), { clientOrderId: id })));
    const logins = sockets.log.filter(({ command }) => command === 'login');
    expect(logins).toHaveLength(1);
    const { data } = JSON.parse(logins[0]?.text ?? '');
    expect(data.signature).toBe(hmac(`${data.timestamp}GET/auth/self/verify`));
    expect(sockets.log.map(({ command }) => command)[0]).toBe('login');
  });

  it('counts as done when the session is there already (20005)', async () => {
    const { commands, sockets, sim } = await open();
    sockets.failNext({ kind: 'code', code: '20005', executed: true }, { command: 'login' });
    await commands.send(order('1'), { clientOrderId: '1' });
    expect(sim.executions('1')).toBe(1);
  });

  it('is made anew once for all commands whose session is over (20026), and they go again', async () => {
    const { commands, sockets, sim, gateway } = await open();
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.expireSessions();
    const ids = Array.from({ length: 20 }, (_, at) => String(at + 10));
    await Promise.all(ids.map((id) => commands.send(order(id), { clientOrderId: id })));
    expect(ids.map((id) => sim.executions(id))).toEqual(ids.map(() => 1));
    expect(sockets.log.filter(({ command }) => command === 'login')).toHaveLength(2);
    expect(gateway.stats().breaker).toBe('closed');
  });

  it('is not made a third time for a command that is refused again', async () => {
    const { commands, sockets } = await open();
    sockets.failNext({ kind: 'code', code: '20026' }, { command: 'placeorder', times: 2 });
    const error = await caught(commands.send(order('1'), { clientOrderId: '1' }));
    expect(error).toMatchObject({ code: '20026', category: 'auth', outcome: 'rejected', attempts: 2 });
  });

  it('that fails for the credentials fails the commands and opens the breaker', async () => {
    const { commands, gateway, sockets } = await open({
      gateway: { sign: oxFun.signer({ ...credentials, apiSecret: 'wrong-secret' }) },
    });
    for (let at = 1; at <= 5; at += 1) {
      const error = await caught(commands.send(order(String(at)), { clientOrderId: String(at) }));
      expect(error).toMatchObject({
        code: '20000',
        category: 'signature',
        outcome: 'rejected',
        attempts: 0,
        reason: 'failed',
      });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(credentials.apiKey);
    }
    expect(gateway.stats().breaker).toBe('open');
    expect(await caught(commands.send(order('6'), { clientOrderId: '6' }))).toMatchObject({
      reason: 'breaker',
    });
    expect(sockets.log.every(({ command }) => command === 'login')).toBe(true);
    expect(sockets.log).toHaveLength(5);
  });

  it('says so when the sign of the gateway makes none', async () => {
    const { commands } = await open({ gateway: { sign: () => ({ headers: {} }) } });
    const error = await caught(commands.send(order('1'), { clientOrderId: '1' }));
    expect(error.message).toMatch(/`sign` makes no log-in/);
    expect(error.outcome).toBe('rejected');
  });

  it('is left out without a sign, and where the caller says so', async () => {
    const { commands, sockets } = await open({ socket: { login: false } });
    await commands.send({ op: 'subscribe', args: ['depth:BTC-USD'] });
    expect(sockets.log.map(({ command }) => command)).toEqual(['subscribe']);
  });
});

describe('the clock', () => {
  it.each([
    { bare: false, from: 'over REST' },
    { bare: true, from: "from the replies' own time" },
  ])('is read $from when a log-in is refused for its time (20024)', async ({ bare }) => {
    const { commands, sim, gateway } = await open({ sim: { clockSkewMs: 60_000 }, bare });
    await commands.send(order('1'), { clientOrderId: '1' });
    expect(sim.executions('1')).toBe(1);
    expect(Math.abs((gateway.stats().clockOffsetMs ?? 0) - 60_000)).toBeLessThan(bare ? 50 : 1100);
    expect(sim.timeRequests.length > 0).toBe(!bare);
  });

  it('gives an order its own time anew when the engine finds it too old (100015)', async () => {
    const { commands, sim, sockets } = await open({ sim: { clockSkewMs: 4000 }, bare: true });
    const data = { timestamp: Date.now(), recvWindow: 500 };
    await commands.send(order('9', data), { clientOrderId: '9' });
    expect(sim.executions('9')).toBe(1);
    const orders = sockets.log.filter(({ command }) => command === 'placeorder');
    expect(orders.map(({ code }) => code)).toEqual(['100015', undefined]);
  });
});

it('LBank 59 leads to a new log-in, once its protocol is brought along', async () => {
  const { socket: protocol, ws } = oxFun.spec;
  if (!protocol?.login || !ws) throw new Error('no protocol');
  const lbank = extendExchange(lbankContract, {
    ws,
    wsSharesTable: true,
    socket: { ...protocol, login: { command: 'login', expired: ['59'] } },
  });
  const { wss, url } = await server();
  const seen: string[] = [];
  wss.on('connection', (socket) =>
    socket.on('message', (text) => {
      const { op, tag } = JSON.parse(String(text));
      seen.push(op);
      const isOver = op === 'placeorder' && seen.filter((one) => one === op).length === 1;
      const no = { submitted: false, code: '59', message: 'User needs to re-login' };
      socket.send(JSON.stringify({ event: op, tag, ...(isOver ? no : { submitted: true, success: true }) }));
    }),
  );
  const { createGateway, interceptSocket } = await import('../../../src/index.ts');
  const { WebSocket } = await import('ws');
  const gateway = createGateway({ exchange: lbank, sign: () => ({ body: '{"op":"login","key":"k"}' }) });
  const commands = interceptSocket(new WebSocket(url), gateway);
  await commands.send(order('1'));
  expect(seen).toEqual(['login', 'placeorder', 'login', 'placeorder']);
  commands.close();
  await gateway.close();
});

describe('subscriptions', () => {
  it('that are refused surface with code and category, and are not remembered', async () => {
    const { commands } = await open();
    const error = await caught(commands.send({ op: 'subscribe', args: ['depth:'] }));
    expect(error).toMatchObject({ code: '20015', category: 'invalid-request', outcome: 'rejected' });
    expect(commands.subscriptions).toEqual([]);
  });

  it('are remembered one by one, also where others of the same command were refused', async () => {
    const { commands } = await open();
    const args = ['depth:BTC-USD', 'depth:', 'trade:BTC-USD'];
    const error = await caught(commands.send({ op: 'subscribe', args }));
    expect(error).toMatchObject({ code: '20015', outcome: 'partial' });
    expect(commands.subscriptions.map(({ args: kept }) => kept)).toEqual([
      ['depth:BTC-USD'],
      ['trade:BTC-USD'],
    ]);
    await commands.send({ op: 'unsubscribe', args: ['depth:BTC-USD'] });
    expect(commands.subscriptions).toEqual([{ op: 'subscribe', args: ['trade:BTC-USD'] }]);
  });

  it('are sent again after a drop, after a new log-in', async () => {
    const { commands, sockets } = await open();
    await commands.send({ op: 'subscribe', args: ['order:BTC-USD'] });
    sockets.drop();
    await until(() => sockets.log.length === 4);
    expect(sockets.log.map(({ connection, command }) => `${connection} ${command}`)).toEqual([
      '1 login',
      '1 subscribe',
      '2 login',
      '2 subscribe',
    ]);
  });

  it('that cannot be restored are told, and forgotten', async () => {
    const told: unknown[] = [];
    const onError = (error: unknown): unknown => told.push(isExchangeError(error) && error.code);
    const { commands, sockets } = await open({ socket: { onError } });
    await commands.send({ op: 'subscribe', args: ['order:BTC-USD'] });
    sockets.failNext({ kind: 'code', code: '20031' }, { command: 'subscribe' });
    sockets.drop();
    await until(() => told.length === 1);
    expect(told).toEqual(['20031']);
    expect(commands.subscriptions).toEqual([]);
  });
});

it('what the exchange repeats of the log-in to a later command is not told', async () => {
  const { wss, url } = await server();
  const said: string[] = [];
  wss.on('connection', (socket) => {
    socket.on('message', (text) => {
      const { op, tag, data } = JSON.parse(String(text));
      if (op === 'login') said.push(data.apiKey, data.signature);
      const refused = { submitted: false, code: '20009', message: `bad: ${said.join(' ')}`, data };
      socket.send(JSON.stringify({ event: op, tag, ...(op === 'login' ? { success: true } : refused) }));
    });
  });
  const gateway = createGateway({ exchange: oxFun, sign: oxFun.signer(credentials) });
  const commands = interceptSocket(() => new WebSocket(url), gateway);
  const error: unknown = await commands.send(order('1')).catch((reason: unknown) => reason);
  commands.close();
  await gateway.close();
  expect(error).toMatchObject({
    code: '20009',
    message: expect.stringContaining('bad: [redacted] [redacted]'),
  });
  expect(inspect(error, { depth: 9, showHidden: true, getters: true })).not.toContain(said[1]);
});
