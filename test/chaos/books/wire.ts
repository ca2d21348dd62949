// A `fetch` to an exchange of the tests' own, in the same process.
import { type Book, type Form, type Reply, type Req, readRequest } from './book.ts';
import { type Fate, fateOf, type Kinds } from './faults.ts';

export interface Seen {
  readonly atMs: number;
  readonly req: Req;
  readonly fate: string;
}

export interface Wire {
  readonly fetch: typeof fetch;
  readonly log: readonly Seen[];
}

const times: readonly (readonly [path: string, body: (ms: number) => unknown])[] = [
  ['/v5/market/time', (ms) => ({ retCode: 0, retMsg: 'OK', result: { timeSecond: '1' }, time: ms })],
  ['/api/v5/public/time', (ms) => ({ code: '0', msg: '', data: [{ ts: String(ms) }] })],
  ['/api/v2/public/time', (ms) => ({ code: '00000', msg: 'success', data: { serverTime: String(ms) } })],
  ['/api/v1/timestamp', (ms) => ({ code: '200000', data: ms })],
  ['/api/v4/spot/time', (ms) => ({ server_time: ms })],
  ['/v1/common/timestamp', (ms) => ({ status: 'ok', data: ms })],
  ['/api/v3/brokerage/time', (ms) => ({ iso: '', epochSeconds: '1', epochMillis: String(ms) })],
  ['/0/public/Time', (ms) => ({ error: [], result: { unixtime: Math.trunc(ms / 1000) } })],
  ['/api/v2/public/get_time', (ms) => ({ jsonrpc: '2.0', result: ms })],
  ['/api/v1/contract/ping', (ms) => ({ success: true, code: 0, data: ms })],
  ['/api/v1/time', (ms) => ({ state: 0, result: { time: ms } })],
  ['/cfd/openApi/v1/pub/getTime', (ms) => ({ success: true, error_code: 0, data: ms })],
  ['/v2/ping', () => ({ success: true })],
  ['', (ms) => ({ serverTime: ms })],
];

const isTime = (path: string): boolean => times.some(([own]) => own === path) || /\/v[13]\/time$/.test(path);

/** What an exchange does with a request that it carries out. */
function carryOut(form: Form, book: Book, req: Req, sentMs: number): Reply {
  if (isTime(req.path)) {
    const [, body] = times.find(([path]) => path === req.path) ?? times.at(-1) ?? ['', () => ({})];
    return [200, body(book.now())];
  }
  const until = form.until?.(req, sentMs + book.skewMs);
  if (until !== undefined && book.now() > until) return form.refuse.time(req);
  const reply = form.answer(book, req);
  if (reply) return reply;
  const known = form.once.some(
    ({ method, path }) => method === req.method && path.split('?')[0] === req.path,
  );
  if (!known) return [404, { message: `no such route: ${req.method} ${req.path}` }];
  book.doOnce(req.path + (new URLSearchParams(req.query).get('mark') ?? req.headers['x-mark'] ?? ''));
  return form.onceReply;
}

export interface WireOptions {
  readonly random: () => number;
  /** How many requests fail. */
  readonly share: number;
  readonly kindOf: (req: Req) => Kinds;
}

export function wireTo(form: Form, book: Book, { random, share, kindOf }: WireOptions): Wire {
  const log: Seen[] = [];
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const { pathname: path, search, host } = new URL(request.url);
    const { method, signal } = request;
    const req = readRequest({
      method,
      path,
      query: search.slice(1),
      headers: Object.fromEntries(request.headers),
      body,
    });
    const atMs = Date.now();
    signal.throwIfAborted();
    const fate: Fate = fateOf(
      { form, book, req, random, kind: kindOf(req) },
      isTime(path) ? share / 3 : share,
    );
    log.push({ atMs, req, fate: host === 'exchange.test' ? fate.name : `ESCAPED to ${host}` });
    return new Promise((resolve, reject) => {
      let done: Reply | undefined;
      const { carriedOutMs, reply } = fate;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (carriedOutMs !== undefined)
        setTimeout(() => {
          done = carryOut(form, book, req, atMs);
        }, carriedOutMs);
      if (reply.kind === 'hang') return;
      setTimeout(() => {
        switch (reply.kind) {
          case 'refused':
            return reject(failed({ code: 'ECONNREFUSED', syscall: 'connect' }));
          case 'reset':
            return reject(failed({ code: 'ECONNRESET', syscall: 'read' }));
          case 'answer':
            return resolve(toResponse(done ?? [500, ''], book));
          case 'status':
            return resolve(toResponse([reply.status, done?.[1] ?? ''], book));
          case 'half':
            return resolve(half(done ?? [200, ''], book));
          case 'other':
            return resolve(toResponse(reply.reply, book, reply.headers));
        }
      }, reply.afterMs ?? 10);
    });
  };
  return { fetch: send, log };
}

function failed(details: object): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('other side closed'), details) });
}

const textOf = (body: unknown): string =>
  typeof body === 'string' ? body : JSON.stringify(body).replace(/"(\d{16,})"(?=[,}\]])/g, '"$1"');

function toResponse([status, body]: Reply, book: Book, headers: Record<string, string> = {}): Response {
  const text = textOf(body);
  const type = text.startsWith('<') ? 'text/html' : 'application/json';
  const date = new Date(book.now()).toUTCString();
  return new Response(text, { status, headers: { 'content-type': type, date, ...headers } });
}

function half([status, body]: Reply, book: Book): Response {
  const text = textOf(body);
  let begun = false;
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (begun) controller.error(failed({ code: 'UND_ERR_SOCKET' }));
      else controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
      begun = true;
    },
  });
  return new Response(broken, {
    status,
    headers: { 'content-type': 'application/json', date: new Date(book.now()).toUTCString() },
  });
}
