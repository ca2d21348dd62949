// @ts-check
import { parseArgs } from 'node:util';
import { mexcContract } from '../../dist/index.js';
import { simulateExchange } from '../../dist/testing/index.js';
import { startProgress } from '../progress.js';
import { clients } from './clients.js';
import { faultTables } from './faults.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    orders: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});
const settings = { orders: Number(values.orders), seed: Number(values.seed), rate: 0.25, atOnce: 250 };
const progress = startProgress('orders', settings.orders * Object.keys(clients).length, 'orders');

/**
 * @typedef {object} Tally
 * @property {string} client
 * @property {number} done Reported done.
 * @property {number} doubled Executed more than once, whatever was reported.
 * @property {number} falselyFailed Reported failed, and it stands.
 * @property {number} falselyDone Reported done, and there is none.
 * @property {number} unknown Reported as unknown.
 * @property {number} failed Reported failed, and there is none.
 */

/**
 * @param {string} name
 * @param {() => import('./clients.js').Client} make
 * @returns {Promise<Tally>}
 */
async function measure(name, make) {
  const exchange = simulateExchange(mexcContract, {
    limits: false,
    deduplicate: false,
    seed: settings.seed,
    faults: faultTables(settings),
  });
  const url = `${await exchange.listen()}/api/v1/private/order/submit`;
  const client = make();
  const tally = {
    client: name,
    done: 0,
    doubled: 0,
    falselyFailed: 0,
    falselyDone: 0,
    unknown: 0,
    failed: 0,
  };
  let next = 0;
  const work = async () => {
    while (next < settings.orders) {
      next += 1;
      const id = String(next);
      const end = await place(client, url, id);
      const stands = exchange.executions(id) > 0;
      if (end === 'done') tally[stands ? 'done' : 'falselyDone'] += 1;
      else if (end === 'unknown') tally.unknown += 1;
      else tally[stands ? 'falselyFailed' : 'failed'] += 1;
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: settings.atOnce }, work));
  tally.done += tally.falselyDone;
  tally.doubled = exchange.orders.filter(({ executions }) => executions > 1).length;
  await client.close?.();
  await exchange.close();
  return tally;
}

/**
 * In favour of those that do not read codes: the bot does, so only an answer that says `success` counts as done.
 *
 * @param {import('./clients.js').Client} client
 * @param {string} url
 * @param {string} externalOid
 */
async function place(client, url, externalOid) {
  const order = { symbol: 'BTC_USDT', price: 1, vol: 1, side: 1, type: 1, openType: 1, externalOid };
  try {
    const body = await client.place(url, order);
    return Reflect.get(Object(body), 'success') === true ? 'done' : 'failed';
  } catch (error) {
    return client.isUnknown?.(error) ? 'unknown' : 'failed';
  }
}

/** @param {readonly Tally[]} tallies */
function table(tallies) {
  const columns = /** @type {const} */ ([
    ['done', 'done'],
    ['doubled', 'doubled'],
    ['falsely failed', 'falselyFailed'],
    ['falsely done', 'falselyDone'],
    ['unknown', 'unknown'],
    ['failed', 'failed'],
  ]);
  const perThousand = (/** @type {number} */ count) => String(Math.round((count * 1000) / settings.orders));
  const rows = tallies.map((tally) => [tally.client, ...columns.map(([, key]) => perThousand(tally[key]))]);
  const all = [['per thousand orders', ...columns.map(([title]) => title)], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = all.map(line);
  return [head, rule, ...body].join('\n');
}

const entries = Object.entries(clients);
const isOurs = (/** @type {string} */ name) => name.startsWith('exchange-interceptors');
// Ours mostly wait, for an exchange that said to; the others run one after the other beside them.
const waiting = entries.filter(([name]) => isOurs(name)).map(([name, make]) => measure(name, make));
/** @type {Tally[]} */
const others = [];
for (const [name, make] of entries) if (!isOurs(name)) others.push(await measure(name, make));
const tallies = [...(await Promise.all(waiting)), ...others];
progress.end();
if (values.json) console.log(JSON.stringify({ ...settings, tallies }, undefined, 2));
else console.log(table(tallies));
