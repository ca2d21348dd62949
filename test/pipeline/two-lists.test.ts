import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createGateway,
  defineExchange,
  extendExchange,
  interceptFetch,
  isExchangeError,
} from '../../src/index.ts';

/** Answers with what worked and what was refused in two lists, in an order of its own, as Bitget does. */
const exchange = defineExchange({
  id: 'two-lists',
  name: 'Two Lists',
  hosts: ['127.0.0.1'],
  table: {
    source: 'here',
    rows: [
      ['0', 'success', 'ok', 'OK'],
      ['1', 'rate-limit', 'rejected', 'Slow down'],
      ['2', 'funds', 'rejected', 'Not enough'],
      ['3', 'server', 'unknown', 'Oops'],
    ],
  },
  rest: {
    code: ['code'],
    message: ['msg'],
    ok: ['0'],
    flags: [],
    bare: false,
    items: [{ failed: 'data.bad', done: 'data.good', code: ['code'], message: ['msg'], id: ['cid'] }],
  },
  routes: [{ method: 'POST', path: '/batch', kind: 'order' }],
  clientOrderId: { fields: ['cid'], pattern: /^\w+$/, deduplicated: false },
  batches: [{ path: '/batch', list: 'orders', id: 'cid' }],
});

/** @param rounds of each request the codes of its orders by id; what is not named worked */
async function send(rounds: readonly Readonly<Record<string, number>>[], named = true) {
  const seen: string[] = [];
  const gateway = createGateway({ exchange, limits: false });
  const fetcher = interceptFetch(gateway, async (_, init) => {
    const ids = JSON.parse(String(init?.body)).orders.map(({ cid }: { cid: string }): string => cid);
    seen.push(ids.join());
    const codes = rounds[seen.length - 1] ?? {};
    const entry = (cid: string) => ({ ...(named && { cid }), oid: `9${cid}` });
    const good = ids.filter((id: string) => !codes[id]).map(entry);
    const bad = ids
      .filter((id: string) => codes[id])
      .map((id: string) => ({ ...entry(id), code: String(codes[id]), msg: 'no' }));
    return Response.json({
      code: '0',
      round: seen.length,
      data: { good: good.reverse(), bad: bad.reverse() },
    });
  });
  const body = JSON.stringify({ orders: ['a', 'b', 'c', 'd'].map((cid) => ({ cid })) });
  const told = fetcher('http://127.0.0.1/batch', {
    method: 'POST',
    body,
    exchange: { partial: 'repeat' },
  }).then(
    (response) => response.json(),
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(20_000);
  const end: unknown = await told;
  await gateway.close();
  return { end, seen };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const of = (...ids: string[]) => ids.map((cid) => ({ cid, oid: `9${cid}` }));

describe('a batch that is answered by two lists', () => {
  it('has the throttled ones go again, and all in the order of the request', async () => {
    const { end, seen } = await send([{ b: 1, d: 1 }, { b: 1 }]);
    expect(seen).toEqual(['a,b,c,d', 'b,d', 'b']);
    expect(end).toEqual({ code: '0', round: 3, data: { good: of('a', 'b', 'c', 'd'), bad: [] } });
  });

  it('keeps what was refused for good, and names each item by its place', async () => {
    const { end, seen } = await send([{ a: 2, b: 1, d: 3 }]);
    expect(seen).toEqual(['a,b,c,d', 'b']);
    const items = isExchangeError(end) ? end.items : undefined;
    expect(items?.map(({ index, id, ok, outcome }) => [index, id, ok, outcome])).toEqual([
      [0, 'a', false, 'rejected'],
      [1, 'b', true, undefined],
      [2, 'c', true, undefined],
      [3, 'd', false, 'unknown'],
    ]);
    const response = isExchangeError(end) ? end.response : undefined;
    expect(response instanceof Response && (await response.json())).toMatchObject({
      data: { good: of('b', 'c'), bad: [{ cid: 'a' }, { cid: 'd' }] },
    });
  });

  it('has an item that stands in neither list in doubt', async () => {
    for (const partial of ['repeat', 'reject'] as const) {
      const gateway = createGateway({ exchange, limits: false });
      const short = { code: '0', data: { good: [{ cid: 'b' }], bad: [] } };
      const fetcher = interceptFetch(gateway, () => Promise.resolve(Response.json(short)));
      const body = JSON.stringify({ orders: [{ cid: 'a' }, { cid: 'b' }] });
      const init = { method: 'POST', body, exchange: { partial } };
      const error: unknown = await fetcher('http://127.0.0.1/batch', init).catch((thrown: unknown) => thrown);
      await gateway.close();
      expect(
        isExchangeError(error) && [error.outcome, error.items?.map(({ ok, outcome }) => ok || outcome)],
      ).toEqual(['partial', ['unknown', true]]);
    }
  });

  it('finds the place of a refused item by whichever of its ids the request names', async () => {
    const items = [{ failed: 'bad', done: 'good', code: ['code'], message: ['msg'], id: ['cid', 'oid'] }];
    const byEither = extendExchange(exchange, {
      rest: { ...exchange.rest, items },
      batches: [{ path: '/batch', list: 'oids' }],
    });
    const gateway = createGateway({ exchange: byEither, limits: false });
    const answer = { code: '0', good: ['1', '3'], bad: [{ cid: 'x', oid: '2', code: '2', msg: 'no' }] };
    const fetcher = interceptFetch(gateway, () => Promise.resolve(Response.json(answer)));
    const init = { method: 'POST', body: JSON.stringify({ oids: ['1', '2', '3'] }) };
    const error: unknown = await fetcher('http://127.0.0.1/batch', init).catch((thrown: unknown) => thrown);
    await gateway.close();
    expect(isExchangeError(error) && error.items?.map(({ index, id, ok }) => [index, id, ok])).toEqual([
      [0, '1', true],
      [1, '2', false],
      [2, '3', true],
    ]);
  });

  it('is not taken apart where its items have no names', async () => {
    const { end, seen } = await send([{ b: 1 }], false);
    expect([seen, isExchangeError(end) && end.outcome]).toEqual([['a,b,c,d'], 'partial']);
    const all = { a: 1, b: 3, c: 1, d: 2 };
    expect((await send([all], false)).seen.slice(0, 1)).toEqual(['a,b,c,d']);
    expect((await send([all, { a: 2, b: 2, c: 2, d: 2 }], false)).seen).not.toContain('a,c');
  });
});

it.each([
  ['a list of those that were refused', { failed: 'data.bad' }, [], 'rate-limit partial'],
  [
    'such a list of a batch that is known as one',
    { failed: 'data.bad' },
    exchange.batches,
    'rate-limit partial',
  ],
  ['what is said to be a list of all, and is not', { at: 'data.bad' }, [], 'rate-limit unknown'],
])('does not send what stands again for %s', async (_, place, batches, end) => {
  const rest = { ...exchange.rest, items: [{ ...place, code: ['code'], message: ['msg'] }] };
  const gateway = createGateway({ exchange: extendExchange(exchange, { rest, batches }), limits: false });
  let sent = 0;
  const answers = [[{ code: '1', msg: 'no' }], []];
  const fetcher = interceptFetch(gateway, async () => {
    sent += 1;
    return Response.json({ code: '0', data: { good: [{ cid: 'a' }], bad: answers[sent - 1] } });
  });
  const body = JSON.stringify({ orders: [{ cid: 'a' }, { cid: 'b' }] });
  const told = fetcher('http://127.0.0.1/batch', { method: 'POST', body });
  const ended = told.then(String, (error: unknown) =>
    isExchangeError(error) ? `${error.category} ${error.outcome}` : String(error),
  );
  await vi.advanceTimersByTimeAsync(100_000);
  expect([await ended, sent]).toEqual([end, 1]);
});
