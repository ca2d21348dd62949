// A thousand accounts in one process: what a gateway holds after its first call, how many timers it has, and what 10,000 calls
// cost that are spread over all of them. `--json` for programs. Takes about 40 s.
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { type Gateway, interceptAxios, interceptFetch, sharedIp } from 'exchange-interceptors';
import { type Contender, compareAll, printSections } from '../../tools/compare.ts';
import { heapBytes } from '../../tools/measure.ts';
import { print, table } from '../../tools/table.ts';
import { axiosStub, fetchStub, url, wideGateway } from '../stubs.ts';
import { countTimers } from './timers.ts';

const accounts = 1000;
type Send = () => Promise<unknown>;

const throughFetch = (gateway: Gateway): Send => {
  const send = interceptFetch(gateway, fetchStub);
  return async () => (await send(url)).json();
};

function throughAxios(gateway: Gateway): Send {
  const instance = axios.create({ adapter: axiosStub });
  interceptAxios(instance, gateway);
  return () => instance.get(url);
}

function bareAxios(): Send {
  const instance = axios.create({ adapter: axiosStub });
  return () => instance.get(url);
}

const times = <One>(make: () => One): readonly One[] => Array.from({ length: accounts }, make);

const kept: Send[] = [];

/** What each of a thousand holds after its first call, the clients' own parts included. */
async function heldBy(make: () => Send) {
  // What the first one brings for all. It stays: V8 makes room in new objects by those of their class that are alive.
  const first = make();
  await first();
  kept.push(first);
  const timers = countTimers();
  const before = await settledHeap();
  const all = times(make);
  for (const send of all) await send();
  const bytes = (await settledHeap()) - before;
  return { kB: bytes / accounts / 1024, timers: timers.end() / accounts, all };
}

/** Platforms let go of a response a collection or two after its body was read. */
async function settledHeap(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    heapBytes();
    await sleep(20);
  }
  return heapBytes();
}

async function memory() {
  const ip = sharedIp();
  const rows = [
    { name: 'a gateway and its fetch', make: () => throughFetch(wideGateway()) },
    { name: 'a gateway and its fetch again (noise)', make: () => throughFetch(wideGateway()) },
    { name: 'a gateway and its fetch, one address', make: () => throughFetch(wideGateway(ip)) },
    { name: 'a gateway and its axios', make: () => throughAxios(wideGateway()) },
    { name: 'an axios alone', make: bareAxios },
  ];
  const results: { readonly name: string; readonly kB: number; readonly timers: number }[] = [];
  for (const { name, make } of rows) {
    const { kB, timers } = await heldBy(make);
    results.push({ name, kB, timers });
  }
  return results;
}

function spread(what: string, make: () => Send, bare: () => Send): readonly Contender[] {
  const turns = (all: readonly Send[]): Send => {
    let turn = 0;
    return async () => {
      turn += 1;
      return all[turn % all.length]?.();
    };
  };
  const alone = turns([make()]);
  return [
    { name: 'one gateway', call: alone },
    { name: 'one gateway again (noise)', call: alone },
    { name: '1,000 gateways', call: turns(times(make)) },
    { name: `${what} alone, one`, call: turns([bare()]) },
    { name: `${what} alone, 1,000`, against: `${what} alone, one`, call: turns(times(bare)) },
  ];
}

const held = await memory();
const settings = { calls: 10_000, rounds: 9, warmUp: 3 };
const bareFetch = (): Send => async () => (await fetchStub(url)).json();
const sections = await compareAll('accounts', {
  '10,000 calls through axios': {
    contenders: () => spread('axios', () => throughAxios(wideGateway()), bareAxios),
    settings,
  },
  '10,000 calls through fetch': {
    contenders: () => spread('fetch', () => throughFetch(wideGateway()), bareFetch),
    settings,
  },
});
print({ held, sections }, () => {
  table(
    ['after its first call', 'kB', 'timers'],
    held.map(({ name, kB, timers }) => [name, kB.toFixed(1), timers.toFixed(2)]),
  );
  printSections(sections);
});
// The timers keep no process alive, and the gateways are not closed.
process.exit(0);
