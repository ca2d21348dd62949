import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mexcContract } from '../../src/index.ts';
import { type FaultKind, type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { type Built, build } from './build.ts';

let built: Built;
let exchange: SimulatedExchange;
beforeAll(async () => {
  built = await build();
}, 60_000);
afterEach(() => exchange.close());
afterAll(() => rm(built.folder, { recursive: true, force: true }));

/** An exchange where every order gets into the trouble that it is named after. */
async function listen(): Promise<string> {
  exchange = simulateExchange(mexcContract, { limits: false, lookupLagMs: 60_000 });
  const afflict = (id: string, kind: FaultKind, details: object = {}): void =>
    exchange.failNext({ kind, ...details }, { match: ({ clientOrderId }) => clientOrderId === id });
  afflict('hanging', 'delay', { delayMs: 90_000 });
  afflict('sought', 'answer-lost');
  afflict('paused', 'throttle', { retryAfterMs: 20_000 });
  return exchange.listen();
}

const send = {
  'axios (http)': 'api.post(path, order(id), { signal, exchange })',
  'axios (fetch)': 'api.post(path, order(id), { signal, exchange })',
  fetch: `wrapped(base + path, { method: 'POST', headers, body: JSON.stringify(order(id)), signal, exchange })`,
} as const;

/** Brings a gateway's calls into every state that one can be in, closes it, tells what is left, and must end by itself. */
const program = (over: keyof typeof send, base: string): string => `
import { setMaxListeners } from 'node:events';
import axios from 'axios';
import { byClientOrderId, createGateway, interceptAxios, interceptFetch, mexcContract } from './dist/index.js';

const base = '${base}';
const path = '/api/v1/private/order/submit';
const headers = { 'content-type': 'application/json' };
const order = (id) => ({ symbol: 'BTC_USDT', price: 1, vol: 1, side: 1, type: 1, openType: 1, externalOid: id });
const gateway = createGateway({
  exchange: mexcContract,
  limits: [{ name: 'few', scope: 'ip', capacity: 100, windowMs: 20_000 }],
  reconcile: byClientOrderId({ settleMs: 30_000, asks: 3 }),
});
const api = axios.create({ adapter: '${over === 'axios (http)' ? 'http' : 'fetch'}', baseURL: base });
const detach = interceptAxios(api, gateway);
const wrapped = interceptFetch(gateway);
const { signal } = new AbortController();
setMaxListeners(0, signal);
let listeners = 0;
const { addEventListener, removeEventListener } = signal;
signal.addEventListener = (...all) => { listeners += 1; addEventListener.apply(signal, all); };
signal.removeEventListener = (...all) => { listeners -= 1; removeEventListener.apply(signal, all); };
const ends = [];
const begin = (name, id = name) => {
  const exchange = { clientOrderId: id, validForMs: 40_000 };
  const told = ${send[over]};
  ends.push(told.then(() => name + ' done', (error) => name + ' ' + (error.reason ?? error)));
};
const moment = () => new Promise((resolve) => setTimeout(resolve, 80));
// A state is waited for, not a time: the exchange is another process, which may be slow to answer.
const reach = async (state) => {
  while (!state(gateway.stats())) await new Promise((resolve) => setTimeout(resolve, 5));
};

begin('plain');
await ends[0];
begin('hanging');
await reach(({ active }) => active === 1);
begin('sought');
await reach(({ categories }) => categories.network === 1);
begin('paused');
// The look-up of the order that is sought waits with the others.
await reach(({ pauses, queued }) => pauses === 1 && queued === 1);
for (let at = 0; at < 20; at += 1) begin('queued', 'queued-' + at);
await reach(({ queued }) => queued === 21);
const before = gateway.stats();

const closingAt = performance.now();
await gateway.close({ timeoutMs: 500 });
const closeMs = performance.now() - closingAt;
detach();
const told = await Promise.all(ends);
const tookMs = performance.now() - closingAt;
await moment();
const left = process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'Immediate');
process.on('exit', () => {
  const exitMs = performance.now() - closingAt;
  const { active, queued } = gateway.stats();
  console.log(JSON.stringify({ told: [...new Set(told)], before, active, queued, left, listeners, closeMs, tookMs, exitMs }));
});
`;

describe('after close()', () => {
  it.each(Object.keys(send).map((over) => over as keyof typeof send))(
    'nothing of a gateway over %s keeps its process: no timer, no socket, no listener',
    async (over) => {
      const printed = await built.run(program(over, await listen()), { timeout: 15_000 });
      const told = JSON.parse(printed);
      expect(told.before.queued).toBe(21);
      expect(told).toMatchObject({
        told: ['plain done', 'hanging closed', 'sought closed', 'paused closed', 'queued closed'],
        active: 0,
        queued: 0,
        left: [],
        listeners: 0,
      });
      expect(told.exitMs).toBeLessThan(2000);
    },
  );
});
