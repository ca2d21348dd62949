import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export const good = '{"success":true,"code":0,"data":{"id":9007199254740993,"text":"ü"}}';

/** What the exchange saw of one request. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Of headers, as they were written. */
  readonly names: readonly string[];
  readonly body: string;
}

export interface Loopback {
  readonly origin: string;
  readonly log: Seen[];
  readonly close: () => Promise<void>;
}

type Reply = (request: IncomingMessage, response: ServerResponse) => void;
const json = { 'content-type': 'application/json', 'x-answer': 'yes' };
const sends =
  (status: number, headers: Record<string, string>, body?: string | Buffer): Reply =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** By the first part of the path; anything else is answered well. */
const replies: Readonly<Record<string, Reply>> = {
  gzip: sends(200, { ...json, 'content-encoding': 'gzip' }, gzipSync(good)),
  packed: sends(200, { ...json, 'content-encoding': 'gzip' }, gzipSync(good)),
  bom: sends(200, json, `\ufeff${good}`),
  latin: sends(200, json, Buffer.from('{"success":true,"code":0,"data":"\u00fc"}', 'latin1')),
  empty: sends(404, {}, ''),
  none: sends(204, {}),
  same: sends(304, { etag: '"1"' }),
  moved: sends(302, { location: '/api/v1/contract/there?signature=s' }),
  csv: sends(200, { 'content-type': 'text/csv' }, 'a,b\n1,2\n'),
  never: () => {},
  half: (_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' });
    response.write('a,b\n');
  },
};

/** Without what the gateway asks for itself, which a stalled machine can bring about at any time. */
export const callsOf = (log: readonly Seen[]): readonly Seen[] =>
  log.filter(({ url }) => !url?.includes('/api/v1/contract/ping'));

/** A loopback exchange that answers by its path. */
export async function listen(own: Readonly<Record<string, Reply>> = {}): Promise<Loopback> {
  const log: Seen[] = [];
  const all = { ...replies, ...own };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method, url, headers, rawHeaders } = request;
      const names = rawHeaders.filter((_, at) => at % 2 === 0);
      log.push({ method, url, headers, names, body: Buffer.concat(pieces).toString('latin1') });
      const reply = all[url?.split(/[/?]/)[1] ?? ''] ?? sends(200, json, good);
      reply(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${port}`, log, close };
}
