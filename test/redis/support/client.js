// @ts-check
// One client process: sends `calls` requests through a shared ledger, and tells its parent how it went.
import { Agent, request } from 'node:http';
import { connect } from './connect.js';

/** @typedef {{ dist: string, url: string, port: number, calls: number, capacity: number, windowMs: number, kind: string, batch?: number, share?: number, deadlineMs?: number }} Setup */

/** @type {Setup} */
const setup = JSON.parse(process.argv[2] ?? '{}');
/** @type {typeof import('../../../src/redis/shared-ledger.ts')} */
const { SharedLedger } = await import(`${setup.dist}/redis/shared-ledger.js`);
/** @type {typeof import('../../../src/redis/options.ts')} */
const { resolveRedis } = await import(`${setup.dist}/redis/options.js`);

const { client, end, trips } = await connect(setup.kind, setup.port);
const agent = new Agent({ keepAlive: true });
const limit = { ledger: { key: 'all', capacity: setup.capacity, windowMs: setup.windowMs }, weight: 1 };
/** @type {string[]} */
const states = [];
/** @type {(() => void)[]} */
const waiting = [];
const { batch = 1, share } = setup;
const options = resolveRedis({ client, batch, ...(share === undefined ? {} : { share }) }, 'test');
const ledger = new SharedLedger(
  options,
  `client-${process.pid}`,
  {
    onRoom: pump,
    onPause: () => {},
    onState: (state) =>
      states.push(`${Math.round(performance.now())} ${state.state} ${state.share} ${state.why}`),
    onMismatch: () => {},
  },
  () => performance.now(),
);

function pump() {
  while (waiting.length > 0 && ledger.take([limit], waiting.length)) waiting.shift()?.();
}

/** @returns {Promise<void>} */
function admitted() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) pump();
  });
}

/** @returns {Promise<void>} */
function sendOnce() {
  return new Promise((resolve, reject) => {
    request(setup.url, { agent }, (response) => {
      response.resume();
      response.on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
}

let answered = 0;
async function call() {
  await admitted();
  await sendOnce();
  ledger.answered([limit]);
  answered += 1;
}

process.send?.({ ready: true });
await new Promise((resolve) => process.once('message', resolve));
await Promise.race([
  Promise.all(Array.from({ length: setup.calls }, call)),
  new Promise((resolve) => setTimeout(resolve, setup.deadlineMs ?? 60_000)),
]);
process.send?.({ answered, states, trips: trips() });
await ledger.close();
agent.destroy();
await end();
process.disconnect();
process.exit(0);
