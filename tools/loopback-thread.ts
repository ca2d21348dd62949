// What `startLoopbackThread` runs: says its URL, then answers every message by what it counted.
import { parentPort, workerData } from 'node:worker_threads';
import { startLoopback } from './loopback.ts';

const maxLatencyMs: number | undefined = workerData;
const { url, bookedAt } = await startLoopback(
  maxLatencyMs === undefined ? undefined : () => Math.random() * maxLatencyMs,
);
parentPort?.on('message', () => parentPort?.postMessage(bookedAt));
parentPort?.postMessage(url);
