// @ts-check
// What a call costs over the bare client: a good answer of 1 kB, one and 64 calls at a time, on a stub and on loopback.
// `--json` for programs. Takes about 50 s.
import { compare, print, startServer, wallMs } from '../harness.js';
import { overAxios, overFetch, stubbedAxios, stubbedFetch } from './contenders.js';

/** @type {Record<string, import('../harness.js').Row[]>} */
const sections = {};
for (const concurrency of [1, 64]) {
  const settings = { calls: 1000, rounds: 21, warmUp: 12, concurrency };
  sections[`axios, stub, ${concurrency} at a time`] = await compare(stubbedAxios(), settings);
  sections[`fetch, stub, ${concurrency} at a time`] = await compare(stubbedFetch(), settings);
}
const server = await startServer();
for (const concurrency of [1, 64]) {
  const settings = { calls: concurrency === 1 ? 150 : 600, rounds: 9, warmUp: 3, concurrency, clock: wallMs };
  const url = `${server.url}/1000`;
  sections[`axios, loopback, ${concurrency} at a time`] = await compare(overAxios(url), settings);
  sections[`fetch, loopback, ${concurrency} at a time`] = await compare(overFetch(url), settings);
}
await server.close();
print(sections);
