import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { Request as PackageRequest, fetch as packageFetch } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  backoff,
  createGateway,
  type Gateway,
  interceptFetch,
  isExchangeError,
  mexcContract,
  type Sign,
} from '../../../src/index.ts';
import { callsOf, type Loopback, listen } from '../axios/server.ts';

let server: Loopback;
let gateway: Gateway;
/** The bodies that `sign` saw. */
let signedBodies: unknown[];
const path = '/api/v1/private/order/submit';

const sign: Sign = ({ body }) => {
  signedBodies.push(body);
  return { headers: { ApiKey: 'key', Signature: 'mac' } };
};

beforeEach(async () => {
  signedBodies = [];
  server = await listen();
  gateway = createGateway({ exchange: mexcContract, sign });
});
afterEach(async () => {
  await gateway.close();
  await server.close();
});

const seen = () => callsOf(server.log);

describe("a function of the caller's that fails after it has sent", () => {
  const log = async (response: Response, input: unknown): Promise<Response> => {
    void new URL(input as string);
    createHash('sha1').update(response.headers.get('none') as string);
    return response;
  };

  it('is believed in nothing about the order, which is sent once, whether it gets a Request or its parts', async () => {
    const logged: typeof fetch = async (input, init) => log(await fetch(input, init), input);
    const hasty: typeof fetch = (input, init) => {
      const sent = fetch(input, init);
      return log(new Response(), input).then(() => sent);
    };
    const init = { method: 'POST', body: '{}' };
    for (const wrapper of [logged, hasty]) {
      for (const input of [server.origin + path, new Request(server.origin + path, init)]) {
        const call = interceptFetch(gateway, wrapper)(input, typeof input === 'string' ? init : undefined);
        await expect(call).rejects.toMatchObject({ name: 'UnknownOutcomeError', attempts: 1 });
      }
    }
    await expect.poll(() => seen().length).toBe(4);
  });

  it('is believed where the address is none', async () => {
    const call = interceptFetch(gateway, async (input) => log(new Response(), input))('http://:bad:', {
      method: 'POST',
    });
    await expect(call).rejects.toMatchObject({ category: 'invalid-request', outcome: 'rejected' });
  });
});

