import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  byClientOrderId,
  createGateway,
  interceptSocket,
  oxFun,
  UnknownOutcomeError,
  type WebSocketLike,
} from '../../../src/index.ts';
import { caught, open, order, server, until } from './support.ts';

const soon = byClientOrderId({ settleMs: 20, asks: 2 });

describe('a socket that drops', () => {
  it('leaves a sent order unknown, and the look-up over REST finds it', async () => {
    const { commands, sockets, sim } = await open({ gateway: { reconcile: soon } });
    sockets.failNext('close-after', { command: 'placeorder' });
    const found = await commands.send(order('1'), { clientOrderId: '1' });
    expect(JSON.stringify(found)).toContain('"clientOrderId":"1"');
    expect(sim.executions('1')).toBe(1);
    expect(sockets.log.filter(({ command }) => command === 'placeorder')).toHaveLength(1);
  });

  it('leaves it unknown for good where nobody can be asked', async () => {
    const { commands, sockets } = await open();
    sockets.failNext('close-after', { command: 'placeorder' });
    const error = await caught(commands.send(order('1'), { clientOrderId: '1' }));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ category: 'network', reason: 'outcome-unknown', attempts: 1 });
  });

  it('keeps what was not sent waiting for the next connection', async () => {
    const { commands, sockets, sim } = await open();
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.drop();
    await until(() => commands.socket.readyState !== 1);
    const ids = ['2', '3', '4'];
    await Promise.all(ids.map((id) => commands.send(order(id), { clientOrderId: id })));
    expect(ids.map((id) => sim.executions(id))).toEqual([1, 1, 1]);
    expect(commands.stats().connections).toBe(2);
  });

  it('or until their deadline, which leaves no doubt', async () => {
    const { commands, sockets } = await open({
      socket: { reconnect: { baseDelayMs: 5000, jitter: 'none' } },
    });
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.drop();
    await until(() => commands.socket.readyState !== 1);
    const error = await caught(commands.send(order('2'), { clientOrderId: '2', deadlineMs: 60 }));
    expect(error).toMatchObject({ reason: 'deadline', outcome: 'rejected', attempts: 0 });
  });

  it('fails what comes after it where there is no factory', async () => {
    const { commands, sockets } = await open({ single: true });
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.drop();
    await until(() => commands.socket.readyState !== 1);
    const error = await caught(commands.send(order('2'), { clientOrderId: '2' }));
    expect(error).toMatchObject({ category: 'network', outcome: 'rejected', attempts: 0 });
    expect(error.message).toMatch(/no factory to make another/);
  });

  it('that says nothing any more is given up for another after one silent timeout', async () => {
    const { commands, sockets, sim } = await open({
      gateway: { reconcile: soon },
      socket: { timeoutMs: 80 },
    });
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.failNext('half-open', { command: 'placeorder' });
    await commands.send(order('2'), { clientOrderId: '2' });
    expect(sim.executions('2')).toBe(1);
    expect(commands.stats().connections).toBe(2);
  });

  it('is not given up while market data comes', async () => {
    const { commands, sockets } = await open({ socket: { timeoutMs: 80 } });
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.failNext('reply-lost', { command: 'placeorder' });
    const timer = setInterval(() => sockets.push('{"table":"depth","data":[]}'), 10);
    const error = await caught(commands.send(order('2'), { clientOrderId: '2' }));
    clearInterval(timer);
    expect(error).toMatchObject({ category: 'timeout', outcome: 'unknown' });
    expect(commands.stats().connections).toBe(1);
  });
});

