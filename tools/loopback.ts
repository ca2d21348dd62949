// A server on a loopback port that takes every request, in this thread or in one of its own. It refuses nothing: it counts.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface Loopback {
  /** Without a slash at the end. `/<bytes>` is answered by about so many, any other path by a success without data. */
  readonly url: string;
  /** When each request was counted, in milliseconds, in order; none where answers take no time. */
  readonly bookedAt: readonly number[];
  close(): Promise<void>;
}

/** @param latencyMs how long the next answer takes; without it answers are sent at once and nothing is counted */
export async function startLoopback(latencyMs?: () => number): Promise<Loopback> {
  const bookedAt: number[] = [];
  const bodies = new Map<string, Buffer>();
  const answer = (response: ServerResponse, path = '/'): void => {
    const body = bodies.get(path) ?? bodyOf(path);
    bodies.set(path, body);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  };
  const server = createServer((request, response) => {
    if (!latencyMs) return answer(response, request.url);
    const latency = latencyMs();
    // Counted anywhere between arrival and answer, as real exchanges do.
    setTimeout(() => bookedAt.push(performance.now()), latency * Math.random());
    setTimeout(() => answer(response, request.url), latency);
  });
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bookedAt,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface LoopbackThread {
  readonly url: string;
  /** What `Loopback.bookedAt` is by now. */
  bookedAt(): Promise<readonly number[]>;
  close(): Promise<unknown>;
}

/**
 * Starts the server in a thread of its own, so that no client's work delays it.
 * @param maxLatencyMs answers take from 0 to so long by chance
 */
export async function startLoopbackThread(maxLatencyMs?: number): Promise<LoopbackThread> {
  const worker = new Worker(new URL('loopback-thread.ts', import.meta.url), { workerData: maxLatencyMs });
  const [url] = await once(worker, 'message');
  return {
    url,
    bookedAt: async () => {
      worker.postMessage('report');
      const [bookedAt] = await once(worker, 'message');
      return bookedAt;
    },
    close: () => worker.terminate(),
  };
}

function bodyOf(path: string): Buffer {
  const bytes = Number(path.slice(1));
  return Buffer.from(bytes > 0 ? answerOf(bytes) : '{"success":true,"code":0}');
}

/** A good answer of about so many bytes. */
export function answerOf(bytes: number): string {
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