describe('a Request', () => {
  it('of a class that takes none whose body was read goes by its parts', async () => {
    /** As the polyfills have it. */
    class OnceRequest {
      readonly url: string;
      readonly method: string;
      readonly headers: Headers;
      readonly body: string;
      bodyUsed = false;
      constructor(input: string | OnceRequest, { method = 'GET', headers = {}, body }: RequestInit = {}) {
        const from = typeof input === 'string' ? undefined : input;
        if (from?.bodyUsed) throw new TypeError('Already read');
        this.url = from?.url ?? String(input);
        this.method = from?.method ?? method;
        this.headers = from?.headers ?? new Headers(headers);
        this.body = from?.body ?? new TextDecoder().decode(Buffer.from(body as string));
      }
      async arrayBuffer(): Promise<ArrayBuffer> {
        this.bodyUsed = true;
        return Uint8Array.from(Buffer.from(this.body)).buffer;
      }
    }
    const sent: unknown[] = [];
    const polyfill = async (input: string | OnceRequest, init?: RequestInit): Promise<Response> => {
      const { url, method, headers, body } = new OnceRequest(input, init);
      sent.push([new URL(url).pathname, method, headers.get('x-own'), headers.get('signature'), body]);
      return new Response('{"success":true,"code":0}');
    };
    const unsigned = createGateway({ exchange: mexcContract });
    for (const one of [unsigned, gateway, gateway]) {
      const init = { method: 'POST', body: '{"a":1}', headers: { 'x-own': 'yes' } };
      const request: unknown = new OnceRequest(server.origin + path, init);
      await interceptFetch(one, polyfill as typeof fetch)(request as Request);
    }
    const signed = [path, 'POST', 'yes', 'mac', '{"a":1}'];
    expect(sent).toEqual([[path, 'POST', 'yes', null, '{"a":1}'], signed, signed]);
    await unsigned.close();
  });

  it("of another copy's class goes to that copy's fetch, signed", async () => {
    const send = interceptFetch(gateway, packageFetch as unknown as typeof fetch);
    const request = new PackageRequest(server.origin + path, { method: 'POST', body: '{"a":1}' });
    const response = await send(request as unknown as Request);
    expect(response.status).toBe(200);
    expect(seen()).toMatchObject([
      { method: 'POST', url: path, body: '{"a":1}', headers: { apikey: 'key', signature: 'mac' } },
    ]);
    expect(signedBodies).toEqual(['{"a":1}']);
  });

  it('in the place of init gives its fields to the address beside it, as it does for fetch', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const as = (init: RequestInit): Request => new Request('http://other.invalid/', init);
    for (const send of [fetch, interceptFetch(gateway)]) {
      await send(server.origin + path, as({ method: 'POST', body: '{"a":1}', headers: { 'x-own': 'yes' } }));
      expect((await send(`${server.origin}/moved`, as({ redirect: 'manual' }))).status).toBe(302);
      await expect(send(`${server.origin}/x`, as({ signal }))).rejects.toThrow('enough');
    }
    const saw = seen().map(({ method, url, body, headers }) => [method, url, body, headers['x-own']]);
    expect(saw).toHaveLength(4);
    expect(saw.slice(2)).toEqual(saw.slice(0, 2));
    expect(signedBodies).toEqual(['{"a":1}']);
  });

  it('of a class that the fetch does not take is sent by its parts, each time', async () => {
    const send = interceptFetch(gateway, packageFetch as unknown as typeof fetch);
    for (const at of [1, 2]) {
      const body = `{"a":${at}}`;
      await send(new Request(server.origin + path, { method: 'POST', body, headers: { 'x-own': 'yes' } }));
    }
    expect(seen().map(({ body, headers }) => [body, headers['x-own']])).toEqual([
      ['{"a":1}', 'yes'],
      ['{"a":2}', 'yes'],
    ]);
  });

  it('of a class that the fetch takes stays whole beside others that it does not take', async () => {
    const send = interceptFetch(gateway);
    const init = { method: 'POST', body: '{}', headers: { 'X-MiXed': 'yes' } };
    for (const Kind of [Request, PackageRequest, Request])
      await send(new Kind(server.origin + path, init) as unknown as Request);
    expect(seen().map(({ names }) => names.includes('X-MiXed'))).toEqual([true, false, true]);
  });

  it('goes whole to a function that takes nothing else, and as the platform has it where a subclass made it', async () => {
    class Call extends Request {
      constructor(route: string, init?: RequestInit) {
        super(`${server.origin}${route}`, init);
      }
    }
    const sent: unknown[] = [];
    const whole = (async (request: Request) => {
      sent.push([new URL(request.url).pathname, request.redirect, request.headers.get('signature')]);
      sent.push([request.method, await request.text()]);
      return new Response('{"success":true,"code":0}');
    }) as typeof fetch;
    const unsigned = createGateway({ exchange: mexcContract });
    const init = { method: 'POST', body: '{"a":1}' };
    for (const one of [unsigned, gateway])
      for (const request of [new Request(server.origin + path, init), new Call(path, init)])
        await interceptFetch(one, whole)(request);
    await interceptFetch(unsigned, whole)(new Request(server.origin + path, { method: 'DELETE' }));
    const [body, signedHead] = [
      ['POST', '{"a":1}'],
      [path, 'manual', 'mac'],
    ];
    const head = [path, 'manual', null];
    expect(sent).toEqual([head, body, head, body, signedHead, body, signedHead, body, head, ['DELETE', '']]);
    await unsigned.close();
  });

  it('of no class at all is one by its members', async () => {
    const made = new Request(server.origin + path, { method: 'POST', body: '{"a":1}' });
    const own = {
      url: made.url,
      method: made.method,
      headers: made.headers,
      body: made.body,
      arrayBuffer: () => made.arrayBuffer(),
    };
    const response = await interceptFetch(gateway)(own as unknown as Request);
    expect(response.status).toBe(200);
    expect(seen()).toMatchObject([{ method: 'POST', url: path, body: '{"a":1}' }]);
  });

  it.each([
    ['unsigned', '/api/v1/contract/ticker', 'GET'],
    ['signed', path, 'POST'],
  ])('keeps the case of its headers, %s', async (_, at, method) => {
    const init: RequestInit = {
      method,
      headers: { 'X-MiXed': 'yes' },
      ...(method === 'POST' && { body: '{}' }),
    };
    await interceptFetch(gateway)(new Request(server.origin + at, init));
    expect(seen()[0]?.names).toContain('X-MiXed');
    expect(seen()[0]?.headers['signature']).toBe(method === 'POST' ? 'mac' : undefined);
  });

  it.each([
    ['a read', '/api/v1/contract/ticker', 'GET'],
    ['a signed order', path, 'POST'],
  ])('keeps the dispatcher that only the platform can read: %s', async (_, at, method) => {
    const dispatched: unknown[] = [];
    const dispatcher = {
      dispatch: (options: { path: string; method: string }, handler: object): boolean => {
        dispatched.push([options.method, options.path]);
        const refused = Object.assign(new Error('no proxy'), { code: 'ECONNREFUSED' });
        // Older undici calls it `onError(error)`, newer `onResponseError(controller, error)`.
        for (const [name, args] of Object.entries({ onError: [refused], onResponseError: [{}, refused] })) {
          const tell: unknown = Reflect.get(handler, name);
          if (typeof tell === 'function') {
            Reflect.apply(tell, handler, args);
            break;
          }
        }
        return true;
      },
    };
    const init = { method, dispatcher, ...(method === 'POST' && { body: '{}' }) };
    const once = createGateway({ exchange: mexcContract, sign, maxAttempts: 1 });
    const call = interceptFetch(once)(new Request(server.origin + at, init));
    await expect(call).rejects.toMatchObject({ outcome: 'rejected', category: 'network' });
    expect(dispatched).toEqual([[method, at]]);
    expect(seen()).toEqual([]);
    await once.close();
  });

  it('whose body never ends can be aborted', async () => {
    const controller = new AbortController();
    const body = new ReadableStream({ pull: () => new Promise(() => {}) });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body,
      duplex: 'half',
      signal: controller.signal,
    };
    const call = interceptFetch(gateway)(new Request(server.origin + path, init));
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(seen()).toEqual([]);
  });
});

