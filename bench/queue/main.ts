// How long a queue of 100,000 calls keeps the event loop from anything else: while calls join, while they go, and when all of them
// end at once, by their deadlines, a signal, a pause, `panic` or `close`. `--json` for programs. Takes about 70 s.
import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import axios, { type AxiosAdapter, AxiosHeaders, type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { createGateway, type Gateway, interceptAxios, mexcContract } from 'exchange-interceptors';
import { cpuMs, threadMs } from '../../tools/measure.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table } from '../../tools/table.ts';
import { axiosStub, url } from '../stubs.ts';

const waiting = 100_000;
/** Their deadline, in the phase in which it ends them: by then all have joined. */
const expiringMs = 20_000;
/** The caller begins so many calls per turn of the loop: what it does in one turn is its own pause. */
const perTurn = 200;

const refusedStub: AxiosAdapter = async (config) => ({
  data: '{}',
  status: 429,
  statusText: 'Too Many Requests',
  headers: new AxiosHeaders({ 'retry-after': '3600' }),
  config,
});

interface Phase {
  readonly name: string;
  readonly cpuUsPerCall: number;
  /** The longest turn of the loop. */
  readonly longestMs: number;
  /** How much of it was garbage collection. */
  readonly collectingMs: number;
}

interface Bot {
  readonly gateway: Gateway;
  readonly client: AxiosInstance;
}

function newBot(capacity: number, deadlineMs: number): Bot {
  const limits = [{ name: 'all', scope: 'ip', capacity, windowMs: 1000, reserve: 0 }] as const;
  const gateway = createGateway({ exchange: mexcContract, limits, deadlineMs });
  const client = axios.create({ adapter: axiosStub });
  interceptAxios(client, gateway);
  return { gateway, client };
}

const collections: PerformanceEntry[] = [];
const observer = new PerformanceObserver((list) => collections.push(...list.getEntries()));
observer.observe({ type: 'gc' });

interface Turn {
  readonly beganAt: number;
  readonly endedAt: number;
  /** What others did on this processor meanwhile is no pause of ours. */
  readonly ms: number;
}

/** Turns of the loop are told apart by one that is asked for in each: a timer would not see those between its own. */
async function measure(name: string, work: () => Promise<unknown>): Promise<Phase> {
  let isOver = false;
  let beganAt = performance.now();
  let beganCpu = threadMs();
  let longest: Turn = { beganAt, endedAt: beganAt, ms: 0 };
  const look = (): void => {
    const endedAt = performance.now();
    const ms = Math.min(endedAt - beganAt, threadMs() - beganCpu);
    if (ms > longest.ms) longest = { beganAt, endedAt, ms };
    beganAt = performance.now();
    beganCpu = threadMs();
    if (!isOver) setImmediate(look);
  };
  look();
  const before = cpuMs();
  await work();
  const cpuUsPerCall = ((cpuMs() - before) * 1000) / waiting;
  await nextTurn();
  isOver = true;
  await nextTurn();
  collections.push(...observer.takeRecords());
  return { name, cpuUsPerCall, longestMs: longest.ms, collectingMs: collectingIn(longest) };
}

/** How much of a turn was garbage collection. */
function collectingIn({ beganAt, endedAt, ms }: Turn): number {
  const inside = collections.filter(({ startTime }) => startTime >= beganAt && startTime < endedAt);
  return Math.min(
    ms,
    inside.reduce((sum, { duration }) => sum + duration, 0),
  );
}

/** Calls that were begun, and how many of them have ended. */
class Crowd {
  #left = 0;
  #onEnd: (() => void) | undefined;

  /** Begins so many calls. */
  async join({ client }: Bot, count: number, config: AxiosRequestConfig = {}): Promise<void> {
    const ended = (): void => {
      this.#left -= 1;
      if (this.#left === 0) this.#onEnd?.();
    };
    for (let at = 1; at <= count; at += 1) {
      this.#left += 1;
      client.get(url, config).then(ended, ended);
      if (at % perTurn === 0) await nextTurn();
    }
  }

  /** Resolves when all of them have ended. To list a hundred thousand of them would be a long turn of its own. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEnd = resolve;
    });
  }
}

async function joinAndClose(): Promise<Phase[]> {
  const bot = newBot(1, 3_600_000);
  const crowd = new Crowd();
  const joined = await measure('join', () => crowd.join(bot, waiting));
  const closed = await measure('close', () => Promise.all([bot.gateway.close(), crowd.ended()]));
  return [joined, closed];
}

async function grant(): Promise<Phase> {
  const bot = newBot(waiting / 5, 3_600_000);
  // Spends all of the first windows, so that the others wait for them.
  for (let spent = 0; spent < 5; spent += 1)
    void bot.client.get(url, { exchange: { weight: waiting / 5, priority: 2 } });
  const crowd = new Crowd();
  await crowd.join(bot, waiting);
  const phase = await measure('go, a fifth per window', () => crowd.ended());
  await bot.gateway.close();
  return phase;
}

/** All of them wait; what `prepare` returns ends them. */
async function endAtOnce(
  name: string,
  deadlineMs: number,
  prepare: (bot: Bot, caller: AbortController) => () => unknown,
): Promise<Phase> {
  const bot = newBot(1, deadlineMs);
  const caller = new AbortController();
  await bot.client.get(url);
  const crowd = new Crowd();
  await crowd.join(bot, waiting, { signal: caller.signal });
  const end = prepare(bot, caller);
  const phase = await measure(name, () => {
    const ended = crowd.ended();
    end();
    return ended;
  });
  await bot.gateway.close();
  return phase;
}

/** All of them are due when the loop comes back from other work: none of them ever goes. */
function expire(): Promise<Phase> {
  const until = performance.now() + expiringMs;
  return endAtOnce('deadlines at one instant', expiringMs, () => {
    while (performance.now() < until) Math.sqrt(until);
    return () => undefined;
  });
}

/** A call that goes first is refused for its rate, and the pause that comes of it outlasts the deadlines. */
function pause(): Promise<Phase> {
  const config = { adapter: refusedStub, exchange: { priority: 2 } };
  return endAtOnce('a pause over all', 600_000, ({ client }) => () => {
    client.get(url, config).catch(() => undefined);
  });
}

const abort = (): Promise<Phase> =>
  endAtOnce('abort by one signal', 3_600_000, (_, caller) => () => caller.abort());
const panic = (): Promise<Phase> => endAtOnce('panic', 3_600_000, ({ gateway }) => gateway.panic);

const runs = [joinAndClose, grant, abort, panic, pause, expire];
const progress = startProgress('queue', runs.length, 'phases');
const phases: Phase[] = [];
for (const run of runs) {
  phases.push(...[await run()].flat());
  progress.step();
}
progress.end();
print({ phases }, () => {
  table(
    ['phase', 'processor time per call, us', 'longest turn, ms', 'of it collecting, ms'],
    phases.map(({ name, cpuUsPerCall, longestMs, collectingMs }) => [
      name,
      cpuUsPerCall.toFixed(1),
      longestMs.toFixed(0),
      collectingMs.toFixed(0),
    ]),
  );
});
