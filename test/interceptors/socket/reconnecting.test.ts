import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createGateway, interceptSocket, isExchangeError, oxFun } from '../../../src/index.ts';
import { dataOf, textOf } from '../../../src/interceptors/socket/decode.ts';
import { accepts, ended, FakeSocket, pass, place, settle, useFakeLine } from './fake-socket.ts';
import { server, until } from './support.ts';

describe('a connection', () => {
  const line = useFakeLine();
  const reconnect = { baseDelayMs: 100, maxDelayMs: 30_000, jitter: 'none' } as const;

  /** When each of the next connections was begun, in milliseconds since the call. */
  async function begun(end: (socket: FakeSocket) => void, withinMs: number): Promise<readonly number[]> {
    const { sockets } = line({ opens: false, socket: { reconnect } });
    const startedAt = performance.now();
    const at: number[] = [];
    for (let ms = 0; ms < withinMs; ms += 10) {
      await settle();
      for (const socket of sockets.slice(at.length)) {
        at.push(performance.now() - startedAt);
        end(socket);
      }
      await pass(10);
    }
    return at;
  }

  it('is waited for longer and longer where the exchange lets us in and out again', async () => {
    const at = await begun((socket) => {
      socket.open();
      setTimeout(() => socket.end(1001), 200);
    }, 7000);
    expect(at).toEqual([0, 300, 700, 1300, 2300, 4100]);
  });

  it.each([1008, 1013])(
    'is waited for four times as long each time where it is closed with %i',
    async (code) => {
      const at = await begun((socket) => {
        socket.open();
        socket.end(code, 'too many connections');
      }, 20_000);
      expect(at).toEqual([0, 200, 1000, 4200, 17_000]);
    },
  );

  it('that stood is made anew without delay', async () => {
    const { sockets, current } = line({ socket: { reconnect } });
    for (let drops = 0; drops < 3; drops += 1) {
      await pass(5100);
      current().end(1006);
      await pass(100);
    }
    expect(sockets).toHaveLength(4);
  });

  it('keeps its failures in mind until one stood for longer than it was waited for', async () => {
    const { sockets, current } = line({ opens: false, socket: { reconnect } });
    for (let failures = 1; failures <= 8; failures += 1) {
      current().end();
      await pass(100 * 2 ** (failures - 1));
    }
    expect(sockets).toHaveLength(9);
    current().open();
    // The wait before it was 12.8 s.
    await pass(6000);
    current().end();
    await pass(25_590);
    expect(sockets).toHaveLength(9);
    await pass(10);
    expect(sockets).toHaveLength(10);
  });

  it.each([
    {
      what: 'an error',
      end: (socket: FakeSocket) => socket.fail('connect ECONNREFUSED 10.0.0.1:443'),
      told: /ECONNREFUSED/,
    },
    {
      what: 'an error without a word',
      end: (socket: FakeSocket) => socket.fail(''),
      told: /the connection failed/,
    },
    {
      what: 'a close with a reason',
      end: (socket: FakeSocket) => socket.end(1008, 'IP banned until 12:00'),
      told: /1008 IP banned until 12:00/,
    },
    { what: 'no answer at all', connectTimeoutMs: 400, end: () => {}, told: /no connection within 400 ms/ },
  ])(
    'that does not come about for $what is told with that as the cause',
    async ({ end, told, connectTimeoutMs = 5000 }) => {
      const { commands, current } = line({ opens: false, socket: { connectTimeoutMs } });
      const sent = commands.send(place(1), { deadlineMs: 900 }).catch((reason: unknown) => reason);
      await settle();
      end(current());
      await pass(900);
      const error = await sent;
      expect(error).toMatchObject({
        reason: 'deadline',
        outcome: 'rejected',
        message: expect.stringMatching(told),
      });
      expect(isExchangeError(error) && String(error.cause)).toMatch(told);
    },
  );

  it('has a time of its own to open in, whatever time a reply has', async () => {
    const { commands, sockets, current } = line({
      opens: false,
      behaviour: accepts,
      socket: { timeoutMs: 200 },
    });
    const sent = ended(commands.send(place(1)));
    await pass(5000);
    current().open();
    expect(await sent).toBe('done');
    expect(sockets).toHaveLength(1);
  });

  it('goes on being made where the factory fails for a while, whatever it returns', async () => {
    vi.useFakeTimers();
    const answers: (() => unknown)[] = [
      () => undefined,
      () => null,
      () => Promise.resolve(7),
      () => {
        throw new Error('no token');
      },
    ];
    const made: FakeSocket[] = [];
    const { sockets, gateway } = line({ behaviour: accepts });
    const next = sockets[0];
    if (!next) throw new Error('no socket');
    const factory = (): FakeSocket => {
      if (made.length === 0) {
        made.push(next);
        return next;
      }
      const answer = answers.shift();
      if (answer) return answer() as FakeSocket;
      throw new Error('enough');
    };
    const commands = interceptSocket(factory, gateway, { reconnect: { ...reconnect, maxDelayMs: 100 } });
    await settle();
    next.end();
    await pass(1000);
    expect(answers).toEqual([]);
    commands.close();
  });

  it.each([
    ['undefined', () => undefined],
    ['a promise', () => Promise.resolve()],
    ['a number', () => 7],
  ])('that a factory cannot make (%s) is told at once', (_, factory) => {
    const gateway = createGateway({ exchange: oxFun });
    expect(() => Reflect.apply(interceptSocket, undefined, [factory, gateway])).toThrow(
      /takes a function that returns a WebSocket at once/,
    );
  });

  it('of the caller is never closed by us, however long it takes and however silent it is', async () => {
    const gateway = createGateway({ exchange: oxFun });
    const socket = new FakeSocket(1, () => {});
    const commands = interceptSocket(socket, gateway, {
      timeoutMs: 100,
      connectTimeoutMs: 100,
      login: false,
    });
    const sent = ended(commands.send(place(1)));
    await pass(5000);
    socket.open();
    await pass(200);
    expect(await sent).toBe('unknown outcome-unknown');
    commands.close();
    await gateway.close();
    await pass(5000);
    expect(socket.readyState).toBe(1);
  });
});

