// What a call costs over the bare client: a good answer of 1 kB, one and 64 calls at a time, on a stub and on loopback.
// `--json` for programs. Takes about 50 s.
import { compareAll, type Plan, printSections } from '../../tools/compare.ts';
import { type LoopbackThread, startLoopbackThread } from '../../tools/loopback.ts';
import { wallMs } from '../../tools/measure.ts';
import { print } from '../../tools/table.ts';
import { overAxios, overFetch, stubbedAxios, stubbedFetch } from './contenders.ts';

const plan: Plan = {};
for (const concurrency of [1, 64]) {
  const settings = { calls: 1000, rounds: 21, warmUp: 12, concurrency };
  plan[`axios, stub, ${concurrency} at a time`] = { contenders: stubbedAxios, settings };
  plan[`fetch, stub, ${concurrency} at a time`] = { contenders: stubbedFetch, settings };
}
let server: Promise<LoopbackThread> | undefined;
/** Starts the server not before its turn: its thread would be in the processor time of the stubs. */
async function urlOf(): Promise<string> {
  server ??= startLoopbackThread();
  return `${(await server).url}/1000`;
}
for (const concurrency of [1, 64]) {
  const settings = { calls: concurrency === 1 ? 150 : 600, rounds: 9, warmUp: 3, concurrency, clock: wallMs };
  for (const [client, contenders] of Object.entries({ axios: overAxios, fetch: overFetch })) {
    const title = `${client}, loopback, ${concurrency} at a time`;
    plan[title] = { contenders: async () => contenders(await urlOf()), settings };
  }
}
const sections = await compareAll('overhead', plan);
await (await server)?.close();
print(sections, () => printSections(sections));
