import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  chainUp,
  createGateway,
  interceptSocket,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
} from '../../../src/index.ts';
import { simulateExchange } from '../../../src/testing/index.ts';
import { caught, credentials, open, order, server, until } from './support.ts';

describe('KTX', () => {
  it('ties replies to commands by id, and takes silence for a log-in', async () => {
    const { commands, sockets } = await open({ exchange: ktx });
    const [first, second] = await Promise.all([
      commands.send({ method: 'SUBSCRIBE', params: ['spot.BTC_USDT.ticker'] }),
      commands.send({ method: 'SUBSCRIBE', params: ['spot.ETH_USDT.ticker'], id: 7 }),
    ]);
    expect(first).toMatchObject({ result: 'success', events: ['spot.BTC_USDT.ticker'] });
    expect(second).toMatchObject({ id: 7, events: ['spot.ETH_USDT.ticker'] });
    expect(sockets.log.map(({ command }) => command)).toEqual(['LOGIN', 'SUBSCRIBE', 'SUBSCRIBE']);
  });

  it('gives a number that no table has', async () => {
    const { commands } = await open({ exchange: ktx, socket: { login: false } });
    const error = await caught(commands.send({ method: 'SUBSCRIBE', params: ['nothing'] }));
    expect(error).toMatchObject({ code: '-1003', category: 'unknown', outcome: 'unknown' });
  });

  it('refuses a log-in with a bad key', async () => {
    const { commands } = await open({
      exchange: ktx,
      gateway: { sign: ktx.signer({ ...credentials, apiKey: 'no-such-key' }) },
    });
    const error = await caught(commands.send({ method: 'SUBSCRIBE', params: ['spot.BTC_USDT.ticker'] }));
    expect(error).toMatchObject({ code: '-12101', outcome: 'rejected', attempts: 0 });
    expect(error.message).toMatch(
      /^KTX -12101 \(unknown\): before it could be sent, KTX -12101 \(unknown\): [^.]+\. /,
    );
    expect(error.message).not.toContain('..');
    expect(error.message.match(/The same request would fail again/g)).toHaveLength(1);
  });
});

describe('MEXC', () => {
  const sub = (symbol: string): Record<string, unknown> => ({ method: 'sub.ticker', param: { symbol } });

  it('sends one command at a time, since a refusal names none', async () => {
    const { commands, sockets } = await open({ exchange: mexcContract, attach: { latencyMs: 20 } });
    const ends = await Promise.allSettled([
      commands.send(sub('BTC_USDT')),
      commands.send(sub('nothing')),
      commands.send(sub('ETH_USDT')),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const times = sockets.log.map(({ at }) => at);
    expect(Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toBeGreaterThanOrEqual(
      18,
    );
    expect(commands.subscriptions).toEqual([sub('BTC_USDT'), sub('ETH_USDT')]);
    await commands.send({ method: 'unsub.ticker', param: { symbol: 'BTC_USDT' } });
    expect(commands.subscriptions).toEqual([sub('ETH_USDT')]);
  });

  it('logs in for personal channels only', async () => {
    const { commands, sockets } = await open({ exchange: mexcContract });
    await commands.send(sub('BTC_USDT'));
    await commands.send({ method: 'personal.filter', param: { filters: [] } });
    expect(sockets.log.map(({ command }) => command)).toEqual(['sub.ticker', 'login', 'personal.filter']);
  });

  it('gives a late reply to nobody else', async () => {
    const { commands, sockets } = await open({ exchange: mexcContract, socket: { timeoutMs: 60 } });
    sockets.failNext({ kind: 'delay', delayMs: 90 }, { command: 'sub.ticker' });
    sockets.push('{"channel":"push.ticker","data":{}}');
    const late = caught(commands.send(sub('nothing'), { deadlineMs: 70 }));
    await late;
    await expect(commands.send(sub('ETH_USDT'))).resolves.toMatchObject({ channel: 'rs.sub.ticker' });
  });
});

describe('what is not documented', () => {
  it.each([lbankContract, chainUp])('is said of $name', async (exchange) => {
    const { wss, url } = await server();
    const gateway = createGateway({ exchange });
    const socket = new WebSocket(url);
    expect(() => interceptSocket(socket, gateway)).toThrow(/documents no commands over WebSocket/);
    expect(() => simulateExchange(exchange).attach(wss)).toThrow(/no commands over WebSocket are documented/);
    await until(() => socket.readyState === 1);
    socket.terminate();
    await gateway.close();
  });
});

describe('bad input', () => {
  it('is named', async () => {
    const { commands, gateway, url } = await open();
    const bad = (source: unknown, options: unknown): (() => unknown) => {
      return () => Reflect.apply(interceptSocket, undefined, [source, gateway, options]);
    };
    expect(bad({}, {})).toThrow(/takes a WebSocket, or a function/);
    expect(bad(() => new WebSocket(url), { timeout: 1 })).toThrow(/no option `timeout`/);
    expect(bad(() => new WebSocket(url), { timeoutMs: 0 })).toThrow(/`timeoutMs` takes/);
    expect(bad(() => new WebSocket(url), { restOrigin: 'x' })).toThrow(/`restOrigin` takes/);
    expect(bad(() => new WebSocket(url), { login: 1 })).toThrow(/`login` takes/);
    await expect(commands.send({})).rejects.toThrow(/`command.op` takes its name/);
    await expect(Reflect.apply(commands.send, commands, [order('1'), { prio: 1 }])).rejects.toThrow(/prio/);
  });
});

describe('what else a caller may say', () => {
  it('a tag of its own comes back, though another was sent', async () => {
    const { commands, sockets } = await open();
    const reply = await commands.send({ ...order('1'), tag: 123 }, { clientOrderId: '1' });
    expect(reply['tag']).toBe(123);
    expect(JSON.parse(sockets.log.at(-1)?.text ?? '').tag).not.toBe(123);
  });

  it('an id made up by the gateway stands in the order', async () => {
    const { commands, sim, sockets } = await open();
    const { data } = order('1') as { data: Record<string, unknown> };
    const { clientOrderId: _, ...nameless } = data;
    await commands.send({ op: 'placeorder', data: nameless }, { clientOrderId: 'auto' });
    const id = sockets.log.at(-1)?.clientOrderId ?? '';
    expect(oxFun.clientOrderId?.pattern.test(id)).toBe(true);
    expect(sim.executions(id)).toBe(1);
  });

  it('a cancel is a cancel, and what is not there is not found', async () => {
    const { commands } = await open();
    const { data } = await commands.send(order('1'), { clientOrderId: '1' });
    const { orderId } = data as { orderId: string };
    await commands.send({ op: 'cancelorder', data: { marketCode: 'BTC-USD-SWAP-LIN', orderId } });
    const again = caught(
      commands.send({ op: 'cancelorder', data: { marketCode: 'BTC-USD-SWAP-LIN', orderId } }),
    );
    expect(await again).toMatchObject({ code: '100005', category: 'order-not-found', outcome: 'rejected' });
  });
});
