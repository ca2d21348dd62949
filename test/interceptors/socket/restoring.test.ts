import { describe, expect, it } from 'vitest';
import { type ExchangeError, ktx, mexcContract } from '../../../src/index.ts';
import {
  type Behaviour,
  ended,
  type FakeLine,
  type FakeSetup,
  type Frame,
  listOf,
  logInWell,
  pass,
  place,
  settle,
  subscribes,
  useFakeLine,
} from './fake-socket.ts';

const line = useFakeLine();
const mexcAccepts: Behaviour = ({ method }, socket) =>
  socket.receive({ channel: `rs.${method}`, data: 'success' });
const frames = ({ sockets }: FakeLine, connection: number): readonly Frame[] =>
  sockets[connection - 1]?.sent.filter((frame) => !/^login$/i.test(String(frame['op'] ?? frame['method']))) ??
  [];

/** Subscribes to three channels by two commands, with `setup` from the second connection on. */
async function subscribed(
  setup: FakeSetup & { readonly later?: Behaviour; readonly laterLogin?: Behaviour } = {},
): Promise<FakeLine & { readonly told: (string | undefined)[] }> {
  const told: (string | undefined)[] = [];
  const made = line({
    ...setup,
    behaviour: (frame, socket) =>
      (socket.number === 1 ? subscribes : (setup.later ?? subscribes))(frame, socket),
    login: (frame, socket) =>
      (socket.number === 1 ? logInWell : (setup.laterLogin ?? logInWell))(frame, socket),
    socket: { onError: ({ code, reason }: ExchangeError) => told.push(code ?? reason), ...setup.socket },
  });
  await made.commands.send({ op: 'subscribe', args: ['order:A', 'order:B'] });
  await made.commands.send({ op: 'subscribe', args: ['depth:C'] });
  return { ...made, told };
}

const all = [['order:A', 'order:B'], ['depth:C']];
const asked = (made: FakeLine, connection: number): unknown[] =>
  frames(made, connection).map(({ args }) => args);

