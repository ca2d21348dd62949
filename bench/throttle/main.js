// @ts-check
// Time over ideal, requests over the limit, and cost per call, on one loopback exchange that allows 20 requests per
// sliding 2 s and answers after 0 to 60 ms. `--json` prints the numbers alone. Takes about 80 s.
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import axios from 'axios';
import { startProgress } from '../progress.js';
import { contenders, stub } from './contenders.js';

const calls = 120;
// The first 20 go at once, and every window admits 20 more.
const idealMs = (calls / 20 - 1) * 2000;
const sequential = 300;
/** Violations for which an exchange would ban. */
const bannedAt = 10;

/** @typedef {{ name: string, answered: number, overIdeal: number, over: number, banned: boolean, costUs: number }} Row */

/** Every contender has an exchange of its own, all run side by side: their calls take waiting, not work. */
async function startExchange() {
  const worker = new Worker(new URL('exchange.js', import.meta.url));
  const [{ port }] = await once(worker, 'message');
  return { worker, url: `http://127.0.0.1:${port}/api/v1/contract/detail` };
}

/** @param {string} name */
async function onLimit(name) {
  const { worker, url } = await startExchange();
  const client = axios.create();
  const limited = contenders[name]?.limit(() => client.get(url), url, false);
  if (!limited) throw new Error(`there is no contender ${name}`);
  const began = performance.now();
  const results = await Promise.allSettled(Array.from({ length: calls }, () => limited.call()));
  const tookMs = performance.now() - began;
  worker.postMessage('report');
  const [{ over }] = await once(worker, 'message');
  await limited.end?.();
  await worker.terminate();
  const answered = results.filter(({ status }) => status === 'fulfilled').length;
  return { answered, overIdeal: tookMs / idealMs, over, banned: over >= bannedAt };
}

/** What a call costs that nothing holds up, in microseconds above the same call without a limiter. @param {string} name */
async function cost(name) {
  const url = 'http://127.0.0.1/api/v1/contract/detail';
  const bare = axios.create({ adapter: stub });
  const limited = contenders[name]?.limit(() => bare.get(url), url, true);
  if (!limited) throw new Error(`there is no contender ${name}`);
  const best = { limited: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 5; round += 1) {
    best.limited = Math.min(best.limited, await timed(limited.call));
    best.bare = Math.min(best.bare, await timed(() => bare.get(url)));
  }
  await limited.end?.();
  return Math.max(0, best.limited - best.bare);
}

/** @param {() => Promise<unknown>} call */
async function timed(call) {
  const began = performance.now();
  for (let at = 0; at < sequential; at += 1) await call();
  return ((performance.now() - began) * 1000) / sequential;
}

const names = Object.keys(contenders);
const progress = startProgress('throttle', 2 * names.length, 'measurements');
/** @type {Row[]} */
const rows = [];
for (const name of names) {
  rows.push({ name, answered: 0, overIdeal: 0, over: 0, banned: false, costUs: await cost(name) });
  progress.step();
}
// Three at a time: a burst of all at once would measure this process, not them.
for (let at = 0; at < rows.length; at += 3) {
  await Promise.all(rows.slice(at, at + 3).map(async (row) => Object.assign(row, await onLimit(row.name))));
  progress.step(Math.min(3, rows.length - at));
  await after(100);
}
progress.end();

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ calls, capacity: 20, windowMs: 2000, idealMs, rows }));
} else {
  console.log(`${calls} calls, 20 per sliding 2 s, latency 0 to 60 ms; ideal ${idealMs} ms\n`);
  console.log(
    `${'contender'.padEnd(24)}${'time/ideal'.padStart(12)}${'over'.padStart(8)}${'banned'.padStart(8)}${'us/call'.padStart(10)}`,
  );
  for (const { name, overIdeal, over, banned, costUs } of rows) {
    const time = overIdeal.toFixed(3).padStart(12);
    console.log(
      `${name.padEnd(24)}${time}${String(over).padStart(8)}${(banned ? 'yes' : 'no').padStart(8)}${costUs.toFixed(1).padStart(10)}`,
    );
  }
  console.log('\nccxt’s throttler is not compared: it does not come without all of ccxt.');
}
// Some limiters leave timers behind.
process.exit(0);
