// How long a queue of 100,000 calls keeps the event loop from anything else: while calls join, while they go, when 20,000
// deadlines pass at one instant, and when a gateway closes. `--json` for programs. Takes about 40 s.
import { setImmediate as nextTurn } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import { createGateway, type Gateway, interceptAxios, mexcContract } from 'exchange-interceptors';
import { cpuMs } from '../../tools/measure.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table } from '../../tools/table.ts';
import { axiosStub, url } from '../stubs.ts';

const waiting = 100_000;
const expiring = 20_000;
/** The caller begins so many calls per turn of the loop: what it does in one turn is its own pause. */
const perTurn = 200;

interface Phase {
  readonly name: string;
  readonly calls: number;
  readonly cpuUsPerCall: number;
  /** The longest turn of the loop. */
  readonly longestMs: number;
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

/** Turns of the loop are told apart by one that is asked for in each: a timer would not see those between its own. */
async function measure(name: string, calls: number, work: () => Promise<unknown>): Promise<Phase> {
  let isOver = false;
  let longestMs = 0;
  let turnAt = performance.now();
  let turnCpu = cpuMs();
  const look = (): void => {
    const at = performance.now();
    const cpu = cpuMs();
    // What others did on this processor meanwhile is no pause of ours.
    longestMs = Math.max(longestMs, Math.min(at - turnAt, cpu - turnCpu));
    turnAt = at;
    turnCpu = cpu;
    if (!isOver) setImmediate(look);
  };
  look();
  const began = cpuMs();
  await work();
  const cpuUsPerCall = ((cpuMs() - began) * 1000) / calls;
  await nextTurn();
  isOver = true;
  return { name, calls, cpuUsPerCall, longestMs };
}

/** Begins so many calls. @returns how many of them have ended, by then and later */
async function join({ client }: Bot, count: number): Promise<Promise<unknown>[]> {
  const calls: Promise<unknown>[] = [];
  const ended = (): undefined => undefined;
  while (calls.length < count) {
    for (let at = 0; at < perTurn; at += 1) calls.push(client.get(url).then(ended, ended));
    await nextTurn();
  }
  return calls;
}

async function queueAndClose(): Promise<Phase[]> {
  const bot = newBot(100, 3_600_000);
  let calls: Promise<unknown>[] = [];
  const joined = await measure('join', waiting, async () => {
    calls = await join(bot, waiting);
  });
  const closed = await measure('close', waiting, () => Promise.all([bot.gateway.close(), ...calls]));
  return [joined, closed];
}

async function grant(): Promise<Phase> {
  const bot = newBot(waiting / 5, 3_600_000);
  // Spends all of the first windows, so that the others wait for them.
  for (let spent = 0; spent < 5; spent += 1)
    void bot.client.get(url, { exchange: { weight: waiting / 5, priority: 2 } });
  const calls = await join(bot, waiting);
  const phase = await measure('go, a fifth per window', waiting, () => Promise.all(calls));
  await bot.gateway.close();
  return phase;
}

/** All of them are due when the loop comes back from other work: none of them ever goes. */
async function expire(): Promise<Phase> {
  const bot = newBot(1, 8000);
  await bot.client.get(url);
  const calls = await join(bot, expiring);
  const until = performance.now() + 8000;
  while (performance.now() < until) Math.sqrt(until);
  const phase = await measure('deadlines at one instant', expiring, () => Promise.all(calls));
  await bot.gateway.close();
  return phase;
}

const progress = startProgress('queue', 4, 'phases');
const phases: Phase[] = [];
for (const run of [expire, grant, queueAndClose]) {
  phases.push(...[await run()].flat());
  progress.step();
}
progress.end();
print({ phases }, () => {
  table(
    ['phase', 'calls', 'processor time per call, us', 'longest turn, ms'],
    phases.map(({ name, calls, cpuUsPerCall, longestMs }) => [
      name,
      String(calls),
      cpuUsPerCall.toFixed(1),
      longestMs.toFixed(0),
    ]),
  );
});
