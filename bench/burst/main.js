// @ts-check
// 20,000 calls at once under a limit that holds none of them up, beside bare axios; then queues of up to 100,000 that do
// have to wait, with every third call aborted in the middle. `--json` for programs. Takes about 40 s.
import { setMaxListeners } from 'node:events';
import axios from 'axios';
import Bottleneck from 'bottleneck';
import { createGateway, interceptAxios, mexcContract } from '../../dist/index.js';
import { asJson, cpuMs, median, table, times, wideGateway } from '../harness.js';
import { axiosStub } from '../overhead/contenders.js';
import { startProgress } from '../progress.js';

const url = 'http://127.0.0.1/api/v1/contract/ticker';
const raw = axios.create({ adapter: axiosStub });

/**
 * @typedef {object} Rate
 * @property {number} wall Calls per millisecond.
 * @property {number} cpu Calls per millisecond of processor time, collecting garbage on other threads included.
 */

/**
 * @param {() => Promise<unknown>} call
 * @param {number} count
 * @returns {Promise<Rate>}
 */
async function rate(call, count) {
  const began = { wall: performance.now(), cpu: cpuMs() };
  await Promise.all(Array.from({ length: count }, call));
  return { wall: count / (performance.now() - began.wall), cpu: count / (cpuMs() - began.cpu) };
}

async function burst() {
  const ours = axios.create({ adapter: axiosStub });
  const gateway = wideGateway();
  interceptAxios(ours, gateway);
  const limiter = new Bottleneck();
  /** @type {readonly { name: string, call: () => Promise<unknown>, count: number }[]} */
  const contenders = [
    { name: 'axios', call: () => raw.get(url), count: 20_000 },
    { name: 'axios again (noise)', call: () => raw.get(url), count: 20_000 },
    { name: 'exchange-interceptors', call: () => ours.get(url), count: 20_000 },
    // Its cost per call grows with the burst: a full one would take minutes.
    { name: 'bottleneck alone, 1,000 calls', call: () => limiter.schedule(() => raw.get(url)), count: 1000 },
  ];
  /** @type {Map<string, Rate[]>} */
  const ratios = new Map(contenders.map(({ name }) => [name, []]));
  const warmUp = 2;
  const counted = 7;
  const progress = startProgress('burst', warmUp + counted, 'rounds');
  for (let round = -warmUp; round < counted; round += 1) {
    /** @type {Map<string, Rate>} */
    const rates = new Map();
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(turn + round + warmUp) % contenders.length];
      if (contender) rates.set(contender.name, await rate(contender.call, contender.count));
    }
    progress.step();
    if (round < 0) continue;
    const control = rates.get('axios');
    if (!control) continue;
    for (const [name, { wall, cpu }] of rates)
      ratios.get(name)?.push({ wall: wall / control.wall, cpu: cpu / control.cpu });
  }
  progress.end();
  await gateway.close();
  return [...ratios].map(([name, list]) => ({
    name,
    rate: median(list.map(({ wall }) => wall)),
    cpuRate: median(list.map(({ cpu }) => cpu)),
  }));
}

/**
 * A fifth may go per window, so that however many there are they take as many windows.
 *
 * @param {number} count
 */
async function queue(count) {
  const gateway = createGateway({
    exchange: mexcContract,
    limits: [{ name: 'all', scope: 'ip', capacity: count / 5, windowMs: 1000, reserve: 0 }],
  });
  const instance = axios.create({ adapter: axiosStub });
  interceptAxios(instance, gateway);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const heapBefore = heap();
  const began = cpuMs();
  const calls = Array.from({ length: count }, (_, at) =>
    instance.get(url, at % 3 === 1 ? { signal: controller.signal } : {}).then(
      () => 'answered',
      () => 'aborted',
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  const queued = gateway.stats().queued;
  const queuedMs = cpuMs() - began;
  const heapBytes = heap() - heapBefore;
  const abortBegan = cpuMs();
  controller.abort();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const abortMs = cpuMs() - abortBegan;
  const drainBegan = cpuMs();
  const ends = await Promise.all(calls);
  const drainMs = cpuMs() - drainBegan;
  await gateway.close();
  const answered = ends.filter((end) => end === 'answered').length;
  return {
    calls: count,
    queued,
    answered,
    cpuUsPerCall: ((queuedMs + abortMs + drainMs) * 1000) / count,
    heapBytesPerQueued: heapBytes / queued,
  };
}

function heap() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const rates = await burst();
const warmUpQueue = 10_000;
const sizes = [25_000, 50_000, 100_000];
const progress = startProgress('queues', sizes.length + 1, 'queues');
await queue(warmUpQueue);
progress.step();
const queues = [];
for (const count of sizes) {
  queues.push(await queue(count));
  progress.step();
}
progress.end();
if (asJson) console.log(JSON.stringify({ burst: rates, queues }, undefined, 2));
else {
  table(
    ['20,000 at once', "rate, over axios's", 'by processor time'],
    rates.map(({ name, rate: own, cpuRate }) => [name, times(own), times(cpuRate)]),
  );
  const first = queues[0];
  table(
    ['queue of', 'answered', 'processor time per call', 'heap per waiting call'],
    queues.map((one) => [
      String(one.calls),
      String(one.answered),
      times(one.cpuUsPerCall / (first?.cpuUsPerCall ?? Number.NaN)),
      times(one.heapBytesPerQueued / (first?.heapBytesPerQueued ?? Number.NaN)),
    ]),
  );
}
