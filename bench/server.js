// @ts-check
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';
import { answerOf } from './harness.js';

/** @type {Map<string, Buffer>} */
const bodies = new Map();

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  let body = bodies.get(path);
  if (!body) {
    body = Buffer.from(answerOf(Number(path.slice(1)) || 1000));
    bodies.set(path, body);
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' ? address?.port : undefined);
});
