import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readClientOrderId } from '../../../src/catalog/order-ids.ts';
import { requestParams } from '../../../src/catalog/request-params.ts';
import { routeReader } from '../../../src/catalog/routes.ts';
import { readSentOrder } from '../../../src/catalog/sent-order.ts';
import { byClientOrderId, createGateway, interceptFetch, isExchangeError } from '../../../src/index.ts';
import { bodyOf, type Market, targetOf } from '../../../tools/markets.ts';
import { markets } from '../../support/markets.ts';
import { standStill } from '../../support/trading.ts';
import { type Write, writes } from './writes.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

const marketAt = (id: string): Market => {
  const found = markets.find(({ exchange }) => exchange.id === id);
  if (!found) throw new Error(`no market ${id}`);
  return found;
};

/** Where paths hold ids, a path that holds none would be asked about as an order that does not exist. */
const notFound: Readonly<Record<string, () => Response>> = {
  kucoin: () => Response.json({ code: '400100', msg: 'order_not_exist' }),
  gate: () => Response.json({ label: 'ORDER_NOT_FOUND' }, { status: 404 }),
};

/** Its first answer is lost, and the exchange answers nothing else. @returns what was executed and asked, and how it ended */
async function loseAnswer(write: Write) {
  const { at, kind, method, path, params, as } = write;
  const { exchange, fill } = marketAt(at);
  const gateway = createGateway({
    exchange,
    sign: () => ({ headers: {} }),
    reconcile: byClientOrderId({ fill: { ...fill, user: '0x1' } }),
    deadlineMs: 20_000,
    hosts: ['exchange.test'],
  });
  const clocks = new Set(exchange.time.routes.map((route) => route.path));
  let executed = 0;
  const asked = new Set<string>();
  const send = interceptFetch(gateway, async (input, init) => {
    const url = new URL(String(input));
    if (clocks.has(url.pathname)) return new Response('', { status: 503 });
    if (url.pathname !== path || (init?.method ?? 'GET') !== method) {
      asked.add(url.pathname);
      return (kind === 'order' ? undefined : notFound[at]?.()) ?? new Response('', { status: 503 });
    }
    executed += 1;
    throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
  });
  const sample = { method, path, params, as } as Parameters<typeof targetOf>[0];
  const place = () =>
    send(`https://exchange.test${targetOf(sample)}`, { method, ...bodyOf(sample) }).then(
      () => 'done',
      (error: unknown) => (isExchangeError(error) ? `${error.reason}, ${error.outcome}` : String(error)),
    );
  const ends = [await place()];
  const first = { executed, asked: [...asked] };
  // An order has a name, and a second one is not sent under it before it is known what became of the first.
  if (kind === 'order' && readClientOrderId(exchange, requestOf(write)) !== undefined)
    ends.push(await place());
  await gateway.close();
  return { ...first, executed, ends: [...new Set(ends)] };
}

/** Path and parameters, as the profile reads them. */
const requestOf = ({ path, params, as }: Write) =>
  as === 'json'
    ? { path, body: JSON.stringify(params) }
    : { path, query: String(new URLSearchParams(Object.entries(params))) };

/** What the profile says of it. */
function infoOf(write: Write) {
  const { exchange } = marketAt(write.at);
  const sent = readSentOrder(requestOf(write), exchange.paramsIn);
  return routeReader(exchange)(write.method, write.path, requestParams(sent, undefined));
}

const kindOf = (write: Write): string => infoOf(write).kind;

it('are known for what they are', () => {
  const wrong = writes.filter((write) => kindOf(write) !== write.kind);
  expect(wrong.map((write) => [write.at, write.method, write.path, kindOf(write), write.kind])).toEqual([]);
});

it('are executed once where their answer is lost, and asked about in their own book alone', async () => {
  const ends = Promise.all(writes.map(loseAnswer));
  await vi.advanceTimersByTimeAsync(50_000);
  const found = await ends;
  const wrong = writes.flatMap((write, at) => {
    const expected = { executed: 1, asked: write.asked ?? [], ends: ['outcome-unknown, unknown'] };
    return JSON.stringify(found[at]) === JSON.stringify(expected) ? [] : [{ ...write, ...found[at] }];
  });
  expect(wrong).toEqual([]);
});

it('do not wait for an order of the same name in another book', async () => {
  const conditional = writes.filter((write) => write.kind === 'order' && infoOf(write).book !== undefined);
  expect(new Set(conditional.map(({ at }) => at)).size).toBeGreaterThanOrEqual(7);
  const waiting: unknown[] = [];
  for (const write of conditional) {
    const { exchange, order } = marketAt(write.at);
    const gateway = createGateway({
      exchange,
      sign: () => ({ headers: {} }),
      limits: false,
      hosts: ['exchange.test'],
    });
    const sent: string[] = [];
    const send = interceptFetch(gateway, (input) => {
      sent.push(new URL(String(input)).pathname);
      return new Promise(() => undefined);
    });
    const samples = [order('a', 1, 1), { ...write }] as Parameters<typeof targetOf>[0][];
    const ends = samples.map((sample) =>
      send(`https://exchange.test${targetOf(sample)}`, { method: sample.method, ...bodyOf(sample) }).catch(
        () => undefined,
      ),
    );
    await vi.advanceTimersByTimeAsync(100);
    if (sent.length < samples.length) waiting.push([write.at, write.path]);
    await gateway.close({ timeoutMs: 0 });
    await Promise.all(ends);
  }
  expect(waiting).toEqual([]);
});
