// @ts-check
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { createGateway, mexcContract } from '../dist/index.js';
import { startProgress } from './progress.js';

/**
 * One way to do the same thing. The first of a list is the control that all others are measured against.
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {() => unknown} call What one unit of work is; awaited if it gives a promise.
 * @property {string} [against] The name of another control.
 * @property {number} [share] Which part of a block's calls it makes, for those far slower than the rest.
 * @property {boolean} [sync] Not awaited at all.
 * @property {() => unknown} [end]
 */

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {number} ratio Time per call over the control's, median of the blocks.
 * @property {number} low First quartile of the ratios.
 * @property {number} high Third quartile.
 * @property {number} addedUs Microseconds per call above the control, of the medians. Of this machine alone.
 */

/**
 * @typedef {object} Settings
 * @property {number} calls In one block.
 * @property {number} rounds
 * @property {number} [warmUp] Rounds before those that count.
 * @property {number} [concurrency]
 * @property {() => number} [clock] Default: processor time, which other programs disturb far less than the wall clock.
 */

/** Whether `--json` was asked for. */
export const asJson = parseArgs({ options: { json: { type: 'boolean', default: false } }, strict: false })
  .values.json;

/** Milliseconds of processor time that this process took, all threads of it. */
export function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** For what mostly waits, or runs on another thread as well. */
export const wallMs = () => performance.now();

/**
 * All contenders in turn, block by block, so that whatever disturbs the machine disturbs all of them; every round begins
 * with another one. A ratio is taken within its round.
 *
 * @param {readonly Contender[]} contenders
 * @param {Settings} settings
 * @param {import('./progress.js').Progress} progress One step a round.
 * @returns {Promise<Row[]>}
 */
async function compare(contenders, settings, progress) {
  const { calls, rounds, warmUp = 2 } = settings;
  /** @type {Map<string, number[]>} */
  const times = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(turn + round + warmUp) % contenders.length];
      if (!contender) continue;
      const us = await block(contender, Math.max(1, Math.round(calls * (contender.share ?? 1))), settings);
      if (round >= 0) times.get(contender.name)?.push(us);
    }
    progress.step();
  }
  for (const { end } of contenders) await end?.();
  return contenders.map(({ name, against = contenders[0]?.name ?? name }) => {
    const own = times.get(name) ?? [];
    const control = times.get(against) ?? [];
    const ratios = own.map((us, at) => us / (control[at] ?? Number.NaN));
    return {
      name,
      ratio: quantile(ratios, 0.5),
      low: quantile(ratios, 0.25),
      high: quantile(ratios, 0.75),
      addedUs: quantile(own, 0.5) - quantile(control, 0.5),
    };
  });
}

/**
 * One comparison after the other, under one progress. Contenders are made when their turn comes.
 *
 * @param {string} what
 * @param {Record<string, { readonly contenders: () => readonly Contender[] | Promise<readonly Contender[]>, readonly settings: Settings }>} plan
 */
export async function compareAll(what, plan) {
  const rounds = Object.values(plan).map(({ settings }) => roundsOf(settings));
  const total = rounds.reduce((sum, some) => sum + some, 0);
  const progress = startProgress(what, total, 'rounds');
  /** @type {Record<string, Row[]>} */
  const sections = {};
  for (const [title, { contenders, settings }] of Object.entries(plan)) {
    sections[title] = await compare(await contenders(), settings, progress);
  }
  progress.end();
  return sections;
}

/** @param {Settings} settings */
const roundsOf = ({ rounds, warmUp = 2 }) => rounds + warmUp;

/**
 * Microseconds per call.
 *
 * @param {Contender} contender
 * @param {number} calls
 * @param {Settings} settings
 */
async function block({ call, sync = false }, calls, { concurrency = 1, clock = cpuMs }) {
  // No collection is forced in between: a full one throws optimised code away, and the block would measure that.
  let left = calls;
  const began = clock();
  if (sync) for (; left > 0; left -= 1) call();
  else {
    const work = async () => {
      while (left > 0) {
        left -= 1;
        await call();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  }
  return ((clock() - began) * 1000) / calls;
}

/**
 * @param {readonly number[]} values
 * @param {number} part
 */
function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  return below + ((sorted[Math.ceil(at)] ?? Number.NaN) - below) * (at % 1);
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/**
 * @param {Readonly<Record<string, readonly Row[]>>} sections
 */
export function print(sections) {
  if (asJson) {
    console.log(JSON.stringify(sections, undefined, 2));
    return;
  }
  for (const [title, rows] of Object.entries(sections)) {
    table(
      [title, 'ratio', 'half of the blocks'],
      rows.map(({ name, ratio, low, high }) => [name, times(ratio), `${times(low)} to ${times(high)}`]),
    );
  }
}

/** @param {number} ratio */
export const times = (ratio) => (ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 10 ? 1 : 2));

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  console.log(line(head));
  console.log(
    `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`,
  );
  for (const row of rows) console.log(line(row));
  console.log();
}

/** One exchange with two limits that count every call and hold none up; no signing, no listener. */
export function wideGateway() {
  const limits = /** @type {const} */ ([
    { name: 'wide', scope: 'ip', capacity: 10_000_000, windowMs: 500 },
    { name: 'wide too', scope: 'account', capacity: 10_000_000, windowMs: 500 },
  ]);
  return createGateway({ exchange: mexcContract, limits });
}

/**
 * A good answer of about so many bytes.
 *
 * @param {number} bytes
 */
export function answerOf(bytes) {
  const row = {
    symbol: 'BTC_USDT',
    lastPrice: 61_234.5,
    volume24: 1_234_567,
    riseFallRate: 0.0123,
    side: 'buy',
  };
  const size = JSON.stringify(row).length + 1;
  const count = Math.max(1, Math.floor((bytes - 40) / size));
  return JSON.stringify({ success: true, code: 0, data: Array.from({ length: count }, () => row) });
}

/**
 * An exchange on a loopback port, on a thread of its own: `/<bytes>` answers with about so many.
 */
export async function startServer() {
  const worker = new Worker(new URL('server.js', import.meta.url));
  /** @type {number} */
  const port = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { url: `http://127.0.0.1:${port}`, close: () => worker.terminate() };
}
