import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { mexcContract, oxFun } from '../../../src/index.ts';
import { mayBeReply, parseReply, textOf } from '../../../src/interceptors/socket/decode.ts';
import { open, order, until } from './support.ts';

const book = JSON.stringify({
  table: 'depth',
  data: [{ marketCode: 'BTC-USD', asks: Array.from({ length: 40 }, (_, at) => [`${at}`, '1']) }],
  action: 'partial',
});
const protocol = oxFun.socket;
if (!protocol || !mexcContract.socket) throw new Error('no protocol');
const { socket: mexc } = mexcContract;

describe('market data', () => {
  it('is not parsed, whether a command waits or not, and reaches the listeners of the caller', async () => {
    const { commands, sockets, heard } = await open();
    await commands.send(order('1'), { clientOrderId: '1' });
    const before = commands.stats();
    const own = heard.length;
    const parse = vi.spyOn(JSON, 'parse');
    for (let at = 0; at < 1000; at += 1) sockets.push(book);
    await until(() => heard.length === own + 1000);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
    sockets.failNext({ kind: 'delay', delayMs: 100 }, { command: 'placeorder' });
    const placed = commands.send(order('2'), { clientOrderId: '2' });
    await until(() => commands.stats().pending === 1);
    for (let at = 0; at < 1000; at += 1) sockets.push(at % 2 === 0 ? book : Buffer.from(book));
    await placed;
    await until(() => heard.length === own + 2001);
    const after = commands.stats();
    expect(after.frames - before.frames).toBe(2001);
    expect(after.parsed - before.parsed).toBe(1);
  });
});

describe('a frame', () => {
  it.each([
    ['{"event":"placeorder","submitted":true}', true],
    ['{ "submitted": false, "tag": "1" }', true],
    [book, false],
    [`{"data":"${'x'.repeat(300)}","event":"placeorder"}`, false],
    ['', false],
    ['pong', false],
  ])('%s may be a reply: %s', (text, expected) => {
    expect(mayBeReply(protocol, text)).toBe(expected);
    expect(mayBeReply(protocol, Buffer.from(text))).toBe(expected);
    expect(mayBeReply(protocol, new TextEncoder().encode(text).buffer)).toBe(expected);
  });

  it('of MEXC is a push by its channel', () => {
    expect(mayBeReply(mexc, '{"channel":"push.ticker","data":{"x":"rs."}}')).toBe(false);
    expect(mayBeReply(mexc, '{"channel":"rs.sub.ticker","data":"success"}')).toBe(true);
  });

  it('that is packed has to be looked into, unless it is too long for a reply', () => {
    expect(mayBeReply(protocol, gzipSync('{"event":1}'))).toBe(true);
    const long = new Uint8Array(20_000);
    long.set([0x1f, 0x8b]);
    expect(mayBeReply(protocol, long)).toBe(false);
  });

  it.each([
    ['text', '{"a":1}'],
    ['bytes', Buffer.from('{"a":1}')],
    ['an array buffer', new TextEncoder().encode('{"a":1}').buffer],
    ['a view', new DataView(new TextEncoder().encode('{"a":1}').buffer)],
    ['packed bytes', gzipSync('{"a":1}')],
    ['a blob', new Blob(['{"a":1}'])],
    ['a packed blob', new Blob([Uint8Array.from(gzipSync('{"a":1}'))])],
  ])('of %s is read', async (_, data) => {
    expect(await textOf(data)).toBe('{"a":1}');
  });

  it('that is nothing readable is none', async () => {
    expect(textOf(7)).toBeUndefined();
    expect(await textOf(new Uint8Array([0x1f, 0x8b, 1, 2]))).toBeUndefined();
    expect(parseReply('\u0000{"upstream":')).toBeUndefined();
    expect(parseReply('[1]')).toBeUndefined();
    expect(parseReply('null')).toBeUndefined();
  });
});
