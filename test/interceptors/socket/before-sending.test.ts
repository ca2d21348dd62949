import { describe, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  extendExchange,
  interceptFetch,
  interceptSocket,
  type Limit,
  mexcContract,
  oxFun,
} from '../../../src/index.ts';
import {
  accepts,
  ended,
  type FakeLine,
  FakeSocket,
  listOf,
  orderOf,
  pass,
  place,
  placeAll,
  settle,
  useFakeLine,
} from './fake-socket.ts';

const line = useFakeLine();

describe('commands that are closed', () => {
  it('end what waits for a limit at once, and tell of what is in flight that it is in doubt', async () => {
    const { commands, gateway } = line({
      behaviour: () => {},
      gateway: { limits: [{ name: 'one', scope: 'account', capacity: 2, windowMs: 600_000 }] },
      socket: { timeoutMs: 300_000 },
    });
    // The log-in is the other one.
    const inFlight = commands.send(place(1), { deadlineMs: 3_600_000 });
    const waits = commands.send(place(2), { deadlineMs: 3_600_000 });
    const [first, second] = [inFlight, waits].map((one) => one.catch((reason: unknown) => reason));
    await settle();
    expect(gateway.stats().queued).toBe(1);
    commands.close();
    await settle();
    expect(await second).toMatchObject({
      outcome: 'rejected',
      reason: 'closed',
      attempts: 0,
      message: expect.stringMatching(/while the call was waiting: `close` was called on these commands/),
    });
    expect(await first).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(gateway.stats()).toMatchObject({ queued: 0, active: 0 });
  });

  it('are closed from the start where their gateway is', async () => {
    const gateway = createGateway({ exchange: oxFun });
    await gateway.close();
    const sockets: FakeSocket[] = [];
    const make = (): FakeSocket => {
      const socket = new FakeSocket(sockets.length + 1, () => {});
      sockets.push(socket);
      return socket;
    };
    const commands = interceptSocket(make, gateway);
    expect(await ended(commands.send(place(1)))).toBe('rejected closed');
    await pass(60_000);
    expect(sockets.map(({ readyState }) => readyState)).toEqual([3]);
    commands.close();
  });
});

describe('an order', () => {
  it('is made to expire, anew for every copy, alone and in a batch', async () => {
    let copies = 0;
    const { commands, current } = line({
      behaviour: (frame, socket) => {
        copies += 1;
        if (copies === 1)
          socket.receive({
            event: 'placeorder',
            submitted: false,
            tag: frame['tag'],
            code: '20007',
            message: 'slow',
          });
        else for (const one of [frame['data'], ...listOf(frame['dataArray'])]) accepts(frame, socket, one);
      },
    });
    const sent = commands.send(place(1));
    await pass(5000);
    await sent;
    await commands.send(placeAll(2, 3));
    await commands.send({ op: 'cancelorder', data: { clientOrderId: 1 } });
    const stamps = current().sent.flatMap(({ data, dataArray }) => [data, ...listOf(dataArray)]);
    const placed = stamps.filter((one) => Reflect.has(Object(one), 'side'));
    const [first, second, ...others] = placed.map((one) => Reflect.get(Object(one), 'timestamp'));
    expect(first).toBe(1_700_000_000_000);
    expect(second).toBeGreaterThan(first);
    expect(others).toHaveLength(2);
    expect(placed.map((one) => Reflect.get(Object(one), 'recvWindow'))).toEqual([5000, 5000, 5000, 5000]);
    expect(stamps.at(-1)).toEqual({ clientOrderId: 1 });
  });

  it.each([
    { given: { recvWindow: 800 }, sent: { timestamp: 1_700_000_000_000, recvWindow: 800 } },
    { given: { timestamp: 1 }, sent: { timestamp: 1_700_000_000_000 } },
    { given: { timestamp: '1', recvWindow: 9 }, sent: { timestamp: '1700000000000', recvWindow: 9 } },
  ])('keeps the window that its caller gave: $given', async ({ given, sent }) => {
    const { commands, current } = line({ behaviour: accepts });
    await commands.send({ op: 'placeorder', data: { ...orderOf(1), ...given } });
    expect(current().sent.at(-1)?.['data']).toEqual({ ...orderOf(1), ...sent });
  });

  it('does not go behind frames that stand in the buffer and do not leave', async () => {
    const { commands, current, saw, sockets } = line({ behaviour: accepts, socket: { timeoutMs: 5000 } });
    await commands.send(place(1));
    await pass(300);
    current().bufferedAmount = 4000;
    const waiting = ended(commands.send(place(2), { deadlineMs: 1000 }));
    const gone = ended(commands.send(place(3), { deadlineMs: 8000 }));
    await pass(1000);
    expect(await waiting).toBe('rejected deadline');
    expect(saw).toEqual(['1 login', '1 placeorder']);
    await pass(5000);
    expect(await gone).toBe('done');
    expect(sockets[0]?.isTerminated).toBe(true);
    expect(saw).toEqual(['1 login', '1 placeorder', '2 login', '2 placeorder']);
  });

  it('is given up without a reply where a test fakes timers and `Date`, but not `performance`', async () => {
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { commands, saw } = line();
    const sent = ended(commands.send(place(1)));
    await pass(1500);
    expect(await Promise.race([sent, 'is still waited for'])).toBe('unknown outcome-unknown');
    expect(saw).toEqual(['1 login', '1 placeorder']);
  });

  it('goes as soon as the buffer moves', async () => {
    const { commands, current, saw } = line({ behaviour: accepts });
    await commands.send(place(1));
    await pass(300);
    current().bufferedAmount = 4000;
    const sent = ended(commands.send(place(2)));
    await pass(100);
    current().bufferedAmount = 2000;
    await pass(20);
    expect(await sent).toBe('done');
    expect(saw).toEqual(['1 login', '1 placeorder', '1 placeorder']);
  });

  it('whose `send` throws may have left, whatever it throws, and is not sent again', async () => {
    for (const thrown of [
      new Error('my logger is full'),
      Object.assign(new TypeError('x'), { code: 'ENOTFOUND' }),
    ]) {
      const { commands, current, saw } = line();
      await settle();
      const socket = current();
      const { send } = socket;
      socket.send = (text) => {
        send.call(socket, text);
        if (text.includes('placeorder')) throw thrown;
      };
      const error: unknown = await commands.send(place(1)).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'UnknownOutcomeError', reason: 'outcome-unknown', attempts: 1 });
      expect(String(Reflect.get(Object(error), 'cause'))).toContain(thrown.message);
      await pass(5000);
      expect(saw).toEqual(['1 login', '1 placeorder']);
    }
  });

  it('whose `send` says that the socket is not open did not leave', async () => {
    let throws = 1;
    const { commands, current, saw } = line({ behaviour: accepts });
    await settle();
    const socket = current();
    const { send } = socket;
    socket.send = (text) => {
      throws -= text.includes('placeorder') ? 1 : 0;
      if (throws === 0 && text.includes('placeorder'))
        throw new DOMException('still connecting', 'InvalidStateError');
      send.call(socket, text);
    };
    const sent = ended(commands.send(place(1)));
    await pass(1000);
    expect(await sent).toBe('done');
    expect(saw).toEqual(['1 login', '1 placeorder']);
  });
});

