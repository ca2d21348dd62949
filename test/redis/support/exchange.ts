import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackExchange {
  readonly url: string;
  /** When each request was booked, in milliseconds, in order. */
  readonly bookedAt: readonly number[];
  close(): Promise<void>;
}

/** Books every request at its arrival and answers after 5 to 25 ms. Refuses nothing: it is there to count. */
export async function startExchange(latencyMs: () => number): Promise<LoopbackExchange> {
  const bookedAt: number[] = [];
  const server = createServer((_request, response) => {
    // Booked anywhere between arrival and answer, as real exchanges do.
    const latency = latencyMs();
    setTimeout(() => bookedAt.push(performance.now()), latency / 2);
    setTimeout(() => response.end('{"success":true,"code":0}'), latency);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, bookedAt, close: () => closed(server) };
}

/** The most requests that any sliding window of `windowMs` saw. */
export function busiest(bookedAt: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [last, at] of bookedAt.entries()) {
    while (at - (bookedAt[first] ?? at) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