describe('a body that is signed', () => {
  const text = '{"symbol":"BTC_USDT","externalOid":"ü-1"}';
  const bytes = new TextEncoder().encode(text);
  it.each<[string, NonNullable<RequestInit['body']>, string]>([
    ['text', text, 'text/plain;charset=UTF-8'],
    ['bytes', bytes, ''],
    ['a part of a buffer', new Uint8Array([1, ...bytes, 1]).subarray(1, -1), ''],
    ['a view of other numbers', new DataView(bytes.buffer), ''],
    ['a buffer', bytes.buffer, ''],
    ['a blob', new Blob([bytes], { type: 'application/json' }), 'application/json'],
    ['a form', new URLSearchParams({ a: 'ü', b: ' ' }), 'application/x-www-form-urlencoded;charset=UTF-8'],
  ])('is what is sent: %s', async (_, body, type) => {
    await interceptFetch(gateway)(server.origin + path, { method: 'POST', body });
    const [call] = seen();
    expect(Buffer.from(call?.body ?? '', 'latin1').toString()).toBe(signedBodies[0]);
    expect(call?.headers['content-type'] ?? '').toBe(type);
  });

  it('is what is sent: a form of parts, whose boundary is the one that was signed', async () => {
    const form = new FormData();
    form.set('externalOid', 'a-1');
    form.set('file', new Blob(['x'], { type: 'text/plain' }), 'x.txt');
    await interceptFetch(gateway)(server.origin + path, { method: 'POST', body: form });
    const [call] = seen();
    expect(call?.body).toBe(signedBodies[0]);
    expect(call?.body).toContain('name="externalOid"');
    const boundary = /boundary=(.+)$/.exec(String(call?.headers['content-type']))?.[1];
    expect(call?.body.startsWith(`--${boundary}`)).toBe(true);
  });

  it.each([
    ['a form', new URLSearchParams({ a: '1' }), 'application/x-www-form-urlencoded;charset=UTF-8'],
    [
      'a blob',
      new Blob(['a=1'], { type: 'application/x-www-form-urlencoded' }),
      'application/x-www-form-urlencoded',
    ],
  ])('keeps its type where `sign` makes another text of it: %s', async (_, body, type) => {
    const extending = createGateway({
      exchange: mexcContract,
      sign: (request) => ({ body: `${request.body}&signature=mac` }),
    });
    await interceptFetch(extending)(server.origin + path, { method: 'POST', body });
    await interceptFetch(extending)(server.origin + path, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'text/own' },
    });
    expect(seen().map((call) => [call.body, call.headers['content-type']])).toEqual([
      ['a=1&signature=mac', type],
      ['a=1&signature=mac', 'text/own'],
    ]);
    await extending.close();
  });

  it.each<[string, NonNullable<RequestInit['body']>, RegExp]>([
    ['bytes', new Uint8Array([0xff, 0xfe]), /bytes that are no UTF-8 text/],
    ['a blob', new Blob([new Uint8Array([0xff])]), /a Blob whose text/],
    ['a large blob', new Blob(['x'.repeat(1_000_001)]), /a Blob whose text/],
  ])('that is no text is refused with a sentence: %s', async (_, body, sentence) => {
    const call = interceptFetch(gateway)(server.origin + path, { method: 'POST', body });
    const error: unknown = await call.catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(sentence);
    expect(seen()).toEqual([]);
    expect(signedBodies).toEqual([]);
    await interceptFetch(gateway)(server.origin + path, {
      method: 'POST',
      body,
      exchange: { signed: false },
    });
    expect(seen()).toHaveLength(1);
  });
});

