// @ts-check
// A loopback exchange with a sliding limit, answering after 0 to 60 ms. It runs in a thread of its own, so that no
// contender's work delays what it sees.
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';

const capacity = 20;
const windowMs = 2000;

/** @type {number[]} */
let seenAt = [];
let over = 0;

const server = createServer((_request, response) => {
  // It looks anywhere between arrival and answer, as real exchanges do.
  const latency = Math.random() * 60;
  setTimeout(() => book(), latency * Math.random());
  setTimeout(() => response.end('{"success":true,"code":0}'), latency);
});

function book() {
  const at = performance.now();
  seenAt.push(at);
  const inWindow = seenAt.filter((then) => at - then < windowMs).length;
  if (inWindow > capacity) over += 1;
}

parentPort?.on('message', () => {
  const first = seenAt[0] ?? 0;
  parentPort?.postMessage({ requests: seenAt.length, over, spanMs: (seenAt.at(-1) ?? first) - first });
  seenAt = [];
  over = 0;
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage({ port: typeof address === 'object' ? address?.port : 0 });
});