describe('an abort', () => {
  it('before anything was sent rejects with its reason', async () => {
    const { commands, sockets } = await open({
      socket: { reconnect: { baseDelayMs: 5000, jitter: 'none' } },
    });
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.drop();
    await until(() => commands.socket.readyState !== 1);
    const controller = new AbortController();
    const sent = commands.send(order('2'), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(sent).rejects.toThrow('enough');
  });

  it('after an order was sent leaves it unknown, and shows the reply that came after all', async () => {
    const { commands, sockets } = await open();
    await commands.send(order('1'), { clientOrderId: '1' });
    sockets.failNext({ kind: 'delay', delayMs: 60 }, { command: 'placeorder' });
    const controller = new AbortController();
    const sent = commands.send(order('2'), { clientOrderId: '2', signal: controller.signal });
    await until(() => sockets.log.some(({ clientOrderId }) => clientOrderId === '2'));
    controller.abort(new Error('enough'));
    const error = await caught(sent);
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown' });
    expect(error.response).toMatchObject({ event: 'placeorder', submitted: true });
  });
});

it('replies that come out of order find their commands', async () => {
  const { commands, sockets } = await open();
  await commands.send(order('1'), { clientOrderId: '1' });
  sockets.failNext({ kind: 'delay', delayMs: 40 }, { command: 'placeorder' });
  const done: string[] = [];
  const place = async (id: string): Promise<void> => {
    const { data } = await commands.send(order(id), { clientOrderId: id });
    expect(data).toMatchObject({ clientOrderId: id });
    done.push(id);
  };
  await Promise.all([place('2'), place('3')]);
  expect(done).toEqual(['3', '2']);
});

it('pings of the exchange are answered by the socket, as without us', async () => {
  const { commands, sockets } = await open();
  await commands.send(order('1'), { clientOrderId: '1' });
  sockets.ping();
  await until(() => sockets.pongs === 1);
});

describe('close', () => {
  it('leaves no timer and no listener on a socket of the caller', async () => {
    const { wss, url } = await server();
    wss.on('connection', () => {});
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.once('open', resolve));
    const before = process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const gateway = createGateway({ exchange: oxFun });
    const commands = interceptSocket(socket, gateway);
    const sent = caught(commands.send({ op: 'subscribe', args: ['depth:BTC-USD'] }, { deadlineMs: 2000 }));
    await until(() => commands.stats().pending === 1);
    commands.close();
    await gateway.close();
    expect(await sent).toMatchObject({ category: 'network' });
    expect(process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length).toBeLessThanOrEqual(
      before,
    );
    expect(['open', 'message', 'close'].map((name) => socket.listenerCount(name))).toEqual([0, 0, 0]);
    expect(socket.readyState).toBe(1);
    socket.terminate();
  });

  it('ends the connection that the factory made, and connects no more', async () => {
    const { url } = await server();
    const make = vi.fn(() => new WebSocket(url));
    const gateway = createGateway({ exchange: oxFun });
    const commands = interceptSocket(make, gateway);
    await until(() => commands.socket.readyState === 1);
    commands.close();
    await until(() => commands.socket.readyState === 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(make).toHaveBeenCalledTimes(1);
    await expect(commands.send(order('1'))).rejects.toThrow(/`close` was called/);
    await gateway.close();
  });
});

it('a socket with no more than the standard interface will do', async () => {
  const { sockets, sim, gateway, url } = await open();
  const inner = new WebSocket(url);
  const socket: WebSocketLike = {
    get readyState() {
      return inner.readyState;
    },
    send: (data) => inner.send(data),
    close: () => inner.close(),
    addEventListener: (type: string, listener: unknown) =>
      Reflect.apply(inner.addEventListener, inner, [type, listener]),
    removeEventListener: (type: string, listener: unknown) =>
      Reflect.apply(inner.removeEventListener, inner, [type, listener]),
  };
  const commands = interceptSocket(socket, gateway);
  for (const fault of ['binary', 'gzip', 'garbage'] as const) {
    sockets.failNext(fault, { command: 'placeorder' });
    await commands.send(order(`${fault.length}`), { clientOrderId: `${fault.length}` });
    expect(sim.executions(`${fault.length}`)).toBe(1);
  }
  commands.close();
  inner.terminate();
});
