import { describe, expect, it } from 'vitest';
import * as builtIn from '../../../src/catalog/all.ts';
import { bitget } from '../../../src/catalog/bitget/index.ts';
import { commandOf, namePaths } from '../../../src/catalog/command-of.ts';
import { valueAt } from '../../../src/catalog/field.ts';
import { okx } from '../../../src/catalog/okx/index.ts';
import { putMember } from '../../../src/catalog/put-at.ts';
import { type Exchange, extendExchange, mexcContract, oxFun } from '../../../src/index.ts';
import {
  accepts,
  type Behaviour,
  ended,
  type FakeSocket,
  type Frame,
  listOf,
  orderOf,
  pass,
  place,
  placeAll,
  refuses,
  settle,
  useFakeLine,
} from './fake-socket.ts';

const line = useFakeLine();
const batchOf = (frame: Frame): readonly unknown[] => listOf(frame['dataArray']);

describe('a refusal that names no order of a batch', () => {
  const batches = ['placeorders', 'cancelorders', 'modifyorders'];

  it.each(batches.flatMap((op) => ['20007', '20026', '20003'].map((code) => ({ op, code }))))(
    'after one of $op was accepted leaves that one standing ($code), and nothing is sent again',
    async ({ op, code }) => {
      const { commands, saw } = line({
        behaviour: (frame, socket) => {
          accepts(frame, socket, batchOf(frame)[0]);
          refuses(frame, socket, code);
        },
      });
      const sent = commands.send({ op, dataArray: [orderOf(1), orderOf(2)] });
      const error: unknown = await sent.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ outcome: 'partial', code, items: [{ ok: true }, { ok: false, code }] });
      await pass(5000);
      expect(saw).toEqual(['1 login', `1 ${op}`]);
    },
  );

  it('before another is accepted is that of the one that is left', async () => {
    const { commands, saw } = line({
      behaviour: (frame, socket) => {
        refuses(frame, socket, '20007');
        accepts(frame, socket, batchOf(frame)[1]);
      },
    });
    const error: unknown = await commands.send(placeAll(1, 2)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ outcome: 'partial', items: [{ ok: false }, { ok: true }] });
    await pass(5000);
    expect(saw).toEqual(['1 login', '1 placeorders']);
  });

  it('leaves the others in doubt where more than one is left', async () => {
    const { commands } = line({
      behaviour: (frame, socket) => {
        accepts(frame, socket, batchOf(frame)[0]);
        refuses(frame, socket, '20003');
      },
    });
    const sent = commands.send(placeAll(1, 2, 3)).catch((reason: unknown) => reason);
    await pass(1000);
    expect(await sent).toMatchObject({
      outcome: 'partial',
      items: [{ ok: true }, { outcome: 'unknown' }, { outcome: 'unknown' }],
    });
  });

  it('is that of the whole batch where it stays alone for a second: then the batch goes again', async () => {
    let batches = 0;
    const { commands, saw } = line({
      behaviour: (frame, socket) => {
        batches += 1;
        if (batches === 1) refuses(frame, socket, '20007');
        else for (const one of batchOf(frame)) accepts(frame, socket, one);
      },
      socket: { timeoutMs: 5000 },
    });
    const sent = ended(commands.send(placeAll(1, 2)));
    await pass(990);
    expect(saw).toEqual(['1 login', '1 placeorders']);
    await pass(1000);
    expect(await sent).toBe('done');
    expect(saw).toEqual(['1 login', '1 placeorders', '1 placeorders']);
  });

  it('says nothing where the connection ends behind it', async () => {
    const { commands } = line({
      behaviour: (frame, socket) => {
        refuses(frame, socket, '20007');
        socket.end(1008, 'too many orders');
      },
    });
    expect(await ended(commands.send(placeAll(1, 2)))).toBe('unknown outcome-unknown');
  });
});

