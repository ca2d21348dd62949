// @ts-check
// What a call costs over the bare client: a good answer of 1 kB, one and 64 calls at a time, on a stub and on loopback.
// `--json` for programs. Takes about 50 s.
import { compareAll, print, startServer, wallMs } from '../harness.js';
import { overAxios, overFetch, stubbedAxios, stubbedFetch } from './contenders.js';

/** @type {Parameters<typeof compareAll>[1]} */
const plan = {};
for (const concurrency of [1, 64]) {
  const settings = { calls: 1000, rounds: 21, warmUp: 12, concurrency };
  plan[`axios, stub, ${concurrency} at a time`] = { contenders: stubbedAxios, settings };
  plan[`fetch, stub, ${concurrency} at a time`] = { contenders: stubbedFetch, settings };
}
/** @type {ReturnType<typeof startServer> | undefined} */
let server;
/** Starts it not before its turn: its thread would be in the processor time of the stubs. */
async function urlOf() {
  server ??= startServer();
  return `${(await server).url}/1000`;
}
for (const concurrency of [1, 64]) {
  const settings = { calls: concurrency === 1 ? 150 : 600, rounds: 9, warmUp: 3, concurrency, clock: wallMs };
  const overLoopback = {
    axios: async () => overAxios(await urlOf()),
    fetch: async () => overFetch(await urlOf()),
  };
  for (const [client, contenders] of Object.entries(overLoopback)) {
    plan[`${client}, loopback, ${concurrency} at a time`] = { contenders, settings };
  }
}
const sections = await compareAll('overhead', plan);
await (await server)?.close();
print(sections);
