// 20,000 calls at once under a limit that holds none of them up, beside bare axios; then queues of up to 100,000 that do
// have to wait, with every third call aborted in the middle. `--json` for programs. Takes about 40 s.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import Bottleneck from 'bottleneck';
import { createGateway, interceptAxios, mexcContract } from 'exchange-interceptors';
import { inRounds } from '../../tools/compare.ts';
import { cpuMs, heapBytes, median } from '../../tools/measure.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table, times } from '../../tools/table.ts';
import { axiosStub, url, wideGateway } from '../stubs.ts';

interface Rate {
  /** Calls per millisecond. */
  readonly wall: number;
  /** Calls per millisecond of processor time, collecting garbage on other threads included. */
  readonly cpu: number;
}

interface Burst {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  readonly count: number;
}

async function rateOf({ call, count }: Burst): Promise<Rate> {
  const began = { wall: performance.now(), cpu: cpuMs() };
  await Promise.all(Array.from({ length: count }, call));
  return { wall: count / (performance.now() - began.wall), cpu: count / (cpuMs() - began.cpu) };
}

async function burst() {
  const raw = axios.create({ adapter: axiosStub });
  const ours = axios.create({ adapter: axiosStub });
  const gateway = wideGateway();
  interceptAxios(ours, gateway);
  const limiter = new Bottleneck();
  const bursts: readonly Burst[] = [
    { name: 'axios', call: () => raw.get(url), count: 20_000 },
    { name: 'axios again (noise)', call: () => raw.get(url), count: 20_000 },
    { name: 'exchange-interceptors', call: () => ours.get(url), count: 20_000 },
    // Its cost per call grows with the burst: a full one would take minutes.
    { name: 'bottleneck alone, 1,000 calls', call: () => limiter.schedule(() => raw.get(url)), count: 1000 },
  ];
  const rounds = { warmUp: 2, rounds: 7 };
  const { step, end } = startProgress('burst', rounds.warmUp + rounds.rounds, 'rounds');
  const rates = await inRounds(bursts, rateOf, { ...rounds, step });
  end();
  await gateway.close();
  const control = rates.get('axios') ?? [];
  const over = (list: readonly Rate[], clock: keyof Rate): number =>
    median(list.map((rate, at) => rate[clock] / (control[at]?.[clock] ?? Number.NaN)));
  return [...rates].map(([name, list]) => ({ name, rate: over(list, 'wall'), cpuRate: over(list, 'cpu') }));
}

/** A fifth may go per window, so that however many there are they take as many windows. */
async function queue(count: number) {
  const gateway = createGateway({
    exchange: mexcContract,
    limits: [{ name: 'all', scope: 'ip', capacity: count / 5, windowMs: 1000, reserve: 0 }],
  });
  const instance = axios.create({ adapter: axiosStub });
  interceptAxios(instance, gateway);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const heapBefore = heapBytes();
  const began = cpuMs();
  const calls = Array.from({ length: count }, (_, at) =>
    instance.get(url, at % 3 === 1 ? { signal: controller.signal } : {}).then(
      () => 'answered',
      () => 'aborted',
    ),
  );
  await sleep(500);
  const { queued } = gateway.stats();
  const queuedMs = cpuMs() - began;
  const heapOfQueue = heapBytes() - heapBefore;
  const abortBegan = cpuMs();
  controller.abort();
  await sleep(100);
  const abortMs = cpuMs() - abortBegan;
  const drainBegan = cpuMs();
  const ends = await Promise.all(calls);
  const drainMs = cpuMs() - drainBegan;
  await gateway.close();
  return {
    calls: count,
    queued,
    answered: ends.filter((end) => end === 'answered').length,
    cpuUsPerCall: ((queuedMs + abortMs + drainMs) * 1000) / count,
    heapBytesPerQueued: heapOfQueue / queued,
  };
}

const rates = await burst();
// The first warms up.
const sizes = [10_000, 25_000, 50_000, 100_000];
const progress = startProgress('queues', sizes.length, 'queues');
const all: Awaited<ReturnType<typeof queue>>[] = [];
for (const count of sizes) {
  all.push(await queue(count));
  progress.step();
}
progress.end();
const [first, ...others] = all.slice(1);
const queues = first ? [first, ...others] : [];
print({ burst: rates, queues }, () => {
  table(
    ['20,000 at once', "rate, over axios's", 'by processor time'],
    rates.map(({ name, rate, cpuRate }) => [name, times(rate), times(cpuRate)]),
  );
  table(
    ['queue of', 'answered', 'processor time per call', 'heap per waiting call'],
    queues.map(({ calls, answered, cpuUsPerCall, heapBytesPerQueued }) => [
      String(calls),
      String(answered),
      times(cpuUsPerCall / (first?.cpuUsPerCall ?? Number.NaN)),
      times(heapBytesPerQueued / (first?.heapBytesPerQueued ?? Number.NaN)),
    ]),
  );
});
