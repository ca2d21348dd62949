// @ts-check
// JavaScript, so that nothing transforms it: what it allocates is counted.
// Run by hot-path.test.ts: counts what a good call makes, and prints it as JSON. Takes the built package's path; needs `--expose-gc` and a young
// generation so large that nothing is collected while it counts.
import { pathToFileURL } from 'node:url';
import axios, { AxiosHeaders } from 'axios';

/** @type {typeof import('../../src/index.ts')} */
const built = await import(pathToFileURL(process.argv[2] ?? '').href);
const { createGateway, interceptAxios, interceptFetch, mexcContract } = built;

const url = 'http://127.0.0.1/api/v1/contract/ticker';
const body = JSON.stringify({ success: true, code: 0, data: { rows: 'a'.repeat(1000) } });
const calls = 1000;

/** @type {import('axios').AxiosAdapter} */
const axiosStub = async (config) => ({
  data: body,
  status: 200,
  statusText: 'OK',
  headers: new AxiosHeaders({ 'content-type': 'application/json' }),
  config,
});
/** @type {typeof fetch} */
const fetchStub = async () => new Response(body, { headers: { 'content-type': 'application/json' } });

function wide() {
  const limits = /** @type {const} */ ([{ name: 'wide', scope: 'ip', capacity: 10_000_000, windowMs: 1000 }]);
  return createGateway({ exchange: mexcContract, limits });
}

const gateway = wide();
const instance = axios.create({ adapter: axiosStub });
interceptAxios(instance, gateway);
const bare = axios.create({ adapter: axiosStub });
const ours = interceptFetch(gateway, fetchStub);

/** @type {Readonly<Record<string, () => Promise<unknown>>>} */
const ways = {
  rawAxios: () => bare.get(url),
  axios: () => instance.get(url),
  rawFetch: async () => (await fetchStub(url)).json(),
  fetch: async () => (await ours(url)).json(),
};

/** @param {() => Promise<unknown>} call */
async function repeat(call) {
  for (let made = 0; made < calls; made += 1) await call();
}

/**
 * Bytes per call: the heap grows by all that is allocated, since nothing is collected meanwhile.
 *
 * @param {() => Promise<unknown>} call
 */
async function bytesOf(call) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  await repeat(call);
  return (process.memoryUsage().heapUsed - before) / calls;
}

/**
 * How often each of these is used, per call.
 *
 * @param {() => Promise<unknown>} call
 */
async function usesOf(call) {
  /** @type {Record<string, number>} */
  const used = {};
  /** @type {(() => void)[]} */
  const undo = [];
  /** @type {(name: string, holder: object, key: string) => void} */
  const count = (name, holder, key) => {
    /** @type {unknown} */
    const original = Reflect.get(holder, key);
    if (typeof original !== 'function') throw new Error(`${name} is no function`);
    used[name] = 0;
    const counted = new Proxy(original, {
      apply: (target, self, list) => {
        used[name] = (used[name] ?? 0) + 1;
        return Reflect.apply(target, self, list);
      },
      construct: (target, list, made) => {
        used[name] = (used[name] ?? 0) + 1;
        return Reflect.construct(target, list, made);
      },
    });
    Reflect.set(holder, key, counted);
    undo.push(() => Reflect.set(holder, key, original));
  };
  count('setTimeout', globalThis, 'setTimeout');
  count('setInterval', globalThis, 'setInterval');
  count('setImmediate', globalThis, 'setImmediate');
  count('JSON.parse', JSON, 'parse');
  count('JSON.stringify', JSON, 'stringify');
  count('AbortController', globalThis, 'AbortController');
  count('Headers', globalThis, 'Headers');
  count('URL', globalThis, 'URL');
  count('Response.clone', Response.prototype, 'clone');
  try {
    await repeat(call);
  } finally {
    for (const one of undo) one();
  }
  return Object.fromEntries(Object.entries(used).map(([name, times]) => [name, times / calls]));
}

/** @type {Record<string, Readonly<Record<string, number>>>} */
const uses = {};
/** @type {Record<string, number[]>} */
const bytes = {};
for (const call of Object.values(ways)) for (let round = 0; round < 5; round += 1) await repeat(call);
for (const [name, call] of Object.entries(ways)) uses[name] = await usesOf(call);
for (let round = 0; round < 5; round += 1) {
  for (const [name, call] of Object.entries(ways))
    bytes[name] = [...(bytes[name] ?? []), await bytesOf(call)];
}
const middle = (/** @type {readonly number[]} */ list) => list.toSorted((a, b) => a - b)[2] ?? Number.NaN;
const medians = Object.fromEntries(Object.entries(bytes).map(([name, list]) => [name, middle(list)]));
await gateway.close();
console.log(JSON.stringify({ uses, bytes: medians }));
