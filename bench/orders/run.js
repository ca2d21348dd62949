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
const base = '/api/v1/private/order';
const settings = { orders: Number(values.orders), seed: Number(values.seed), rate: 0.25, atOnce: 250 };
const progress = startProgress('orders', settings.orders * 2 * Object.keys(clients).length, 'orders');

/**
 * @typedef {object} Tally
 * @property {string} client
 * @property {number} done Reported done.
 * @property {number} doubled Executed more than once, whatever was reported.
 * @property {number} falselyFailed Reported failed, and it stands.
 * @property {number} falselyDone Reported done, and there is none.
 * @property {number} unknown Reported as unknown.
 * @property {number} failed Reported failed, and there is none.
 * @property {number} cancelled Cancels that were carried out and reported done.
 * @property {number} falselyCancelled Cancels reported done of an order that is open.
 * @property {number} amended Amends that were carried out and reported done.
 * @property {number} falselyAmended Amends reported done of an order that is as it was.
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
  const origin = await exchange.listen();
  const client = make();
  const tally = {
    client: name,
    done: 0,
    doubled: 0,
    falselyFailed: 0,
    falselyDone: 0,
    unknown: 0,
    failed: 0,
    cancelled: 0,
    falselyCancelled: 0,
    amended: 0,
    falselyAmended: 0,
  };
  let next = 0;
  const work = async () => {
    while (next < settings.orders) {
      next += 1;
      const id = String(next);
      const end = await send(client, `${origin}${base}/submit`, orderOf(id));
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
  await changeAll(exchange, client, origin, tally);
  await client.close?.();
  await exchange.close();
  return tally;
}

/**
 * Every order that stands is cancelled or amended, every other one each, under the same faults.
 *
 * @param {import('../../dist/testing/index.js').SimulatedExchange} exchange
 * @param {import('./clients.js').Client} client
 * @param {string} origin
 * @param {Tally} tally
 */
async function changeAll(exchange, client, origin, tally) {
  const standing = exchange.orders.flatMap(({ clientOrderId, placed }) => {
    const order = placed.at(-1);
    return clientOrderId !== undefined && order?.status === 'open' ? [{ id: clientOrderId, order }] : [];
  });
  let next = 0;
  const work = async () => {
    for (let at = next++; at < standing.length; at = next++) {
      const order = standing[at];
      if (order) await (at % 2 === 0 ? cancel : amend)(exchange, client, origin, order, tally);
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: settings.atOnce }, work));
}

/**
 * @typedef {object} Standing
 * @property {string} id
 * @property {{ orderId: string }} order
 *
 * @typedef {(exchange: import('../../dist/testing/index.js').SimulatedExchange, client: import('./clients.js').Client, origin: string, standing: Standing, tally: Tally) => Promise<void>} Change
 */

/** @type {Change} */
async function cancel(exchange, client, origin, { id }, tally) {
  const body = { symbol: 'BTC_USDT', externalOid: id };
  const end = await send(client, `${origin}${base}/cancel_with_external`, body);
  if (end === 'done') tally[now(exchange, id)?.status === 'open' ? 'falselyCancelled' : 'cancelled'] += 1;
}

/** @type {Change} */
async function amend(exchange, client, origin, { id, order }, tally) {
  const body = { orderId: order.orderId, price: 2, vol: 1 };
  const end = await send(client, `${origin}${base}/change_limit_order`, body);
  if (end === 'done') tally[now(exchange, id)?.price === 2 ? 'amended' : 'falselyAmended'] += 1;
}

/**
 * @param {import('../../dist/testing/index.js').SimulatedExchange} exchange
 * @param {string} id
 */
function now(exchange, id) {
  return exchange.orders.find(({ clientOrderId }) => clientOrderId === id)?.placed.at(-1);
}

/** @param {string} externalOid */
function orderOf(externalOid) {
  return { symbol: 'BTC_USDT', price: 1, vol: 1, side: 1, type: 1, openType: 1, externalOid };
}

/**
 * In favour of those that do not read codes: the bot does, so only an answer that says `success` counts as done.
 *
 * @param {import('./clients.js').Client} client
 * @param {string} url
 * @param {object} request
 */
async function send(client, url, request) {
  try {
    const body = await client.place(url, request);
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
    ['cancelled', 'cancelled'],
    ['falsely cancelled', 'falselyCancelled'],
    ['amended', 'amended'],
    ['falsely amended', 'falselyAmended'],
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