describe('a frame under the id of an order', () => {
  const odd: Readonly<Record<string, object>> = {
    'no word on it': {},
    'a flag that is null': { submitted: null },
    'a flag that is a number': { submitted: 0 },
    'another kind of acceptance': { success: true },
    "another command's acceptance": { event: 'cancelorder', submitted: true },
    'an error without a code': { event: 'error', message: 'internal error' },
    'an acceptance with a code of refusal': { submitted: true, code: '20003', message: 'no' },
    'a refusal of another command': { event: 'subscribe', submitted: false, code: '20007', message: 'no' },
  };

  it.each(Object.keys(odd))('with %s neither resolves it nor lets it go again', async (what) => {
    const { commands, saw } = line({
      behaviour: (frame, socket) => socket.receive({ event: frame['op'], tag: frame['tag'], ...odd[what] }),
    });
    const names = ['placeorder', 'cancelorder', 'modifyorder'].filter(
      (name) => name !== Reflect.get(odd[what] ?? {}, 'event'),
    );
    for (const op of names)
      expect(await ended(commands.send({ op, data: orderOf(1) }))).toBe('unknown outcome-unknown');
    await pass(5000);
    expect(saw).toEqual(['1 login', ...names.map((name) => `1 ${name}`)]);
  });

  it('that names another order says nothing of it', async () => {
    const { commands } = line({ behaviour: (frame, socket) => accepts(frame, socket, orderOf(9)) });
    expect(await ended(commands.send(place(1)))).toBe('unknown outcome-unknown');
    expect(await ended(commands.send({ op: 'cancelorder', data: { orderId: 7 } }))).toBe('done');
  });

  it('of an exchange that has no word for acceptance accepts where it refuses nothing', async () => {
    const { socket: protocol } = oxFun.spec;
    if (!protocol) throw new Error('no protocol');
    const exchange = extendExchange(oxFun, {
      ws: { code: ['error.code'], message: ['error.message'], ok: [], flags: [], bare: true },
      socket: {
        ...protocol,
        id: { field: 'id', type: 'number' },
        name: { field: 'method' },
        op: 'method',
        marks: ['"id"'],
        commands: [{ name: 'buy', kind: 'order', payload: 'params' }],
      },
    });
    const words: object[] = [
      { result: {} },
      { error: { code: 20003, message: 'no' } },
      { method: 'sell', result: {} },
    ];
    const { commands } = line({
      exchange,
      behaviour: ({ id }, socket) => socket.receive({ id, ...words.shift() }),
      socket: { login: false },
    });
    const buy = (id: number): object => ({ method: 'buy', params: orderOf(id) });
    expect(await ended(commands.send(buy(1)))).toBe('done');
    expect(await ended(commands.send(buy(2)))).toBe('rejected 20003');
    expect(await ended(commands.send(buy(3)))).toBe('unknown outcome-unknown');
  });

  it('that is nested deeper than a stack is throws at nobody, and the replies behind it count', async () => {
    const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
    const { commands, current } = line({ exchange: okx, socket: { login: false } });
    const channels = ['A', 'B'].map((instId) => ({ channel: 'tickers', instId }));
    const subscribed = channels.map((arg) => ended(commands.send({ op: 'subscribe', args: [arg] })));
    await settle();
    expect(() => current().receive(`{"event":"subscribe","arg":${deep}}`)).not.toThrow();
    for (const arg of channels) current().receive({ event: 'subscribe', arg });
    expect(await Promise.all(subscribed)).toEqual(['done', 'done']);
  });

  it('that has the id as something else is no reply at all', async () => {
    const { commands } = line({
      behaviour: (frame, socket) =>
        socket.receive({ event: frame['op'], submitted: true, tag: [frame['tag']] }),
    });
    const sent = ended(commands.send(place(1)));
    await pass(1000);
    expect(await sent).toBe('unknown outcome-unknown');
  });

  it('is found wherever the id stands in it', async () => {
    const { commands } = line({
      behaviour: ({ op, tag }, socket) =>
        socket.receive({ data: { note: 'x'.repeat(5000) }, event: op, submitted: true, tag }),
    });
    expect(await ended(commands.send(place(1)))).toBe('done');
  });

  it('of an exchange that has no flag of its own accepts by the flags and codes of success', async () => {
    const { socket: protocol, ws } = oxFun.spec;
    if (!protocol || !ws) throw new Error('no protocol');
    const exchange = extendExchange(oxFun, {
      ws: { ...ws, ok: ['0'] },
      socket: { ...protocol, commands: [{ name: 'new', kind: 'order', payload: 'data' }] },
    });
    const words: object[] = [{}, { code: '0', message: '' }, { submitted: 'true' }];
    const { commands } = line({
      exchange,
      behaviour: ({ op, tag }, socket) => socket.receive({ event: op, tag, ...words.shift() }),
    });
    const order = (id: number): object => ({ op: 'new', data: orderOf(id) });
    expect(await ended(commands.send(order(1)))).toBe('unknown outcome-unknown');
    expect(await ended(commands.send(order(2)))).toBe('done');
    expect(await ended(commands.send(order(3)))).toBe('done');
  });

  it('of a log-in that says nothing logs nobody in', async () => {
    let logins = 0;
    const { commands, saw } = line({
      login: ({ tag }, socket) => {
        logins += 1;
        socket.receive({ event: 'login', tag, ...(logins > 1 && { success: true }) });
      },
      behaviour: accepts,
    });
    const sent = ended(commands.send(place(1)));
    await pass(1000);
    expect(await sent).toBe('done');
    expect(saw).toEqual(['1 login', '1 login', '1 placeorder']);
  });
});

