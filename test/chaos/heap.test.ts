import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, build } from './build.ts';

let built: Built;
beforeAll(async () => {
  built = await build();
}, 60_000);
afterAll(() => rm(built.folder, { recursive: true, force: true }));

/**
 * Orders and reads, one in ten refused and one in fifty in doubt and looked up, with an abort signal that lives as long
 * as the process. The exchange is a stub, so that all memory is the gateway's.
 */
const program = `
import { setMaxListeners } from 'node:events';
import { byClientOrderId, createGateway, interceptFetch, mexcContract } from './dist/index.js';

let count = 0;
const text = (body) => new Response(body, { headers: { 'content-type': 'application/json' } });
const stub = async (input, init) => {
  count += 1;
  if (init.method === 'GET') {
    const externalOid = String(input).split('/').at(-1);
    return text(JSON.stringify({ success: true, code: 0, data: { orderId: '1', externalOid } }));
  }
  if (count % 50 === 0) throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  if (count % 10 === 0) return text('{"success":false,"code":2005,"message":"no money"}');
  return text('{"success":true,"code":0,"data":102057}');
};
const gateway = createGateway({
  exchange: mexcContract,
  limits: [{ name: 'wide', scope: 'ip', capacity: 1_000_000, windowMs: 1000 }],
  reconcile: byClientOrderId(),
});
const send = interceptFetch(gateway, stub);
const { signal } = new AbortController();
setMaxListeners(0, signal);
const url = 'http://exchange.test/api/v1/private/order/submit';
const call = async (id) => {
  const body = JSON.stringify({ symbol: 'BTC_USDT', price: 1, vol: 1, side: 1, type: 1, openType: 1, externalOid: id });
  // A deadline of its own for every call, as of one who computes it.
  const deadlineMs = 30_000 + (Number(id) % 1000);
  try {
    await (await send(url, { method: 'POST', body, signal, exchange: { clientOrderId: id, deadlineMs } })).json();
    await (await send('http://exchange.test/api/v1/contract/ticker', { method: 'GET', exchange: { deadlineMs } })).json();
  } catch {}
};
let next = 0;
const round = async (calls) => {
  for (let left = calls; left > 0; left -= 200) {
    await Promise.all(Array.from({ length: 100 }, () => call(String((next += 1)))));
  }
};
const heap = async () => {
  // What waits for a timer or a finalizer lets go in a turn of its own.
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
};
const rounds = async (count) => {
  const heaps = [];
  for (let at = 0; at < count; at += 1) {
    await round(20_000);
    heaps.push(await heap());
  }
  return heaps;
};
const before = Math.max(...(await rounds(2)));
const at = gateway.stats().calls;
await rounds(3);
const after = Math.min(...(await rounds(2)));
const { calls, active, queued } = gateway.stats();
console.log(JSON.stringify({ before, after, calls: calls - at, active, queued }));
await gateway.close();
`;

describe('100,000 calls', () => {
  it('leave the heap where it was', async () => {
    const told = JSON.parse(await built.run(program));
    expect(told.calls).toBeGreaterThan(90_000);
    expect(told).toMatchObject({ active: 0, queued: 0 });
    // Compiled code and the tables of maps move it by up to 1 MB either way, which the least of two rounds and the most
    // of two before evens out. 2 MB are 20 bytes a call: the entry of a map alone takes more.
    expect(told.after - told.before).toBeLessThan(2_000_000);
  }, 60_000);
});
