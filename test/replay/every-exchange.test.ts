// A day at every built-in exchange: written down by the channels and as a log of requests, and replayed.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { oxFun } from '../../src/catalog/ox-fun/index.ts';
import { channelOf, type DiagnosticsMessage, publishDiagnostics } from '../../src/diagnostics/index.ts';
import {
  classify,
  createGateway,
  type EventName,
  type Exchange,
  type Gateway,
  interceptFetch,
} from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { bodyOf, type Market, targetOf } from '../../tools/markets.ts';
import { credentials } from '../../tools/samples.ts';
import { cases } from '../catalog/big/socket-cases.ts';
import { play } from '../catalog/big/socket-play.ts';
import { codeOf, markets } from '../support/markets.ts';
import { type End, openTrading, stages, standStill, type Trading } from '../support/trading.ts';
import { dayOf, type Heard, heardNames, replayOf } from './support.ts';

beforeEach(() => {
  standStill();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** More than a double holds. */
const digits = '9007199254740993';

/** Has the channels write down what a gateway tells. */
function recorded(
  gateway: Gateway,
  names: readonly EventName[] = heardNames,
): { readonly heard: readonly Heard[]; readonly lines: readonly string[] } {
  const heard: Heard[] = [];
  const lines: string[] = [];
  const undo = names.map((name) => {
    const onMessage = (message: unknown): void => {
      const { event, exchange } = message as DiagnosticsMessage;
      heard.push({ name, event: { ...event } });
      lines.push(JSON.stringify({ at: Date.now(), exchange, ...event }));
    };
    subscribe(channelOf(name), onMessage);
    return () => unsubscribe(channelOf(name), onMessage);
  });
  stops.push(publishDiagnostics(gateway), ...undo);
  return { heard, lines };
}

const clockOf = (market: Market): string | undefined =>
  market.exchange.repeat === 'same-bytes' ? undefined : codeOf(market, 'timestamp');
const lostId = ({ exchange, id }: Market): string =>
  exchange.clientOrderId?.pattern.test(digits) ? digits : id(4);

/** What a bot goes through on that day, step by step. */
function* stepsOf(market: Market, { sim, send, place }: Trading): Generator<() => Promise<End>> {
  const { id, read, batch } = market;
  const failing = (fault: Parameters<typeof sim.failNext>[0], then: () => Promise<End>) => () => {
    sim.failNext(fault);
    return then();
  };
  yield () => send(read);
  yield failing('throttle', () => send(read));
  yield () => place(id(1));
  if (clockOf(market) !== undefined)
    yield () => {
      sim.stepClock(45_000);
      return place(id(2));
    };
  const funds = codeOf(market, 'funds');
  if (funds !== undefined) yield failing({ kind: 'code', code: funds }, () => place(id(3)));
  yield failing('answer-lost', () => place(lostId(market)));
  if (batch) yield failing({ kind: 'throttle', items: [1] }, () => send(batch([id(5), id(6), id(7)])));
  yield failing({ kind: 'throttle', retryAfterMs: 30_000 }, () => place(id(8)));
  yield failing('html-502', () => send(read));
  yield failing('garbage', () => place(id(9)));
}

/** Writes down what goes over the wire, as a bot does that takes no care. @returns the lines, and what is secret in them */
function logged(
  { id }: Exchange,
  { sim }: Trading,
): { readonly log: readonly string[]; readonly secrets: readonly string[] } {
  const log: string[] = [];
  const secrets: string[] = [];
  const handle = sim.handle.bind(sim);
  vi.spyOn(sim, 'handle').mockImplementation((request) => {
    const { status, headers, body, delivery } = handle(request);
    const { method, path, query, headers: requestHeaders = {}, body: requestBody } = request;
    const own = Object.entries(requestHeaders).filter(([name]) => !/^(accept|content-)/i.test(name));
    secrets.push(...own.flatMap(([, value]) => value.split(/[\s,=]+(?=.)/)));
    secrets.push(...`${query}&${requestBody}`.split(/[&=,"]/).filter((part) => part.length > 40));
    const end = delivery === 'none' ? { fault: 'ECONNRESET' } : { status, headers, body };
    const line = { at: Date.now(), exchange: id, method, path, query, requestHeaders, requestBody, ...end };
    if (sim.log.at(-1)?.action !== 'time') log.push(JSON.stringify(line));
    return { status, headers, body, delivery, delayMs: 0 };
  });
  return { log, secrets };
}

it.each(markets)('$exchange.name: a record of one that only observes says the same', async (market) => {
  const { exchange, id, read } = market;
  const sim = simulateExchange(exchange, { limits: false });
  const gateway = createGateway({ exchange, mode: 'observe' });
  const { heard, lines } = recorded(gateway, ['attempt', 'observed']);
  const origin = `https://${exchange.hosts[0] ?? 'chainup.test'}`;
  const send = interceptFetch(gateway, sim.fetch);
  const order = market.order(id(1), 1, 1);
  const faults = [
    'throttle',
    'answer-lost',
    'request-lost',
    'html-502',
    'garbage',
    'error-before',
    'html',
  ] as const;
  for (const sample of [read, order])
    for (const fault of faults) {
      sim.failNext(fault);
      await send(origin + targetOf(sample), { method: sample.method, ...bodyOf(sample) }).catch(
        () => undefined,
      );
      vi.advanceTimersByTime(3_600_000);
    }
  await gateway.close();
  const { categories } = dayOf(exchange, heard);
  expect(Object.values(categories).reduce((sum, count) => sum + count, 0)).toBe(2 * faults.length);
  const isObserved = (line: string): boolean => line.includes('"decision":');
  const [both, attempts, observed] = [
    lines,
    lines.filter((line) => !isObserved(line)),
    lines.filter(isObserved),
  ];
  for (const record of [both, attempts, observed])
    expect((await replayOf(record)).day).toMatchObject({
      requests: 2 * faults.length,
      categories,
    });
});

/** The same line with its bodies as objects, and the long id in them as a number. */
function withObjects(line: string): string {
  return line.replace(/"(requestBody|body)":("(?:[^"\\]|\\.)*")/g, (whole, name: string, text: string) => {
    const inner: string = JSON.parse(text);
    return /^\{.*\}$/s.test(inner) ? `"${name}":${inner.replace(`"${digits}"`, digits)}` : whole;
  });
}

it.each(stages)('$name: a record says what the gateway did, and no secret', async ({ market, via }) => {
  const { exchange } = market;
  const clock = clockOf(market);
  const trading = openTrading(market, { via, ...(clock !== undefined && { clock }) });
  const { heard, lines } = recorded(trading.gateway);
  const { log, secrets } = logged(exchange, trading);
  for (const step of stepsOf(market, trading)) {
    await trading.run(step());
    // A pause is about the limits of what was refused, and events do not say by which parameters it counts.
    vi.advanceTimersByTime(60_000);
  }
  const expected = dayOf(exchange, heard);
  const replays = [await replayOf(lines), await replayOf(log), await replayOf(log.map(withObjects))];
  expect(replays.map(({ day }) => day)).toEqual([expected, expected, expected]);
  expect(expected.unlisted).toEqual([]);
  const printed = replays.map((one) => one.printed);
  for (const one of printed) expect(one).toContain(`client order id ${lostId(market)},`);
  const said = [...lines, ...printed].join();
  const keys = [...secrets, ...Object.values({ ...credentials, ...market.credentials })];
  // Times and client order ids are none.
  const isSecret = (text: string): boolean => text.length > 7 && !/^(\d+|0x0+\d)$/.test(text);
  expect(keys.filter((key) => isSecret(key) && said.includes(key))).toEqual([]);
});

const oxFunOrder = (clientOrderId: string): object => ({
  op: 'placeorder',
  data: {
    clientOrderId,
    marketCode: 'BTC-USD-SWAP-LIN',
    side: 'BUY',
    orderType: 'LIMIT',
    quantity: '1',
    price: '10',
  },
});

const overSockets = [
  ...cases,
  {
    exchange: oxFun,
    sign: (apiSecret = 'fake-secret') => oxFun.signer({ apiKey: 'fake-key', apiSecret }),
    place: (id: string) => oxFunOrder(String(id.charCodeAt(0))),
    names: { place: 'placeorder' },
    codes: { throttle: '20007', unknown: '20001' },
    fill: undefined,
    isRandom: false,
    what: '',
  },
];

it.each(overSockets)('over the socket of $exchange.id $what a record says the same', async (one) => {
  const { exchange, sign, place, names, codes, fill, isRandom } = one;
  vi.useRealTimers();
  const bot = play({ exchange, sign: sign(), fill, isUnchecked: isRandom });
  const { heard, lines } = recorded(bot.gateway);
  const failing = { command: names.place };
  await bot.send(place('a'));
  bot.sockets.failNext({ kind: 'code', code: codes.throttle }, failing);
  await bot.send(place('b'));
  bot.sockets.failNext('close-after', failing);
  await bot.send(place('c'));
  bot.sockets.failNext({ kind: 'code', code: codes.unknown, executed: true }, failing);
  await bot.send(place('d'));
  const expected = dayOf(exchange, heard);
  const { day, printed } = await replayOf(lines);
  expect(day).toEqual(expected);
  expect(Object.values(expected.categories).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(3);
  // What came back, as a log has it: a code means what it means over the socket.
  const replies = bot.heard().filter((body) => !classify(exchange, { body, transport: 'ws' }).ok);
  const line = { exchange: exchange.id, method: 'WS', path: `/${names.place}` };
  const log = replies.map((body) => JSON.stringify({ ...line, at: Date.now(), body }));
  const refusals = heard.filter(({ name, event }) => name === 'attempt' && event['code'] !== undefined);
  expect(refusals.length).toBeGreaterThanOrEqual(2);
  expect((await replayOf(log)).day.categories).toEqual(dayOf(exchange, refusals).categories);
  const words = bot.sent().flatMap((frame) => JSON.stringify(frame).match(/[\w+/=.-]{8,}/g) ?? []);
  const ordered = JSON.stringify(['a', 'b', 'c', 'd'].map((id) => place(id)));
  const named = [
    exchange.socket?.login?.command,
    ...(exchange.socket?.commands ?? []).map(({ name }) => name),
  ].join();
  const secrets = words.filter((word) => !/^\d+$/.test(word) && !`${ordered}${named}`.includes(word));
  const said = [...lines, printed].join();
  expect([...secrets, 'fake-secret', 'fake-Phrase-1'].filter((word) => said.includes(word))).toEqual([]);
});