describe('ids of 16 to 19 digits', () => {
  const raw = (frame: Frame, socket: FakeSocket, id: string): void =>
    socket.receive(
      `{"event":"placeorder","submitted":true,"tag":"${frame['tag']}","data":{"clientOrderId":${id},"orderId":9223372036854775807,"price":"0.1234567890123456"}}`,
    );

  it('keep their digits, and tell the orders of a batch apart', async () => {
    const ids = ['176409720012345678', '176409720012345679'];
    const { commands } = line({
      behaviour: (frame, socket) => {
        for (const id of ids.toReversed()) raw(frame, socket, id);
      },
    });
    const { replies } = await commands.send(placeAll(...ids));
    expect(listOf(replies)).toMatchObject(
      ids.map((clientOrderId) => ({
        data: { clientOrderId, orderId: '9223372036854775807', price: '0.1234567890123456' },
      })),
    );
  });

  it('stay numbers where a number holds them', async () => {
    const { commands } = line({ behaviour: (frame, socket) => raw(frame, socket, '9007199254740991') });
    const { data } = await commands.send(place('9007199254740991'));
    expect(data).toMatchObject({ clientOrderId: 9007199254740991 });
  });
});

it('a command that got no reply is called by its name', async () => {
  const { commands } = line();
  const sent = commands.send({ op: 'cancelorder', data: orderOf(1) }).catch((reason: unknown) => reason);
  await pass(1000);
  expect(await sent).toMatchObject({
    message: expect.stringMatching(/no reply to cancelorder came within 1000 ms/),
  });
});

describe('a refusal without an id', () => {
  it('is believed of an order whose id was made up here', async () => {
    const { commands } = line({
      behaviour: ({ op, data }, socket) =>
        socket.receive({ event: op, submitted: false, code: '20009', message: 'no', data }),
    });
    const { clientOrderId: _, ...nameless } = { clientOrderId: 1, ...orderOf(1) };
    const sent = commands.send({ op: 'placeorder', data: nameless }, { clientOrderId: 'auto' });
    expect(await ended(sent)).toBe('rejected 20009');
  });

  it('is believed again once a reply that was lost can no longer come', async () => {
    let orders = 0;
    const { commands } = line({
      behaviour: ({ op }, socket) => {
        orders += 1;
        if (orders === 1) socket.receive('{"table":"x"}');
        else socket.receive({ event: op, submitted: false, code: '20009', message: `no ${orders}` });
      },
    });
    const lost = ended(commands.send(place(1)));
    await pass(1000);
    expect(await lost).toBe('unknown outcome-unknown');
    const doubtful = ended(commands.send(place(2)));
    await pass(1000);
    expect(await doubtful).toBe('unknown outcome-unknown');
    expect(await ended(commands.send(place(3)))).toBe('rejected 20009');
  });
});

