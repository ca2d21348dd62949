import ky, { TimeoutError } from 'ky';
import { describe, expect, it } from 'vitest';
import { interceptFetch, isExchangeError } from '../../src/index.ts';
import { caught, open, orderOf, orderPath, readPath, sawBy } from './support.ts';

const tooBusy = { kind: 'code', code: '2011' } as const;

describe('ky over a gateway', () => {
  it('with its own retry left on, sends a DELETE of unknown outcome three times: hence `retry: 0`', async () => {
    const { exchange, base, gateway } = await open();
    const api = ky.create({ prefixUrl: base, fetch: interceptFetch(gateway), retry: { delay: () => 0 } });
    exchange.failNext('answer-lost', { times: 9 });
    const error = await caught(api.delete(readPath.slice(1)).json());
    expect(isExchangeError(error)).toBe(true);
    expect(sawBy(exchange)).toEqual(Array(3).fill(`DELETE ${readPath} answer-lost`));
  });

  it('with its own retry left on, repeats a read that can never succeed', async () => {
    const { exchange, base, gateway } = await open();
    const api = ky.create({ prefixUrl: base, fetch: interceptFetch(gateway), retry: { delay: () => 0 } });
    exchange.failNext(tooBusy, { times: 9 });
    expect(await caught(api.get(readPath.slice(1)).json())).toMatchObject({ category: 'invalid-order' });
    expect(sawBy(exchange)).toEqual(Array(3).fill(`GET ${readPath} code signed`));
  });

  it('with `retry: 0` sends both once', async () => {
    const { exchange, base, gateway } = await open();
    const api = ky.create({ prefixUrl: base, fetch: interceptFetch(gateway), retry: 0, timeout: false });
    exchange.failNext('answer-lost');
    await caught(api.delete(readPath.slice(1)).json());
    exchange.failNext(tooBusy);
    await caught(api.get(readPath.slice(1)).json());
    expect(sawBy(exchange)).toEqual([`DELETE ${readPath} answer-lost`, `GET ${readPath} code signed`]);
  });

  it('with its own timeout hides that an order may stand: hence `timeout: false` and `deadlineMs`', async () => {
    const { exchange, base, gateway } = await open();
    const api = ky.create({ prefixUrl: base, fetch: interceptFetch(gateway), retry: 0 });
    exchange.failNext({ kind: 'delay', delayMs: 60_000 }, { times: 2 });
    const json = orderOf('1');
    const hidden = await caught(api.post(orderPath.slice(1), { json, timeout: 500 }));
    expect(hidden).toBeInstanceOf(TimeoutError);
    expect(Object(hidden).cause).toBeUndefined();
    const said = { exchange: { deadlineMs: 500 } };
    const shown = await caught(api.post(orderPath.slice(1), { json: orderOf('2'), timeout: false, ...said }));
    expect(shown).toMatchObject({ outcome: 'unknown', reason: 'deadline', clientOrderId: '2' });
    expect(sawBy(exchange)).toEqual(['POST 1 delay executed signed', 'POST 2 delay executed signed']);
  });

  it("leaves an abort of the caller's alone: after sending, the outcome is told", async () => {
    const { exchange, base, gateway } = await open();
    const api = ky.create({ prefixUrl: base, fetch: interceptFetch(gateway), retry: 0, timeout: false });
    exchange.failNext({ kind: 'delay', delayMs: 60_000 });
    const aborter = new AbortController();
    const { signal } = aborter;
    const placing = caught(api.post(orderPath.slice(1), { json: orderOf('1'), signal }));
    while (exchange.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
    aborter.abort();
    const error = await placing;
    expect(error).toMatchObject({ outcome: 'unknown', reason: 'aborted' });
    expect(sawBy(exchange)).toEqual(['POST 1 delay executed signed']);
  });

  it('never gets to throw its HTTPError: an HTTP 500 is ours, whatever `throwHttpErrors` says', async () => {
    const { exchange, base, gateway } = await open();
    for (const [throwHttpErrors, id] of [
      [true, '1'],
      [false, '2'],
    ] as const) {
      const options = { prefixUrl: base, retry: 0, timeout: false, throwHttpErrors } as const;
      const api = ky.create({ ...options, fetch: interceptFetch(gateway) });
      exchange.failNext('error-before');
      const error = await caught(api.post(orderPath.slice(1), { json: orderOf(id) }));
      expect(error).toMatchObject({ name: 'UnknownOutcomeError', status: 500, category: 'server' });
    }
  });
});