describe('what is subscribed to', () => {
  it('is restored by the commands that asked for it', async () => {
    const made = await subscribed();
    made.current().end();
    await pass(100);
    expect(asked(made, 2)).toEqual(all);
    expect(made.commands.subscriptions).toHaveLength(3);
  });

  it.each([
    ['refused for its signature', '20000'],
    ['refused for reasons of the exchange', '20001'],
    ['refused for the rate', '20007'],
  ])('survives a log-in that is %s', async (_, code) => {
    let refused = 0;
    const made = await subscribed({
      laterLogin: (frame, socket) => {
        refused += 1;
        if (refused > 1) return logInWell(frame, socket);
        socket.receive({ event: 'login', success: false, tag: frame['tag'], code, message: 'no' });
      },
    });
    made.current().end();
    await pass(5000);
    expect(made.commands.subscriptions).toHaveLength(3);
    expect(asked(made, 2)).toEqual(all);
  });

  it('survives a sign that throws', async () => {
    let throws = false;
    const made = await subscribed({
      gateway: {
        sign: ({ body }) => {
          if (throws) {
            throws = false;
            throw new Error('the key store is away');
          }
          return { body: JSON.stringify({ ...JSON.parse(body ?? '{}'), key: 'k' }) };
        },
      },
    });
    throws = true;
    made.current().end();
    await pass(2000);
    expect(asked(made, 2)).toEqual(all);
    expect(made.commands.subscriptions).toHaveLength(3);
  });

  it('is asked for again on a connection that stands, however often the replies are lost', async () => {
    const lost = new Map<string, number>();
    const made = await subscribed({
      later: (frame, socket) => {
        const channels = listOf(frame['args']).join();
        lost.set(channels, (lost.get(channels) ?? 0) + 1);
        if ((lost.get(channels) ?? 0) <= 7) socket.receive('{"table":"ticker"}');
        else subscribes(frame, socket);
      },
    });
    made.current().end();
    await pass(60_000);
    expect(made.sockets).toHaveLength(2);
    expect([...lost.values()]).toEqual([8, 8]);
    expect(made.told).toEqual(['attempts', 'attempts']);
    const before = frames(made, 2).length;
    await pass(60_000);
    expect(frames(made, 2)).toHaveLength(before);
  });

  it.each(['20007', '20001', '20026', '20024'])('survives a refusal that passes (%s)', async (code) => {
    let refused = 0;
    const made = await subscribed({
      later: (frame, socket) => {
        refused += 1;
        if (refused > 6) return subscribes(frame, socket);
        socket.receive({ event: 'subscribe', success: false, tag: frame['tag'], code, message: 'not now' });
      },
    });
    made.current().end();
    await pass(60_000);
    expect(made.commands.subscriptions).toHaveLength(3);
    expect(asked(made, 2).flat()).toEqual(expect.arrayContaining(['order:A', 'order:B', 'depth:C']));
  });

  it('is forgotten, channel by channel, where the exchange refuses it', async () => {
    const made = await subscribed({
      later: (frame, socket) => {
        for (const channel of listOf(frame['args'])) {
          const { op: event, tag } = frame;
          if (channel !== 'order:A') socket.receive({ event, success: true, tag, channel });
          else socket.receive({ event, success: false, tag, channel, code: '20031', message: 'closed' });
        }
      },
    });
    made.current().end();
    await pass(10_000);
    expect(made.commands.subscriptions.map(({ args }) => args)).toEqual([['order:B'], ['depth:C']]);
    expect(made.told).toEqual(['20031']);
    expect(asked(made, 2)).toEqual(all);
  });

  it('that is refused together is asked for one by one: nobody knows which of them was meant', async () => {
    const made = await subscribed({
      later: (frame, socket) => {
        const { op: event, tag } = frame;
        const args = listOf(frame['args']);
        if (!args.includes('order:A')) return subscribes(frame, socket);
        socket.receive({ event, success: false, tag, code: '20015', message: 'no' });
      },
    });
    made.current().end();
    await pass(10_000);
    expect(made.commands.subscriptions.map(({ args }) => args)).toEqual([['order:B'], ['depth:C']]);
    expect(asked(made, 2)).toEqual([...all, ['order:A'], ['order:B']]);
  });

  it('comes back though another of its command is refused by a code that no table lists', async () => {
    const made = await subscribed({
      later: (frame, socket) => {
        const { op: event, tag } = frame;
        if (!listOf(frame['args']).includes('order:A')) return subscribes(frame, socket);
        socket.receive({ event, success: false, tag, code: '77777', message: 'no' });
      },
    });
    made.current().end();
    await pass(10_000);
    expect(asked(made, 2)).toContainEqual(['order:B']);
    expect(asked(made, 2).filter((args) => listOf(args).includes('order:B'))).toHaveLength(2);
    expect(made.commands.subscriptions).toHaveLength(3);
  });

  it('is restored on the next connection where one after the other drops', async () => {
    const made = await subscribed({
      later: (frame, socket) => (socket.number < 5 ? socket.end() : subscribes(frame, socket)),
    });
    made.current().end();
    await pass(10_000);
    expect(made.sockets).toHaveLength(5);
    expect(asked(made, 5)).toEqual(all);
    expect(made.told).toEqual([]);
  });

  it('costs the orders none of their retries', async () => {
    const made = await subscribed({
      later: (frame, socket) => {
        if (frame['op'] === 'subscribe') socket.receive('{"table":"x"}');
      },
      gateway: { budget: { capacity: 20 } },
    });
    const before = made.gateway.stats().budget;
    for (let drops = 0; drops < 5; drops += 1) {
      made.current().end();
      await pass(10_000);
    }
    expect(frames(made, 2).length).toBeGreaterThan(2);
    expect(made.gateway.stats().budget).toBe(before);
  });

  it('is a copy of what was sent, not the object that the caller uses again', async () => {
    const { commands } = line({ exchange: mexcContract, behaviour: mexcAccepts });
    const command = { method: 'sub.ticker', param: { symbol: 'A_B' } };
    const first = commands.send(command);
    command.param.symbol = 'C_D';
    await Promise.all([first, commands.send(command)]);
    expect(commands.subscriptions.map(({ param }) => Reflect.get(Object(param), 'symbol'))).toEqual([
      'A_B',
      'C_D',
    ]);
  });
});