describe('a refusal that names neither a command nor an id', () => {
  /** As OKX answers what it does not parse, and what comes before a log-in. */
  const refusal = { event: 'error', code: '60014', msg: 'Requests too frequent', connId: 'a4d3ae55' };
  const accept = ({ id, op }: Frame, socket: FakeSocket): void =>
    socket.receive({ id, op, code: '0', msg: '', data: [{ clOrdId: 'a', ordId: '7', sCode: '0' }] });
  const send = (behaviour: Behaviour) => {
    const opened = line({
      exchange: okx,
      login: (_, socket) => socket.receive({ event: 'login', code: '0', msg: '' }),
      behaviour,
      socket: { timeoutMs: 10_000 },
    });
    return { ...opened, end: ended(opened.commands.send({ op: 'order', args: [{ clOrdId: 'a' }] })) };
  };

  it('is not that of an order whose own reply comes within a second', async () => {
    const { end, saw } = send((frame, socket) => {
      socket.receive(refusal);
      socket.receive({ ...refusal, code: '60012' });
      setTimeout(() => accept(frame, socket), 900);
    });
    await pass(900);
    expect(await end).toBe('done');
    await pass(20_000);
    expect(saw).toEqual(['1 login', '1 order']);
  });

  it('is believed after that second, however many come', async () => {
    const { end } = send((_, socket) => {
      for (let at = 0; at < 5; at += 1)
        setTimeout(() => socket.receive({ ...refusal, code: `6001${at}` }), at * 300);
    });
    await pass(999);
    const early = await Promise.race([end, 'waits']);
    await pass(1);
    expect([early, await end]).toEqual(['waits', 'rejected 60013']);
  });

  it('says nothing where the connection is lost meanwhile', async () => {
    const { end, saw } = send((_, socket) => {
      socket.receive(refusal);
      setTimeout(() => socket.end(), 500);
    });
    await pass(5000);
    expect(await end).toBe('unknown outcome-unknown');
    expect(saw).toEqual(['1 login', '1 order']);
  });
});

describe('a reply to one of several commands whose replies carry no id', () => {
  const subscribe = (instId: string, ...others: readonly string[]): object => ({
    op: 'subscribe',
    args: [instId, ...others].map((id) => ({ instType: 'SPOT', channel: 'ticker', instId: id })),
  });
  const openAtBitget = (behaviour: Behaviour) =>
    line({ exchange: bitget, behaviour, socket: { login: false }, gateway: { maxAttempts: 1 } });

  it('goes to that which it repeats, in whatever order they come', async () => {
    const frames: Frame[] = [];
    const { commands, current } = openAtBitget((frame) => frames.push(frame));
    const names = ['BTCUSDT', 'ETHUSDT', 'NOPE'];
    const ends = Promise.all(names.map((name) => ended(commands.send(subscribe(name)))));
    await settle();
    for (const { args } of frames.reverse()) {
      const [arg] = listOf(args);
      const isThere = Reflect.get(Object(arg), 'instId') !== 'NOPE';
      current().receive({
        arg,
        ...(isThere ? { event: 'subscribe' } : { event: 'error', code: 30001, msg: 'no' }),
      });
    }
    await settle();
    expect(await ends).toEqual(['done', 'done', 'rejected 30001']);
    expect(commands.subscriptions).toEqual([subscribe('ETHUSDT'), subscribe('BTCUSDT')]);
  });

  it('goes to none where it repeats two, or none of them', async () => {
    const { commands, current } = openAtBitget(() => {});
    const sent = [subscribe('A', 'B'), subscribe('B', 'C')].map((one) => ended(commands.send(one)));
    await settle();
    for (const instId of ['B', 'D'])
      current().receive({ event: 'subscribe', arg: { instType: 'SPOT', channel: 'ticker', instId } });
    await pass(1000);
    expect(await Promise.all(sent)).toEqual(['unknown attempts', 'unknown attempts']);
  });
});

/** JSON may hold what `String` throws at. */
const textless: unknown = JSON.parse('{"toString":1,"valueOf":1}');