describe('an order that waits for its client', () => {
  const open = async (how: string): Promise<FakeLine & { readonly order: Promise<string> }> => {
    const made = line({
      behaviour: accepts,
      opens: how !== 'connection',
      ...(how === 'log-in' && { login: () => {} }),
    });
    await settle();
    const order = ended(made.commands.send(place(7), { deadlineMs: 900 }));
    await settle();
    return { ...made, order };
  };

  it.each(['connection', 'log-in'])(
    'for its %s meets its cancel over the socket: neither is sent',
    async (how) => {
      const { commands, order, saw } = await open(how);
      const cancel = commands.send({ op: 'cancelorder', data: { marketCode: 'BTC-USD', clientOrderId: 7 } });
      expect(await ended(cancel)).toBe('rejected annihilated');
      expect(await order).toBe('rejected annihilated');
      expect(saw.filter((one) => one.includes('order'))).toEqual([]);
    },
  );

  it.each(['connection', 'log-in'])('for its %s meets its cancel over REST', async (how) => {
    const { gateway, order, saw } = await open(how);
    const asked: string[] = [];
    const rest = interceptFetch(gateway, async (input) => {
      asked.push(String(input));
      return Response.json({ success: true, data: [] });
    });
    const body = JSON.stringify({ orders: [{ marketCode: 'BTC-USD', clientOrderId: '7' }] });
    const cancel = rest('https://api.ox.fun/v3/orders/cancel', { method: 'DELETE', body });
    expect(await ended(cancel)).toBe('rejected annihilated');
    expect(await order).toBe('rejected annihilated');
    expect([...asked, ...saw.filter((one) => one.includes('order'))]).toEqual([]);
  });
});

describe('a command that waits for the limits', () => {
  it('does not leave on a connection that nobody logged in to', async () => {
    const { socket: protocol } = mexcContract.spec;
    if (!protocol) throw new Error('no protocol');
    const limit: Limit = {
      name: 'slow',
      scope: 'account',
      capacity: 2,
      windowMs: 1500,
      reserve: 0,
      match: { transport: 'ws' },
    };
    const { commands, saw, current } = line({
      exchange: extendExchange(mexcContract, {
        socket: { ...protocol, commands: [{ name: 'account', kind: 'read' }] },
      }),
      behaviour: ({ method }, socket) => socket.receive({ channel: `rs.${method}`, data: 'success' }),
      gateway: { limits: [limit] },
    });
    await commands.send({ method: 'account' });
    const second = ended(commands.send({ method: 'account' }));
    await settle();
    current().end();
    await pass(10_000);
    expect(await second).toBe('done');
    expect(saw).toEqual(['1 login', '1 account', '2 login', '2 account']);
  });
});

