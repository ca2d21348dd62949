// One day of a bot at each exchange that takes orders over sockets, over connections of `ws`.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { oxFun } from '../../../src/catalog/ox-fun/index.ts';
import {
  backoff,
  byClientOrderId,
  createGateway,
  type Exchange,
  interceptSocket,
  isExchangeError,
} from '../../../src/index.ts';
import { simulateExchange } from '../../../src/testing/index.ts';
import { cases, type SocketCase } from '../../catalog/big/socket-cases.ts';

const keys = { apiKey: 'fake-key', apiSecret: 'fake-secret' };

type Day = Pick<
  SocketCase,
  | 'exchange'
  | 'sign'
  | 'place'
  | 'opening'
  | 'names'
  | 'lookUp'
  | 'codes'
  | 'id'
  | 'fill'
  | 'isRandom'
  | 'what'
>;

const numbers: Readonly<Record<string, string>> = { a: '1', b: '2', c: '3', d: '4', e: '5' };
const overOxFun: Day = {
  exchange: oxFun,
  sign: () => oxFun.signer(keys),
  place: (id) => ({
    op: 'placeorder',
    data: {
      clientOrderId: numbers[id],
      marketCode: 'BTC-USD',
      side: 'BUY',
      orderType: 'LIMIT',
      quantity: '1',
      price: '10',
    },
  }),
  id: (id) => numbers[id] ?? '',
  codes: { throttle: '20007', unknown: '20004' },
  opening: ['1 login'],
  names: { place: 'placeorder', cancel: 'cancelorder' },
  lookUp: 'GET /v3/orders/status',
  isRandom: true,
};

/** Signed is the host too, which is another one here. */
const signsHost: ReadonlySet<string> = new Set(['htx']);
/** A refusal for the rate is about ten seconds there: `test/catalog/big` waits for them on another clock. */
const waitsLong: ReadonlySet<string> = new Set(['hyperliquid']);

/** Of an order that never stood, whatever is done about it. */
function refusalCode({ codes }: Exchange): string {
  const rows = [...codes.ws.values()];
  const found = rows.find(({ category, outcome }) => category === 'invalid-order' && outcome === 'rejected');
  if (!found) throw new Error('no code of a refused order');
  return found.code;
}

/** Frames that are no replies to anything: of other channels, of ids that were never sent, no JSON, packed, large. */
const strange: readonly (string | Uint8Array)[] = [
  '{"event":"no-such-event","channel":"no-such-channel","data":[]}',
  '{"id":"nobody","reqId":"nobody","req_id":1,"request_id":"nobody","cid":"nobody","tag":1,"code":"0","success":true}',
  '\u0000{"upstream":',
  'pong',
  '[]',
  'null',
  gzipSync('{"ping":1492420473027}'),
  JSON.stringify({ topic: 'book', data: 'x'.repeat(300_000), id: 'nobody' }),
];

async function spend(day: Day): Promise<unknown> {
  const { exchange, place, codes, names, fill, id = (text) => text } = day;
  const wss = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(wss, 'listening');
  const sim = simulateExchange(exchange, { limits: false });
  const restOrigin = await sim.listen();
  const isCompared = !day.isRandom && !signsHost.has(exchange.id);
  const sockets = sim.attach(wss, isCompared ? { sign: day.sign() } : {});
  const gateway = createGateway({
    exchange,
    sign: day.sign(),
    limits: false,
    reconcile: byClientOrderId({ settleMs: 20, asks: 1, ...(fill && { fill }) }),
    policies: { 'rate-limit': backoff({ baseDelayMs: 5, maxDelayMs: 10, jitter: 'none' }) },
  });
  const { port } = wss.address() as AddressInfo;
  const commands = interceptSocket(() => new WebSocket(`ws://127.0.0.1:${port}`), gateway, {
    restOrigin,
    timeoutMs: 2000,
    reconnect: { baseDelayMs: 10, maxDelayMs: 10, jitter: 'none' },
  });
  onTestFinished(async () => {
    commands.close();
    await gateway.close();
    sockets.close();
    for (const client of wss.clients) client.terminate();
    await Promise.all([sim.close(), new Promise((resolve) => wss.close(resolve))]);
  });
  const ends: string[] = [];
  const send = async (name: string): Promise<void> => {
    const end = await commands.send(place(name)).then(
      () => 'done',
      (error: unknown) =>
        isExchangeError(error) ? `${error.category} ${error.outcome} ${error.reason}` : String(error),
    );
    ends.push(`${name} ${end}`);
  };
  await send('a');
  sockets.failNext({ kind: 'code', code: refusalCode(exchange) }, { command: names.place });
  await send('b');
  if (!waitsLong.has(exchange.id)) {
    sockets.failNext({ kind: 'code', code: codes.throttle }, { command: names.place });
    await send('c');
  }
  for (const frame of strange) sockets.push(frame);
  sockets.failNext('close-after', { command: names.place });
  await send('d');
  const sending = send('e');
  for (const frame of strange) sockets.push(frame);
  await sending;
  await send('a');
  const log = sim.log.map(({ method, path, clientOrderId, code }) =>
    [method === 'WS' ? path.slice(1) : `${method} ${path}`, clientOrderId, code].filter(Boolean).join(' '),
  );
  const executed = Object.fromEntries([...'abcde'].map((name) => [name, sim.executions(id(name))]));
  return { ends, log, executed, pending: commands.stats().pending };
}

/** Codes for a second order with an id; where none is documented it is another order. */
const duplicates: Readonly<Record<string, string>> = {
  bitget: '43118',
  htx: 'invalid-client-order-id',
  'binance-spot': '-2010',
  'binance-usdm': '-4116',
  bybit: '110072',
  okx: '51016',
  kraken: 'EGeneral:Invalid arguments',
  hyperliquid: 'Invalid nonce: duplicate nonce',
};

/** Good, refused, throttled and again, lost and looked up, good on the next connection, and the first one's id once more. */
function expected({ exchange, opening, names, lookUp, codes, id = (text) => text }: Day): unknown {
  const begun = opening.map((line) => line.replace(/^1 /, ''));
  const placed = (name: string, ...more: readonly string[]): string =>
    [names.place, id(name), ...more].join(' ');
  const isQuick = !waitsLong.has(exchange.id);
  const code = duplicates[exchange.id];
  const again = code === undefined ? [] : [code];
  return {
    ends: [
      'a done',
      'b invalid-order rejected failed',
      ...(isQuick ? ['c done'] : []),
      'd done',
      'e done',
      code === undefined ? 'a done' : expect.stringMatching(/^a (?:duplicate|invalid-\w+) rejected failed$/),
    ],
    log: [
      ...begun,
      placed('a'),
      placed('b', refusalCode(exchange)),
      ...(isQuick ? [placed('c', codes.throttle), placed('c')] : []),
      placed('d'),
      `${lookUp.replace(new RegExp(`/${id('a')}$`), `/${id('d')}`)} ${id('d')}`,
      ...begun,
      placed('e'),
      placed('a', ...again),
    ],
    executed: { a: code === undefined ? 2 : 1, b: 0, c: isQuick ? 1 : 0, d: 1, e: 1 },
    pending: 0,
  };
}

it('each exchange sees what the documents have it see, and executes every order once', async () => {
  const days = [...cases, overOxFun];
  const found = await Promise.all(days.map(spend));
  expect(found).toEqual(days.map(expected));
});