/** Everything that is read of a reply, by its path. */
function fieldsRead({ socket, ws, rest }: Exchange): readonly string[] {
  const { code, message, flags, status, items = [] } = ws ?? rest;
  const { ack, name, refusal, clientOrderId, usage, replyHeaders, commands = [] } = socket ?? {};
  const ofCommands = commands.flatMap(({ named, accepted }) => [
    named,
    typeof accepted === 'object' ? accepted.field : accepted,
  ]);
  const headers = typeof replyHeaders === 'string' ? [`${replyHeaders}.X-Bapi-Limit`] : [];
  const envelope = [...code, ...message, ...flags, status, ...items.map(({ at }) => at)];
  const own = [ack?.field, name?.field, refusal?.field, clientOrderId, usage?.at, ...ofCommands, ...headers];
  return [...own, ...envelope].flatMap((path) => (path === undefined || path === '' ? [] : [path]));
}

it('no field of a reply stops the process, whatever it holds', async () => {
  const wrong: string[] = [];
  for (const exchange of Object.values(builtIn)) {
    const { socket: protocol, id } = exchange;
    const { name } = protocol?.commands.find(({ kind }) => kind === 'order') ?? {};
    if (!protocol || name === undefined) continue;
    const { field, reply: idAt = field } = commandOf(protocol, name).id ?? protocol.id ?? { field: 'id' };
    const held = [textless, [textless], [{ [field]: textless }], null];
    const bodies = fieldsRead(exchange).flatMap((path) => held.map((value) => putMember({}, path, value)));
    const frames = bodies.flatMap((body) => [
      { body, isTied: true },
      { body, isTied: false },
    ]);
    const { commands } = line({
      exchange,
      socket: { login: false },
      gateway: { breaker: false },
      behaviour: (frame, socket) => {
        const { body = {}, isTied = false } = frames.shift() ?? {};
        const reply = isTied ? putMember(body, idAt, valueAt(frame, field)) : body;
        try {
          socket.receive(reply);
        } catch (error) {
          wrong.push(`${id} ${JSON.stringify(reply)}: ${error}`);
        }
      },
    });
    const parts = typeof protocol.op === 'string' ? [name] : name.split('.');
    const command = parts.reduce(
      (made, part, at) => putMember(made, namePaths(protocol)[at] ?? '', part),
      {},
    );
    const ends = Promise.all(frames.map(() => ended(commands.send(command, { signed: false }))));
    await pass(5000);
    await ends;
  }
  expect(wrong).toEqual([]);
});

describe('the id that a caller put in', () => {
  it('comes back in every reply of a batch', async () => {
    const { commands } = line({
      behaviour: (frame, socket) => {
        for (const one of batchOf(frame)) accepts(frame, socket, one);
      },
    });
    const { replies } = await commands.send({ ...placeAll(1, 2), tag: 'mine' });
    expect(listOf(replies)).toMatchObject([{ tag: 'mine' }, { tag: 'mine' }]);
  });
});

describe('where replies carry no id', () => {
  it('a log-in takes its turn, so that no refusal of another is taken for its own', async () => {
    const { commands, saw } = line({
      exchange: mexcContract,
      login: (_, socket) => setTimeout(() => socket.receive({ channel: 'rs.login', data: 'success' }), 300),
      behaviour: ({ method, param }, socket) =>
        socket.receive(
          Reflect.get(Object(param), 'symbol') === 'NOPE'
            ? { channel: 'rs.error', data: "Contract doesn't exist!" }
            : { channel: `rs.${method}`, data: 'success' },
        ),
    });
    const personal = ended(commands.send({ method: 'personal.filter', param: { filters: [] } }));
    await settle();
    const wrong = ended(commands.send({ method: 'sub.ticker', param: { symbol: 'NOPE' } }));
    await pass(300);
    expect(await personal).toBe('done');
    expect(await wrong).toBe('unknown failed');
    expect(saw).toEqual(['1 login', '1 sub.ticker', '1 personal.filter']);
  });

  it('a second copy of a read gets the one reply that comes', async () => {
    let copies = 0;
    const { commands, current } = line({
      exchange: mexcContract,
      behaviour: ({ method }, socket) => {
        copies += 1;
        if (copies === 2) socket.receive({ channel: `rs.${method}`, data: 'success' });
      },
    });
    const sent = ended(commands.send({ method: 'sub.ticker', param: { symbol: 'A_B' } }));
    await pass(500);
    current().receive({ channel: 'push.ticker' });
    await pass(1500);
    expect(await sent).toBe('done');
    expect(copies).toBe(2);
  });
});