describe('what fetch refuses before a byte is sent', () => {
  const order = { method: 'POST', body: '{}' };
  it.each<[string, string, RequestInit]>([
    ['a scheme that it does not speak', 'htps://127.0.0.1:1/x', order],
    ['a port that it does not open', 'http://127.0.0.1:6000/x', order],
    ['a name and a password', 'http://user:password-123@127.0.0.1:1/x', order],
    ['a mode that is none', '', { ...order, mode: 'nope' as RequestMode }],
    ['a redirect that is none', '', { ...order, redirect: 'nope' as RequestRedirect }],
    ['a header that is none', '', { ...order, headers: { 'x-own': '€' } }],
    ['a name of a header that is none', '', { ...order, headers: { 'x own': 'yes' } }],
    ['a read with a body', '', { body: 'x' }],
    ['a method that is none', '', { ...order, method: 'TRACE' }],
    ['a stream that is not said to be one', '', { ...order, body: new Blob(['x']).stream() }],
    ['a signal that is none', '', { ...order, signal: {} as AbortSignal }],
    ['an address that is none', 'http://:bad:', order],
  ])('is refused once and had no effect: %s', async (_, url, init) => {
    let asked = 0;
    const looking = createGateway({
      exchange: mexcContract,
      sign,
      reconcile: () => {
        asked += 1;
        return undefined;
      },
    });
    for (const signed of [false, true]) {
      const given = { ...init, exchange: { signed } };
      const error: unknown = await interceptFetch(looking)(url || `${server.origin}/x`, given).catch(
        (thrown: unknown) => thrown,
      );
      if (!isExchangeError(error)) throw error;
      expect(error).toMatchObject({ category: 'invalid-request', outcome: 'rejected' });
      if (error.attempts > 0) expect(error.cause).toMatchObject({ name: 'TypeError' });
    }
    expect([asked, seen()]).toEqual([0, []]);
    await looking.close();
  });

  it('is a handshake that failed too: reads and orders are tried once', async () => {
    const tried: number[] = [];
    const stop = gateway.on('sent', ({ attempt }) => tried.push(attempt));
    const plain = server.origin.replace('http:', 'https:');
    for (const init of [order, {}]) {
      const error: unknown = await interceptFetch(gateway)(`${plain}/x`, init).catch((e: unknown) => e);
      expect(error).toMatchObject({
        category: 'network',
        outcome: 'rejected',
        attempts: 1,
        reason: 'failed',
      });
    }
    stop();
    expect([tried, seen()]).toEqual([[1, 1], []]);
  });

  it('is no proof where another fetch fails in its own words', async () => {
    const lost = async (): Promise<Response> => {
      throw new TypeError('something else');
    };
    const call = interceptFetch(gateway, lost)('http://user:secret-1@127.0.0.1/x', order);
    await expect(call).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it.each([
    [
      'http://user:secret-1@127.0.0.1/x',
      "Failed to execute 'fetch' on 'Window': Request cannot be constructed from a URL that includes credentials: http://user:secret-1@127.0.0.1/x",
      'rejected',
    ],
    ['htps://127.0.0.1/x', 'Failed to fetch', 'rejected'],
    ['http://127.0.0.1/x', 'Failed to fetch', 'unknown'],
    ['/x', 'Load failed', 'unknown'],
  ])('is found out behind the words of a browser: %s', async (url, message, outcome) => {
    const failed = async (): Promise<Response> => {
      throw new TypeError(message);
    };
    await expect(interceptFetch(gateway, failed)(url, order)).rejects.toMatchObject({ outcome });
  });

  it('a machine that is offline before and after has sent nothing', async () => {
    const failed = async (): Promise<Response> => {
      throw new TypeError('Failed to fetch');
    };
    const once = createGateway({ exchange: mexcContract, maxAttempts: 1 });
    const place = () => interceptFetch(once, failed)(`${server.origin}/x`, order);
    await expect(place()).rejects.toMatchObject({ outcome: 'unknown' });
    const { navigator } = globalThis;
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { onLine: false } });
    try {
      await expect(place()).rejects.toMatchObject({ outcome: 'rejected', category: 'network' });
    } finally {
      Object.defineProperty(globalThis, 'navigator', { configurable: true, value: navigator });
    }
    await once.close();
  });

  it('an error that cannot be read ends the call all the same', async () => {
    const thrown: unknown[] = [
      Object.create(DOMException.prototype),
      new Proxy(new Error('no'), {
        get: () => {
          throw new Error('not yours');
        },
      }),
    ];
    for (const broken of thrown) {
      const fail = async (): Promise<Response> => {
        throw broken;
      };
      const call = interceptFetch(gateway, fail)(`${server.origin}/x`, order);
      await expect(call).rejects.toMatchObject({ outcome: 'unknown', reason: 'outcome-unknown' });
    }
  });
});

