import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGateway, type Gateway, interceptFetch, mexcContract } from '../../src/index.ts';

let gateway: Gateway;
let answer: () => void;
let send: ReturnType<typeof interceptFetch>;
beforeEach(() => {
  gateway = createGateway({ exchange: mexcContract, limits: false });
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  send = interceptFetch(gateway, async () => {
    await answered;
    return Response.json({ success: true, code: 0, data: 1 });
  });
});
afterEach(() => gateway.close());

const url = 'http://exchange.test/api/v1/contract/ticker';
const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

/** Thirty calls with the one signal. */
const place = (signal: AbortSignal): Promise<Response>[] =>
  Array.from({ length: 30 }, () => send(url, { signal }));

it('a signal that thirty calls share has one listener, and none when they are through', async () => {
  const { signal } = new AbortController();
  const calls = place(signal);
  expect(listeners(signal)).toBe(1);
  answer();
  await Promise.all(calls);
  expect(listeners(signal)).toBe(0);
  await send(url, { signal });
  expect(listeners(signal)).toBe(0);
});

it('and it ends all of them, each with its reason', async () => {
  const caller = new AbortController();
  const calls = Promise.allSettled(place(caller.signal));
  const reason = new Error('the bot stops');
  caller.abort(reason);
  expect(await calls).toEqual(Array(30).fill({ status: 'rejected', reason }));
  expect(listeners(caller.signal)).toBe(0);
});