describe('the end of a gateway', () => {
  const line = useFakeLine();

  it('ends what its factories made, and makes no more', async () => {
    const { commands, gateway, sockets, current } = line({ behaviour: accepts });
    await commands.send(place(1));
    await gateway.close();
    expect(current().readyState).toBe(3);
    await pass(60_000);
    expect(sockets).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(await ended(commands.send(place(2)))).toBe('rejected closed');
  });

  it('ends a connection that is waited for, and one that is being made', async () => {
    const waiting = line();
    await settle();
    waiting.current().end();
    const making = line({ opens: false });
    await Promise.all([waiting.gateway.close(), making.gateway.close()]);
    await pass(60_000);
    expect([waiting.sockets.length, making.sockets.length, making.current().readyState]).toEqual([1, 1, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets a command that is in flight have its reply first', async () => {
    const { commands, gateway, current } = line({
      behaviour: (frame, socket) => setTimeout(() => accepts(frame, socket), 300),
    });
    const sent = ended(commands.send(place(1)));
    await settle();
    const closed = gateway.close();
    expect(current().readyState).toBe(1);
    await pass(300);
    await closed;
    expect(await sent).toBe('done');
    expect(current().readyState).toBe(3);
  });
});

describe('a socket of `ws`', () => {
  it('whose handshake is answered with 429 waits as long as it was told to', async () => {
    const asked: number[] = [];
    const http = createServer();
    http.on('upgrade', (_, socket) => {
      asked.push(performance.now());
      socket.on('error', () => {});
      socket.end('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nConnection: close\r\n\r\n');
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const gateway = createGateway({ exchange: oxFun });
    const heard: string[] = [];
    const make = (): WebSocket =>
      new WebSocket(`ws://127.0.0.1:${port}`).on('error', ({ message }) => heard.push(message));
    const commands = interceptSocket(make, gateway, { reconnect: { baseDelayMs: 10, jitter: 'none' } });
    await until(() => asked.length === 2);
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(990);
    expect(heard[0]).toBe('Unexpected server response: 429');
    commands.close();
    await gateway.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });

  it('whose peer does not answer a close is ended', async () => {
    const { wss, url } = await server();
    wss.on('connection', (socket) => socket.pause());
    const gateway = createGateway({ exchange: oxFun });
    const commands = interceptSocket(() => new WebSocket(url), gateway, { login: false });
    await until(() => commands.socket.readyState === 1);
    const ending = new Promise((resolve) => commands.socket.once('close', resolve));
    commands.close();
    expect(commands.socket.readyState).toBe(2);
    await ending;
    await gateway.close();
  });

  it('gives us a frame before a listener of the caller that throws on it', async () => {
    const { wss, url } = await server();
    wss.on('connection', (socket) =>
      socket.on('message', (text) => {
        const { op, tag } = JSON.parse(String(text));
        socket.send(JSON.stringify({ event: op, tag, submitted: true }));
      }),
    );
    const thrown: unknown[] = [];
    const gateway = createGateway({ exchange: oxFun });
    const make = (): WebSocket => {
      const socket = new WebSocket(url);
      const { emit } = socket;
      // In place of an uncaught exception.
      socket.emit = (...args: unknown[]) => {
        try {
          return Reflect.apply(emit, socket, args);
        } catch (error) {
          thrown.push(error);
          return true;
        }
      };
      return socket.on('message', () => {
        throw new Error('mine');
      });
    };
    const commands = interceptSocket(make, gateway, { login: false });
    expect(await commands.send(place(1))).toMatchObject({ submitted: true });
    expect(thrown).toEqual([new Error('mine')]);
    commands.close();
    await gateway.close();
  });
});

it.each([
  ['pieces', [Buffer.from('{"a"'), Buffer.from(':1}')]],
  ['an event', { data: '{"a":1}' }],
  ['an event with pieces', { data: [new TextEncoder().encode('{"a":1'), Buffer.from('}')] }],
  ['bytes', Buffer.from('{"a":1}')],
])('a frame that comes as %s is read', async (_, heard) => {
  expect(await textOf(dataOf(heard))).toBe('{"a":1}');
});
