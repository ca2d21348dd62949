// Serves a simulated exchange over HTTP on the loopback.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimAnswer, SimRequest } from './sim-request.ts';

/** A simulated exchange behind a socket. */
export interface LocalServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** Ends the server, every open connection and every answer that is held back. */
  close(): Promise<void>;
}

/** Serves the exchange on 127.0.0.1, on a free port unless told. */
export async function serve(handle: (request: SimRequest) => SimAnswer, port = 0): Promise<LocalServer> {
  const held = new Set<NodeJS.Timeout>();
  const server = createServer((incoming, outgoing) => {
    // A client that went away must not end the test run.
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => outgoing.destroy());
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const answer = guarded(handle, toRequest(incoming, Buffer.concat(chunks).toString('utf8')));
      if (answer.delayMs === 0) return deliver(answer, outgoing);
      const timer = setTimeout(() => {
        held.delete(timer);
        deliver(answer, outgoing);
      }, answer.delayMs);
      held.add(timer);
    });
  });
  await listening(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () => {
      for (const timer of held) clearTimeout(timer);
      return closed(server);
    },
  };
}

/** A dialect that throws must not look like an exchange that fails. */
function guarded(handle: (request: SimRequest) => SimAnswer, request: SimRequest): SimAnswer {
  try {
    return handle(request);
  } catch (error) {
    const body = `simulateExchange failed: ${String(error)}`;
    return { status: 501, headers: { 'content-type': 'text/plain' }, body, delivery: 'whole', delayMs: 0 };
  }
}

function toRequest(incoming: IncomingMessage, body: string): SimRequest {
  const target = incoming.url ?? '/';
  const cut = target.indexOf('?');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: cut < 0 ? target : target.slice(0, cut),
    query: cut < 0 ? '' : target.slice(cut + 1),
    headers: Object.fromEntries(headers),
    body,
  };
}

function deliver(answer: SimAnswer, outgoing: ServerResponse): void {
  if (answer.delivery === 'none') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(answer.status, answer.headers);
  if (answer.delivery === 'whole') outgoing.end(answer.body);
  else outgoing.write(answer.body, () => outgoing.destroy());
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
