import { Request as PackageRequest, fetch as packageFetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../../src/index.ts';
import { callsOf, type Loopback, listen, type Seen } from '../axios/server.ts';

let server: Loopback;
beforeAll(async () => {
  const page = (status: number, type: string, body: string) => (_: unknown, response: Writable) => {
    response.writeHead(status, type === '' ? {} : { 'content-type': type });
    response.end(body);
  };
  const moved =
    (to: string, status = 302) =>
    (_: unknown, response: Writable) => {
      response.writeHead(status, { location: to });
      response.end();
    };
  server = await listen({
    cookies: (_, response) => {
      response.writeHead(
        200,
        [
          ['content-type', 'application/json'],
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ].flat(),
      );
      response.end('{"success":true,"code":0}');
    },
    ndjson: page(200, 'application/x-ndjson', '{"a":1}\n{"a":2}\n'),
    events: page(200, 'text/event-stream', 'data: 1\n\n'),
    octets: page(200, 'application/octet-stream', '\u0000\u0001'),
    made: page(201, 'application/json', '{"success":true,"code":0,"data":2}'),
    away: moved('/made'),
    gone: moved('/made', 301),
    other: moved('/made', 303),
    kept: moved('/made', 307),
    loop: moved('/loop'),
    nowhere: (_, response) => {
      response.writeHead(302);
      response.end();
    },
    half: (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' });
      response.write('a,b\n');
      setTimeout(() => response.destroy(), 20);
    },
  });
});
afterAll(() => server.close());

interface Writable {
  writeHead(status: number, headers?: Record<string, string>): unknown;
  end(body?: string): unknown;
}

interface Given {
  readonly fetch: typeof fetch;
  readonly Request: typeof Request;
}
type Call = (given: Given) => Promise<Response>;

const get =
  (path: string, init: RequestInit = {}): Call =>
  (given) =>
    given.fetch(`${server.origin}/${path}`, init);
const post = (body: NonNullable<RequestInit['body']> | null, init: RequestInit = {}): Call =>
  get('made', { method: 'POST', body, ...init });
const asked =
  (path: string, init: RequestInit = {}, more?: RequestInit): Call =>
  (given) =>
    given.fetch(new given.Request(`${server.origin}/${path}`, init), more);
/** Everything that a caller may ask of an answer. */
async function shown(response: Response): Promise<unknown> {
  const { status, statusText, ok, redirected, type, bodyUsed, url } = response;
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  const cookies = response.headers.getSetCookie();
  const copy = response.clone();
  const text = await response.text().catch((error: unknown) => String(error));
  const whole = await copy.arrayBuffer().then(
    ({ byteLength }) => byteLength,
    (error: unknown) => String(error),
  );
  const again = await response.json().catch((error: unknown) => error instanceof TypeError);
  return {
    status,
    statusText,
    ok,
    redirected,
    type,
    bodyUsed,
    url,
    headers,
    cookies,
    text,
    whole,
    again,
    used: response.bodyUsed,
  };
}

async function told(call: Promise<Response>): Promise<unknown> {
  return call.then(shown, (error: unknown) => {
    const { name, message, code, cause } = error as Error & { code?: unknown };
    const why = cause instanceof Error ? [cause.name, cause.message] : cause;
    return { rejected: [name, message, code, why] };
  });
}

const controller = (): AbortSignal => AbortSignal.abort(new Error('enough'));

const calls: Readonly<Record<string, Call>> = {
  'a read': get('x'),
  'a read with a query': get('x?a=1&b=%20c+d&a=2'),
  'a URL object': (given) => given.fetch(new URL(`${server.origin}/x?a=1`)),
  'headers as an object': get('x', { headers: { 'X-Own': 'yes' } }),
  'headers as pairs': get('x', {
    headers: [
      ['X-Own', 'yes'],
      ['X-Own', 'no'],
    ],
  }),
  'a method in small letters': get('made', { method: 'post', body: '{}' }),
  'a HEAD': get('x', { method: 'HEAD' }),
  'an answer without a body': get('none'),
  'a packed answer': get('gzip'),
  cookies: get('cookies'),
  'a status of its own': get('made'),
  'lines of JSON': get('ndjson'),
  'a stream of events': get('events'),
  bytes: get('octets'),
  'a table': get('csv'),
  'not modified': get('same', { headers: { 'if-none-match': '"1"' } }),
  'a redirect': get('away'),
  'a redirect for good': get('gone'),
  'a redirect that is to be seen': get('away', { redirect: 'manual' }),
  'a redirect to nowhere': get('nowhere'),
  'a POST of text': post('{"a":"\u00fc"}'),
  'a POST of a form': post(new URLSearchParams({ a: '1', b: ' ' })),
  'a POST of bytes': post(new TextEncoder().encode('{"a":1}')),
  'a POST of a buffer': post(new TextEncoder().encode('{"a":1}').buffer),
  'a POST of a blob': post(new Blob(['{"a":1}'], { type: 'application/json' })),
  'a POST of nothing': post(null),
  'a POST with its type': post('{}', { headers: { 'Content-Type': 'application/json' } }),
  'a PUT': get('made', { method: 'PUT', body: 'x' }),
  'a DELETE': get('made', { method: 'DELETE' }),
  'a PATCH': get('made', { method: 'PATCH', body: 'x' }),
  'a stream': (given) => {
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body: new Blob(['{}']).stream(),
      duplex: 'half',
    };
    return given.fetch(`${server.origin}/made`, init);
  },
  'a Request': asked('x', { headers: { 'X-Own': 'yes' } }),
  'a Request with a body': asked('made', { method: 'POST', body: '{"a":1}', headers: { 'X-Own': 'yes' } }),
  'a Request of bytes': asked('made', { method: 'POST', body: new Uint8Array([1, 2, 255]) }),
  'a Request without a body': asked('made', { method: 'POST' }),
  'a Request of an empty body': asked('made', { method: 'POST', body: '' }),
  'a Request and an init': asked(
    'made',
    { method: 'POST', body: 'x', headers: { a: '1' } },
    { body: 'y', headers: { 'X-B': '2' } },
  ),
  'a Request that is to show its redirect': asked('away', { redirect: 'manual' }),
  'no signal': get('x', { signal: null }),
  'an aborted signal': get('x', { signal: controller() }),
  'a Request with an aborted signal': asked('x', { signal: controller() }),
  'an answer that breaks': get('half'),
  'an integrity that holds': get('csv', { integrity: '' }),
  'a cache mode': get('x', { cache: 'no-store' }),
  'a referrer': get('x', { referrer: 'https://a.b/', referrerPolicy: 'unsafe-url' }),
};

