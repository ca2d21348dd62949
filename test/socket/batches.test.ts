import { describe, expect, it } from 'vitest';
import { byClientOrderId } from '../../src/index.ts';
import { ReplyCollector } from '../../src/interceptors/socket/reply-collector.ts';
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

describe('gathering', () => {
  const rule = {
    match: [['clientOrderId', 'data.clientOrderId']],
    missing: 'unknown',
  } as const;
  const reply = (id: string | undefined, more: object = {}): Record<string, unknown> => ({
    submitted: true,
    data: { clientOrderId: id, ...more },
  });

  it('puts replies in the order of the elements, whatever the order they come in', () => {
    const gathering = new ReplyCollector(rule, [{ clientOrderId: 1 }, { clientOrderId: 2 }]);
    expect(gathering.add(reply('2'), 'b')).toBe(false);
    expect(gathering.add(reply('1'), 'a')).toBe(true);
    expect(gathering.replies(() => ({})).map(({ data }) => data)).toEqual([
      { clientOrderId: '1' },
      { clientOrderId: '2' },
    ]);
  });

  it('takes no echo for the reply to another element, and none that names a stranger', () => {
    const gathering = new ReplyCollector(rule, [{ clientOrderId: 1 }, { clientOrderId: 2 }]);
    gathering.add(reply('1'), 'a');
    expect(gathering.add(reply('1'), 'a')).toBe(false);
    expect(gathering.add(reply('1', { again: true }), 'c')).toBe(false);
    expect(gathering.add(reply('9'), 'd')).toBe(false);
    expect(gathering.replies((element) => ({ missing: element }))).toEqual([
      reply('1'),
      { missing: { clientOrderId: 2 } },
    ]);
  });

  it('gives elements without a name the replies as they come', () => {
    const gathering = new ReplyCollector(rule, [{ side: 'BUY' }, { side: 'SELL' }]);
    gathering.add(reply('8'), 'a');
    expect(gathering.add(reply('9'), 'b')).toBe(true);
  });
});