it('a stream of a call that never began is let go', async () => {
  const reasons: unknown[] = [];
  const body = new ReadableStream({ cancel: (reason) => void reasons.push(reason) });
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
  const reason = new Error('enough');
  const call = interceptFetch(gateway)(server.origin + path, { ...init, signal: AbortSignal.abort(reason) });
  await expect(call).rejects.toBe(reason);
  expect(reasons).toEqual([reason]);
});

describe('what its caller changes after the call', () => {
  it('is sent as it was then, however late and often it goes', async () => {
    const headers = new Headers({ 'X-Own': 'first' });
    const pairs: [string, string][] = [['X-Own', 'first']];
    const plain = { 'X-Own': 'first' };
    const bytes = new TextEncoder().encode('first');
    const form = new FormData();
    form.set('own', 'first');
    const params = new URLSearchParams({ own: 'first' });
    const sent: string[] = [];
    const twice: typeof fetch = async (input, init) => {
      const { headers, method } = new Request(input, init);
      sent.push(`${method} ${headers.get('x-own')} ${await new Request(input, init).text()}`);
      return new Response(sent.length % 2 ? '' : '{"success":true,"code":0}', {
        status: sent.length % 2 ? 429 : 200,
      });
    };
    const waiting = createGateway({
      exchange: mexcContract,
      limits: false,
      policies: { 'rate-limit': backoff({ baseDelayMs: 1, maxDelayMs: 1, minDelayMs: 1 }) },
    });
    const send = interceptFetch(waiting, twice);
    const url = `${server.origin}/x`;
    const init = { method: 'POST', body: 'first', headers };
    const write = (word: string): void => {
      headers.set('X-Own', word);
      for (const pair of pairs) pair[1] = word;
      plain['X-Own'] = word;
      bytes.set(new TextEncoder().encode(word.slice(0, 5)));
      form.set('own', word);
      params.set('own', word);
    };
    for (const call of [
      () => send(url, init),
      () => send(url, { method: 'POST', body: bytes, headers: pairs }),
      () => send(url, { method: 'POST', body: bytes.buffer, headers: plain }),
      () => send(url, { method: 'POST', body: params }),
      () => send(url, { method: 'POST', body: form }),
    ]) {
      write('first');
      const answer = call();
      write('second');
      Object.assign(init, { method: 'PUT', body: 'second' });
      await answer;
    }
    await waiting.close();
    expect(sent).toHaveLength(10);
    expect(sent.filter((one) => one.includes('secon'))).toEqual([]);
  });

  it('is signed where its bytes are of another realm, as under a test runner', async () => {
    const bytes = 'new Uint8Array([32, 123, 125, 32])';
    for (const code of [bytes, `${bytes}.buffer`, `${bytes}.subarray(1, 3)`]) {
      const body: Uint8Array<ArrayBuffer> = runInNewContext(code);
      await interceptFetch(gateway)(server.origin + path, { method: 'POST', body });
    }
    expect(seen().map(({ body }) => body)).toEqual([' {} ', ' {} ', '{}']);
    expect(signedBodies).toEqual([' {} ', ' {} ', '{}']);
  });

  it('is left to the client where its memory was handed away, observed or not', async () => {
    const given: unknown[] = [];
    const takes: typeof fetch = async (_, init) => {
      given.push(init?.body);
      return new Response('{"success":true,"code":0}');
    };
    const bytes = new Uint8Array([123, 125]);
    const { buffer } = bytes;
    structuredClone(buffer, { transfer: [buffer] });
    for (const mode of ['observe', 'act'] as const) {
      const own = createGateway({ exchange: mexcContract, mode });
      for (const body of [bytes, buffer])
        await interceptFetch(own, takes)(`${server.origin}/x`, { method: 'POST', body });
      await own.close();
    }
    expect(given.map((body, at) => body === [bytes, buffer][at % 2])).toEqual([true, true, true, true]);
  });

  it('includes nothing at all: an init of null, a method of small letters', async () => {
    const seenMethods: unknown[] = [];
    const watch: typeof fetch = async (_, init) => {
      seenMethods.push(init?.method);
      return new Response('{"success":true,"code":0}');
    };
    const send = interceptFetch(gateway, watch);
    await send(`${server.origin}/x`, null as unknown as undefined);
    await send(`${server.origin}/x`, { method: 'purge' });
    const watching = createGateway({ exchange: mexcContract, mode: 'observe' });
    await interceptFetch(watching, watch)(`${server.origin}/x`, null as unknown as undefined);
    expect(seenMethods).toEqual([undefined, 'purge', undefined]);
    await watching.close();
  });
});