/** What came in of one request, but for what differs from one to the next. */
function incoming({ method, url, headers, names, body }: Seen): unknown {
  return { method, url, names, body, headers: { ...headers, connection: undefined } };
}

describe.each<[string, Given]>([
  ["Node's", { fetch: (input, init) => fetch(input, init), Request }],
  [
    "the package undici's",
    { fetch: packageFetch as unknown as typeof fetch, Request: PackageRequest as unknown as typeof Request },
  ],
])('over %s fetch', (_, given) => {
  it.each(Object.entries(calls))('%s is the same with a gateway and without', async (_name, call) => {
    const seenBy = async (fetchFn: typeof fetch): Promise<unknown> => {
      const before = callsOf(server.log).length;
      const result = await told(call({ ...given, fetch: fetchFn }));
      return { result, log: callsOf(server.log).slice(before).map(incoming) };
    };
    const bare = await seenBy(given.fetch);
    for (const mode of ['act', 'observe'] as const) {
      const gateway = createGateway({ exchange: mexcContract, limits: false, mode, maxAttempts: 1 });
      expect(await seenBy(interceptFetch(gateway, given.fetch)), mode).toEqual(bare);
      await gateway.close();
    }
  });

  it.each<[string, Call]>([
    ['a redirect of a POST', get('other', { method: 'POST', body: '{}' })],
    ['a redirect that keeps the method', get('kept', { method: 'POST', body: '{}' })],
    ['a redirect that never ends', get('loop')],
    ['an address that is none', (by) => by.fetch('http://:bad:')],
  ])('%s is what an observing gateway leaves to the client', async (_name, call) => {
    const gateway = createGateway({ exchange: mexcContract, mode: 'observe' });
    const bare = await told(call(given));
    expect(await told(call({ ...given, fetch: interceptFetch(gateway, given.fetch) }))).toEqual(bare);
    await gateway.close();
  });

  it('has the length of fetch', () => {
    expect(interceptFetch(createGateway({ exchange: mexcContract }), given.fetch).length).toBe(1);
  });
});
