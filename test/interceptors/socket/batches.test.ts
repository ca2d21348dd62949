import { describe, expect, it } from 'vitest';
import { byClientOrderId } from '../../../src/index.ts';
import { type Collected, ReplyCollector } from '../../../src/interceptors/socket/reply-collector.ts';
import type { ReplyMeaning } from '../../../src/interceptors/socket/reply-meaning.ts';
import { caught, open } from './support.ts';

const item = (id: string, more: object = {}): object => ({
  clientOrderId: id,
  marketCode: 'BTC-USD',
  side: 'BUY',
  orderType: 'LIMIT',
  quantity: '1',
  price: '10',
  ...more,
});
const batch = (...dataArray: readonly object[]): Record<string, unknown> => ({
  op: 'placeorders',
  dataArray,
});

describe('a batch', () => {
  it('resolves with one reply for each order', async () => {
    const { commands, sim } = await open();
    const { replies } = await commands.send(batch(item('1'), item('2')));
    expect(replies).toMatchObject([
      { event: 'placeorder', submitted: true, data: { clientOrderId: '1' } },
      { event: 'placeorder', submitted: true, data: { clientOrderId: '2' } },
    ]);
    expect([sim.executions('1'), sim.executions('2')]).toEqual([1, 1]);
  });

  it('of which some were refused is partial, item by item, and is not sent again', async () => {
    const { commands, sockets } = await open({ gateway: { reconcile: byClientOrderId() } });
    const error = await caught(commands.send(batch(item('1'), item('2', { quantity: '0' }), item('3'))));
    expect(error).toMatchObject({ code: '20006', category: 'invalid-order', outcome: 'partial' });
    expect(error.items?.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(sockets.log.filter(({ command }) => command === 'placeorders')).toHaveLength(1);
  });

  it('that is refused as a whole is rejected', async () => {
    const { commands, sockets } = await open();
    sockets.failNext({ kind: 'code', code: '20009' }, { command: 'placeorders' });
    const error = await caught(commands.send(batch(item('1'), item('2'))));
    expect(error).toMatchObject({ code: '20009', outcome: 'rejected' });
  });

  it('whose replies are lost is unknown', async () => {
    const { commands, sockets } = await open({ socket: { timeoutMs: 50 } });
    sockets.failNext('reply-lost', { command: 'placeorders' });
    const error = await caught(commands.send(batch(item('1'), item('2'))));
    expect(error).toMatchObject({ category: 'timeout', outcome: 'unknown' });
  });

  it('whose replies come twice is what it is', async () => {
    const { commands, sockets } = await open();
    sockets.failNext('doubled', { command: 'placeorders' });
    const { replies } = await commands.send(batch(item('1'), item('2')));
    expect(replies).toHaveLength(2);
  });
});

describe('the replies to a batch', () => {
  const rule = {
    match: [['clientOrderId', 'data.clientOrderId']],
    missing: 'unknown',
  } as const;
  const named = [{ clientOrderId: 1 }, { clientOrderId: 2 }];
  const reply = (id: string | undefined, more: object = {}): Record<string, unknown> => ({
    submitted: true,
    data: { clientOrderId: id, ...more },
  });
  const accepted: ReplyMeaning = { kind: 'accepted', judged: { ok: true } };
  const refused: ReplyMeaning = {
    kind: 'refused',
    judged: { ok: false, category: 'rate-limit', outcome: 'rejected' },
  };
  const unclear: ReplyMeaning = {
    kind: 'unclear',
    judged: { ok: false, category: 'server', outcome: 'unknown' },
  };
  const kinds = (collected: Collected | undefined): unknown =>
    collected && ('whole' in collected ? 'whole' : collected.results.map(({ kind }) => kind));
  const collectorOf = (
    elements: readonly unknown[],
    ...told: readonly (readonly [string | undefined, ReplyMeaning])[]
  ): ReplyCollector => {
    const collector = new ReplyCollector(rule, elements);
    for (const [at, [id, meaning]] of told.entries())
      collector.add(id === undefined ? { at } : reply(id), `${at}`, meaning);
    return collector;
  };

  it('stand in the order of the elements, whatever the order they come in', () => {
    const collector = new ReplyCollector(rule, named);
    expect(collector.add(reply('2'), 'b', accepted)).toBe(false);
    expect(collector.add(reply('1'), 'a', accepted)).toBe(true);
    const collected = collector.collected(true);
    expect(collected).toMatchObject({ results: [{ reply: reply('1') }, { reply: reply('2') }] });
  });

  it('count once, and not if they name a stranger', () => {
    const collector = new ReplyCollector(rule, named);
    collector.add(reply('1'), 'a', accepted);
    expect(collector.add(reply('1'), 'a', accepted)).toBe(false);
    expect(collector.add(reply('1', { again: true }), 'c', accepted)).toBe(false);
    expect(collector.add(reply('9'), 'd', accepted)).toBe(false);
    expect(kinds(collector.collected(true))).toEqual(['accepted', 'unclear']);
  });

  it('are given to elements without a name as they come', () => {
    const collector = new ReplyCollector(rule, [{ side: 'BUY' }, { side: 'SELL' }]);
    collector.add(reply('8'), 'a', accepted);
    expect(collector.add(reply('9'), 'b', accepted)).toBe(true);
  });

  it.each([
    ['alone, of the whole command', [[undefined, refused]], 'whole'],
    [
      'after another was accepted, of the one that is left',
      [
        ['1', accepted],
        [undefined, refused],
      ],
      ['accepted', 'refused'],
    ],
    [
      'before another is accepted, of the one that is left',
      [
        [undefined, refused],
        ['2', accepted],
      ],
      ['refused', 'accepted'],
    ],
    [
      'one for each, of all',
      [
        [undefined, refused],
        [undefined, refused],
      ],
      ['refused', 'refused'],
    ],
    [
      'beside an acceptance that names none either, of nobody',
      [
        [undefined, refused],
        [undefined, accepted],
      ],
      undefined,
    ],
    ['that says nothing, of nobody', [[undefined, unclear]], undefined],
  ] as const)('that name none speak %s', (_, told, expected) => {
    expect(kinds(collectorOf(named, ...told).collected(true))).toEqual(expected);
  });

  it('that name none, where several are left, leave those in doubt', () => {
    const three = [...named, { clientOrderId: 3 }];
    expect(kinds(collectorOf(three, ['1', accepted], [undefined, refused]).collected(true))).toEqual([
      'accepted',
      'unclear',
      'unclear',
    ]);
  });

  it('are nothing where the connection ended after a refusal that names none: others may be lost', () => {
    expect(collectorOf(named, [undefined, refused]).collected(false)).toBeUndefined();
  });
});
