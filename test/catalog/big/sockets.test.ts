import { describe, expect, it } from 'vitest';
import { cases } from './socket-cases.ts';
import { type Play, type PlayOptions, play } from './socket-play.ts';

describe.each(cases)('over the socket of $exchange.id $what', (one) => {
  const { exchange, sign, place, cancel, codes, names, opening, lookUp, id = (text) => text } = one;
  const [a, b] = [id('a'), id('b')];
  const open = (more: Partial<PlayOptions> = {}): Play =>
    play({ exchange, sign: sign(), isUnchecked: one.isRandom, fill: one.fill, ...more });
  const opened = opening.map((text) => `0 ${text}`);

  it('an order is placed, and what it sends is as the documents have it', async () => {
    const bot = open();
    expect(await bot.send({ ...place('a'), ...one.ownId })).toMatchObject(one.ownReply ?? one.ownId);
    expect(bot.seen()).toEqual([...opened, `0 1 ${names.place} ${a}`]);
    expect(bot.sim.executions(a)).toBe(1);
    expect(bot.sent()).toEqual(one.frames);
  });

  it('an order that is refused for its rate goes again', async () => {
    const bot = open();
    bot.sockets.failNext({ kind: 'code', code: codes.throttle }, { command: names.place });
    expect(await bot.send(place('a'))).toBeTypeOf('object');
    expect(bot.seen()).toEqual([
      ...opened,
      `0 1 ${names.place} ${a} ${codes.throttle} code`,
      expect.stringMatching(`^[1-9]\\d* 1 ${names.place} ${a}$`),
    ]);
    expect(bot.sim.executions(a)).toBe(1);
  });

  it('an order that was carried out before its line died is found, and not sent again', async () => {
    const bot = open();
    bot.sockets.failNext('close-after', { command: names.place });
    expect(await bot.send(place('a'))).toMatchObject(one.found);
    expect(bot.seen()).toEqual([...opened, `0 1 ${names.place} ${a} close-after`, `0 ${lookUp} ${a}`]);
    expect(bot.sim.executions(a)).toBe(1);
  });

  it('an order whose code says nothing of it is found, and not sent again', async () => {
    const bot = open();
    bot.sockets.failNext({ kind: 'code', code: codes.unknown, executed: true }, { command: names.place });
    expect(await bot.send(place('a'))).toMatchObject(one.found);
    expect(bot.seen()).toEqual([
      ...opened,
      `0 1 ${names.place} ${a} ${codes.unknown} code`,
      `0 ${lookUp} ${a}`,
    ]);
    expect(bot.sim.executions(a)).toBe(1);
  });

  it('an order whose code says nothing of it is sent once where nobody asks', async () => {
    const bot = open({ asks: false });
    bot.sockets.failNext({ kind: 'code', code: codes.unknown }, { command: names.place });
    expect(await bot.send(place('a'))).toMatch(new RegExp(`^${codes.unknown} \\w+ unknown`));
    expect(bot.seen()).toEqual([...opened, `0 1 ${names.place} ${a} ${codes.unknown} code`]);
  });

  it('an order that never arrived is sent again where it cannot come late, and nowhere else', async () => {
    const bot = open();
    bot.sockets.failNext('close-before', { command: names.place });
    const end = await bot.send(place('a'));
    const placed = bot.seen().filter((line) => line.split(' ')[2] === names.place);
    expect([placed, bot.sim.executions(a)]).toEqual([one.absent, one.absent.length - 1]);
    expect(typeof end).toBe(one.absent.length > 1 ? 'object' : 'string');
  });

  it('a cancel whose reply is lost is asked about', async () => {
    const bot = open();
    const [lost, asked] = one.cancelled ?? [`1 ${names.cancel} ${a} reply-lost`, `${lookUp} ${a}`];
    const placed = await bot.send(place('a'));
    bot.sockets.failNext('reply-lost', { command: names.cancel });
    const end = await bot.send(cancel('a', placed));
    expect(end).toEqual(asked === undefined ? expect.stringMatching(' unknown ') : expect.any(Object));
    expect(bot.seen()).toEqual([
      ...opened,
      `0 1 ${names.place} ${a}`,
      expect.stringMatching(`^100000 ${lost}$`),
      ...(asked === undefined ? [] : [`101000 ${asked}`]),
    ]);
    expect(bot.sim.orders[0]?.placed[0]?.status).toBe(asked === undefined ? 'open' : 'cancelled');
  });

  it('a clock that stepped is read, and the order sent with the right time', async () => {
    const bot = open();
    await bot.send(place('a'));
    bot.sim.stepClock(45_000);
    expect(await bot.send(place('b'))).toBeTypeOf('object');
    const clock = Array.from({ length: 3 }, () => `100000 GET ${exchange.time.routes[0]?.path}`);
    const refused =
      codes.clock === undefined ? [] : [`100000 1 ${names.place} ${b} ${codes.clock}`, ...clock];
    expect(bot.seen()).toEqual([
      ...opened,
      `0 1 ${names.place} ${a}`,
      ...refused,
      `100000 1 ${names.place} ${b}`,
    ]);
    expect(bot.sim.executions(b)).toBe(1);
  });
});

const compared = cases.filter(({ isRandom }) => !isRandom);

it.each(compared)(
  'over the socket of $exchange.id $what a signature of another key, or another token, is refused',
  async (one) => {
    const { exchange, sign, place, id = (text) => text } = one;
    const bot = play({ exchange, sign: sign(), checks: sign('another-secret') });
    const { token } = exchange.socket ?? {};
    const end = await bot.send(place('a', token && { [token.param]: 'another' }));
    expect(end).toMatch(/ (?:signature|auth) rejected /);
    expect(bot.sim.executions(id('a'))).toBe(0);
  },
);
