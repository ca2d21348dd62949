// A server for a page and an exchange of one origin.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedExchange } from '../../src/testing/index.ts';

export interface PageServer {
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** A page with a script at `/`, and an exchange everywhere else: one origin, so that the browser allows the calls. */
export async function servePage(script: string, exchange: SimulatedExchange): Promise<PageServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks).toString('utf8'), response));
  });
  function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        '<!doctype html><title>bot</title><link rel="icon" href="data:,"><script src="/bot.js"></script>',
      );
    } else if (pathname === '/bot.js') {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(script);
    } else {
      const pairs = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      const {
        status,
        headers,
        body: text,
      } = exchange.handle({
        method: request.method ?? 'GET',
        path: pathname,
        query: search.slice(1),
        headers: Object.fromEntries(pairs),
        body,
      });
      response.writeHead(status, headers);
      response.end(text);
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