describe('what was undone', () => {
  type Step = readonly [method: string, param: object];
  const kline = { symbol: 'A_B', interval: 'Min15' };
  const cases: readonly (readonly [what: string, steps: readonly Step[], left: readonly Step[]])[] = [
    [
      'by a part of its name',
      [
        ['sub.kline', kline],
        ['unsub.kline', { symbol: 'A_B' }],
      ],
      [],
    ],
    [
      'with its members in another order',
      [
        ['sub.kline', kline],
        ['unsub.kline', { interval: 'Min15', symbol: 'A_B' }],
      ],
      [],
    ],
    [
      'without what names no channel',
      [
        ['sub.depth', { symbol: 'A_B', compress: true }],
        ['unsub.depth', { symbol: 'A_B' }],
      ],
      [],
    ],
    [
      'with what names no channel',
      [
        ['sub.depth', { symbol: 'A_B' }],
        ['unsub.depth', { symbol: 'A_B', compress: true }],
      ],
      [],
    ],
    [
      'for another interval',
      [
        ['sub.kline', kline],
        ['unsub.kline', { symbol: 'A_B', interval: 'Hour4' }],
      ],
      [['sub.kline', kline]],
    ],
    [
      'for another symbol',
      [
        ['sub.kline', kline],
        ['unsub.kline', { symbol: 'C_D' }],
      ],
      [['sub.kline', kline]],
    ],
    [
      'for another channel',
      [
        ['sub.kline', kline],
        ['unsub.depth', { symbol: 'A_B' }],
      ],
      [['sub.kline', kline]],
    ],
    [
      'by what takes its place',
      [
        ['personal.filter', { filters: [{ filter: 'order' }] }],
        ['personal.filter', { filters: [{ filter: 'deal' }] }],
        ['personal.filter', { filters: [{ filter: 'order' }] }],
      ],
      [['personal.filter', { filters: [{ filter: 'order' }] }]],
    ],
    [
      'by the same channel in other words',
      [
        ['sub.depth', { symbol: 'A_B' }],
        ['sub.depth', { compress: true, symbol: 'A_B' }],
      ],
      [['sub.depth', { compress: true, symbol: 'A_B' }]],
    ],
  ];

  it.each(cases)('%s stays undone, and nothing else does', async (_, steps, left) => {
    const made = line({ exchange: mexcContract, behaviour: mexcAccepts });
    for (const [method, param] of steps) await made.commands.send({ method, param });
    made.current().end();
    await pass(1000);
    expect(frames(made, 2).map(({ method, param }) => [method, param])).toEqual(left);
  });

  it('one of a list leaves the others', async () => {
    const made = line({
      exchange: ktx,
      behaviour: ({ id, method, params }, socket) =>
        socket.receive({ id, op: method, result: 'success', events: params }),
      socket: { login: false },
    });
    await made.commands.send({ method: 'SUBSCRIBE', params: ['a.b.c', 'd.e.f'] });
    await made.commands.send({ method: 'UNSUBSCRIBE', params: ['a.b.c'] });
    made.current().end();
    await pass(1000);
    expect(frames(made, 2).map(({ params }) => params)).toEqual([['d.e.f']]);
  });

  it('while its restoring has lost its reply is not restored after that', async () => {
    let lost = 0;
    const made = await subscribed({
      later: (frame, socket) => {
        lost += 1;
        if (lost <= 2) socket.receive('{"table":"x"}');
        else subscribes(frame, socket);
      },
    });
    made.current().end();
    await pass(600);
    await made.commands.send({ op: 'unsubscribe', args: ['order:A'] });
    await pass(10_000);
    const seen = frames(made, 2).map(({ op, args }) => `${op} ${listOf(args).join()}`);
    expect(seen.slice(0, 3)).toEqual([
      'subscribe order:A,order:B',
      'subscribe depth:C',
      'unsubscribe order:A',
    ]);
    expect(seen.slice(3)).toEqual(expect.arrayContaining(['subscribe order:B', 'subscribe depth:C']));
    expect(made.commands.subscriptions.map(({ args }) => args)).toEqual([['order:B'], ['depth:C']]);
  });

  it('stays so where the exchange answers that there is nothing to undo any more', async () => {
    const made = await subscribed({
      later: (frame, socket) => {
        if (frame['op'] === 'subscribe') return subscribes(frame, socket);
        const { op: event, tag } = frame;
        socket.receive({ event, success: false, tag, code: '20015', message: 'not subscribed' });
      },
    });
    made.current().end();
    const undone = ended(made.commands.send({ op: 'unsubscribe', args: ['depth:C'] }));
    await pass(10_000);
    expect(await undone).toBe('rejected 20015');
    expect(made.commands.subscriptions.map(({ args }) => args)).toEqual([['order:A'], ['order:B']]);
  });

  it('comes back where the command never left', async () => {
    const made = await subscribed();
    made.current().end();
    const undone = ended(made.commands.send({ op: 'unsubscribe', args: ['depth:C'] }, { deadlineMs: 50 }));
    await pass(10_000);
    expect(await undone).toBe('rejected deadline');
    expect(asked(made, 2)).toEqual(all);
  });

  it('never comes after what took its place while the connection was away', async () => {
    const made = line({ exchange: mexcContract, behaviour: mexcAccepts });
    const filter = (name: string): object => ({
      method: 'personal.filter',
      param: { filters: [{ filter: name }] },
    });
    await made.commands.send(filter('order'));
    made.current().end();
    await settle();
    const sent = ended(made.commands.send(filter('deal')));
    await pass(1000);
    expect(await sent).toBe('done');
    expect(frames(made, 2).map(({ param }) => ({ method: 'personal.filter', param }))).toEqual([
      filter('deal'),
    ]);
  });
});

it('an order may go while a restoring waits', async () => {
  const made = await subscribed({
    later: (frame, socket) => {
      if (frame['op'] === 'placeorder')
        socket.receive({ event: 'placeorder', submitted: true, tag: frame['tag'] });
      else socket.receive('{"table":"x"}');
    },
  });
  made.current().end();
  await pass(500);
  expect(await ended(made.commands.send(place(1)))).toBe('done');
});