describe('a batch', () => {
  it('weighs as many units of a limit on orders as it holds', async () => {
    const at: number[] = [];
    const { commands } = line({
      behaviour: (frame, socket) => {
        for (const one of listOf(frame['dataArray'])) {
          at.push(performance.now());
          accepts(frame, socket, one);
        }
      },
      gateway: { limits: oxFun.limits },
    });
    const ids = Array.from({ length: 120 }, (_, index) => index + 1);
    const sent = [0, 20, 40, 60, 80, 100].map((from) =>
      commands.send(placeAll(...ids.slice(from, from + 20))),
    );
    await pass(10_000);
    await Promise.all(sent);
    const busiest = Math.max(
      ...at.map((from) => at.filter((one) => one >= from && one < from + 1000).length),
    );
    expect(busiest).toBe(40);
    expect(at).toHaveLength(120);
  });

  it('counts in the book of each of its markets, as single orders do', async () => {
    const seen: (readonly [at: number, markets: readonly unknown[]])[] = [];
    const { commands } = line({
      behaviour: (frame, socket) => {
        const orders = 'dataArray' in frame ? listOf(frame['dataArray']) : listOf([frame['data']]);
        seen.push([performance.now(), orders.map((one) => Object(one).marketCode)]);
        for (const one of orders) accepts(frame, socket, one);
      },
      gateway: {
        limits: [
          {
            name: 'markets',
            scope: 'account',
            capacity: 2,
            windowMs: 1000,
            counts: 'items',
            reserve: 0,
            match: { kind: 'order' },
            per: ['marketCode'],
          },
        ],
      },
    });
    const placed = (id: number, marketCode: string): object => ({ ...orderOf(id), marketCode });
    const startedAt = performance.now();
    const sent = [
      commands.send({ op: 'placeorders', dataArray: [placed(1, 'A'), placed(2, 'B')] }),
      commands.send({ op: 'placeorders', dataArray: [placed(3, 'A'), placed(4, 'C')] }),
      commands.send({ op: 'placeorder', data: placed(5, 'A') }),
      commands.send({ op: 'placeorder', data: placed(6, 'B') }),
    ];
    await pass(3000);
    await Promise.all(sent);
    expect(seen.map(([at, markets]) => [Math.floor((at - startedAt) / 1000), markets])).toEqual([
      [0, ['A', 'B']],
      [0, ['A', 'C']],
      [0, ['B']],
      [1, ['A']],
    ]);
  });

  it('that no window could ever hold is refused by name', async () => {
    const { commands } = line({ gateway: { limits: oxFun.limits } });
    const ids = Array.from({ length: 51 }, (_, index) => index + 1);
    await expect(commands.send(placeAll(...ids))).rejects.toThrow(
      /at most 50, the capacity of the limit "socket-orders"; it got 51/,
    );
  });
});

it('an order that nobody can look up, for want of an address, is told so at once', async () => {
  const { commands } = line({ gateway: { reconcile: byClientOrderId() } });
  const sent = commands.send(place(1)).catch((reason: unknown) => reason);
  await pass(1000);
  expect(await sent).toMatchObject({
    reason: 'outcome-unknown',
    elapsedMs: 1000,
    message: expect.stringMatching(/`restOrigin` of `interceptSocket`/),
  });
});

/** A look-up that knows no order, whatever it is asked for. */
const absent = async (): Promise<Response> =>
  new Response('{"success":false,"code":"40035","message":"Open order not found"}', {
    headers: { 'content-type': 'application/json' },
  });
const asking = {
  gateway: { reconcile: byClientOrderId() },
  socket: { restOrigin: 'http://127.0.0.1:1', fetch: absent },
} as const;

it('an order that was lost on a living connection goes again once its copy has expired', async () => {
  let copies = 0;
  const { commands, saw } = line({
    ...asking,
    behaviour: (frame, socket) => {
      if (frame['op'] !== 'placeorder') return;
      copies += 1;
      if (copies > 1) accepts(frame, socket, frame['data']);
      else socket.receive({ table: 'ticker', data: [] });
    },
  });
  const sent = commands.send(place(1), { deadlineMs: 30_000 });
  await pass(30_000);
  await sent;
  expect(saw.filter((frame) => frame.endsWith('placeorder'))).toHaveLength(2);
});

it('an order on a connection that went silent may stand in a buffer, and never goes again', async () => {
  const { commands, saw } = line(asking);
  const end = ended(commands.send(place(1), { deadlineMs: 30_000 }));
  await pass(30_000);
  expect(await end).toBe('unknown outcome-unknown');
  expect(saw.filter((frame) => frame.endsWith('placeorder'))).toEqual(['1 placeorder']);
});
