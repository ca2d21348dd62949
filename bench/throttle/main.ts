// Time over ideal, requests over the limit, and cost per call, on one loopback exchange that allows 20 requests per
// sliding 2 s and answers after 0 to 60 ms. `--json` prints the numbers alone. Takes about 80 s.
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { startLoopbackThread } from '../../tools/loopback.ts';
import { startProgress } from '../../tools/progress.ts';
import { print, table } from '../../tools/table.ts';
import { capacity, contenders, type Limited, type Send, stub, type Task, windowMs } from './contenders.ts';

const calls = 120;
// The first 20 go at once, and every window admits 20 more.
const idealMs = (calls / capacity - 1) * windowMs;
const sequential = 300;
/** Violations for which an exchange would ban. */
const bannedAt = 10;
const path = '/api/v1/contract/detail';

interface OnLimit {
  readonly answered: number;
  readonly overIdeal: number;
  readonly over: number;
  readonly banned: boolean;
}

function limited(name: string, task: Task): Limited {
  const limit = contenders[name];
  if (!limit) throw new Error(`there is no contender ${name}`);
  return limit(task);
}

/** Every contender has an exchange of its own, in a thread of its own: its calls take waiting, not work. */
async function onLimit(name: string): Promise<OnLimit> {
  const exchange = await startLoopbackThread(60);
  const url = exchange.url + path;
  const client = axios.create();
  const { call, end } = limited(name, { send: () => client.get(url), url, wide: false });
  const began = performance.now();
  const results = await Promise.allSettled(Array.from({ length: calls }, call));
  const tookMs = performance.now() - began;
  const over = overLimit(await exchange.bookedAt());
  await end?.();
  await exchange.close();
  const answered = results.filter(({ status }) => status === 'fulfilled').length;
  return { answered, overIdeal: tookMs / idealMs, over, banned: over >= bannedAt };
}

/** How many requests found the sliding window full. */
function overLimit(bookedAt: readonly number[]): number {
  return bookedAt.filter((at, index) => {
    const oldest = bookedAt[index - capacity];
    return oldest !== undefined && at - oldest < windowMs;
  }).length;
}

/** What a call costs that nothing holds up, in microseconds above the same call without a limiter. */
async function costOf(name: string): Promise<number> {
  const url = `http://127.0.0.1${path}`;
  const bare = axios.create({ adapter: stub });
  const send: Send = () => bare.get(url);
  const { call, end } = limited(name, { send, url, wide: true });
  const best = { limited: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 5; round += 1) {
    best.limited = Math.min(best.limited, await timed(call));
    best.bare = Math.min(best.bare, await timed(send));
  }
  await end?.();
  return Math.max(0, best.limited - best.bare);
}

async function timed(call: Send): Promise<number> {
  const began = performance.now();
  for (let at = 0; at < sequential; at += 1) await call();
  return ((performance.now() - began) * 1000) / sequential;
}

const names = Object.keys(contenders);
const progress = startProgress('throttle', 2 * names.length, 'measurements');
const costs: { readonly name: string; readonly costUs: number }[] = [];
for (const name of names) {
  costs.push({ name, costUs: await costOf(name) });
  progress.step();
}
const rows: ((typeof costs)[number] & OnLimit)[] = [];
// Three at a time: a burst of all at once would measure this process, not them.
for (let at = 0; at < costs.length; at += 3) {
  const some = costs.slice(at, at + 3);
  rows.push(...(await Promise.all(some.map(async (row) => ({ ...row, ...(await onLimit(row.name)) })))));
  progress.step(some.length);
  await sleep(100);
}
progress.end();

print({ calls, capacity, windowMs, idealMs, rows }, () => {
  console.log(`${calls} calls, ${capacity} per sliding 2 s, latency 0 to 60 ms; ideal ${idealMs} ms\n`);
  table(
    ['contender', 'time/ideal', 'over', 'banned', 'us/call'],
    rows.map(({ name, overIdeal, over, banned, costUs }) => [
      name,
      overIdeal.toFixed(3),
      String(over),
      banned ? 'yes' : 'no',
      costUs.toFixed(1),
    ]),
  );
  console.log('ccxt’s throttler is compared by bench/goodput.');
});
// Some limiters leave timers behind.
process.exit(0);
