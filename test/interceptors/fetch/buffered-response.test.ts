import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway, interceptFetch, mexcContract } from '../../../src/index.ts';
import { callsOf, good, type Loopback, listen } from '../axios/server.ts';

let server: Loopback;
let gateway: Gateway;
/** Streams that the exchange has open. */
let open: ServerResponse[];

const streams = {
  ndjson: 'application/x-ndjson',
  lines: 'application/jsonl',
  seq: 'application/json-seq',
  events: 'text/event-stream; charset=utf-8',
  octets: 'application/octet-stream',
};

beforeEach(async () => {
  open = [];
  const endless = (type: string) => (_: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': type });
    response.write('{"a":1}\n');
    open.push(response);
  };
  const own = Object.entries(streams).map(([name, type]) => [name, endless(type)] as const);
  server = await listen({
    ...Object.fromEntries(own),
    refused: (_, response) => {
      response.writeHead(403, { 'content-type': 'application/octet-stream' });
      response.end('{"success":false,"code":2005,"message":"Balance insufficient"}');
    },
  });
  gateway = createGateway({ exchange: mexcContract, limits: false });
});
afterEach(async () => {
  await gateway.close();
  await server.close();
});

const get = (path: string, init?: RequestInit): Promise<Response> =>
  interceptFetch(gateway)(`${server.origin}/${path}`, init);

describe('an answer that was read on the way', () => {
  const apply = (name: 'text' | 'json' | 'arrayBuffer' | 'blob', to: Response): Promise<unknown> =>
    Reflect.apply(Reflect.get(Response.prototype, name), to, []);

  it("is read by the platform's own methods, and then it is used", async () => {
    for (const name of ['text', 'json', 'arrayBuffer', 'blob'] as const) {
      const bare = await fetch(`${server.origin}/x`);
      const response = await get('x');
      expect(await apply(name, response)).toEqual(await apply(name, bare));
      expect(response.bodyUsed).toBe(true);
      await expect(response.json()).rejects.toThrow(TypeError);
      await expect(response.text()).rejects.toThrow(TypeError);
      expect(() => response.clone()).toThrow(TypeError);
    }
  });

  it('is a body for another Response, and so for a server that hands it on', async () => {
    const response = await get('x');
    const handed = new Response(response.body, response);
    expect([handed.status, handed.headers.get('x-answer'), await handed.text()]).toEqual([200, 'yes', good]);
  });

  it('is copied by the platform, and says where it came from all the same', async () => {
    const response = await get('moved');
    expect(response).toMatchObject({
      redirected: true,
      url: `${server.origin}/api/v1/contract/there?signature=s`,
    });
    const copy = response.clone();
    const bare: Response = Reflect.apply(Response.prototype.clone, response, []);
    expect(copy).toMatchObject({ redirected: true, url: response.url, type: response.type });
    expect(copy).toBeInstanceOf(Response);
    expect([await response.text(), await copy.text(), await bare.text()]).toEqual([good, good, good]);
  });

  it("is nobody's any more once its value was given away", async () => {
    const response = await get('x');
    expect(await response.json()).toEqual(JSON.parse(good));
    expect(response.bodyUsed).toBe(true);
    await expect(response.json()).rejects.toThrow(TypeError);
    await expect(apply('text', response)).rejects.toThrow(TypeError);
    expect(() => new Response(response.body)).toThrow(TypeError);
  });

  it('cannot be read while somebody holds its reader', async () => {
    const response = await get('x');
    const reader = response.body?.getReader();
    expect(response.bodyUsed).toBe(false);
    await expect(response.text()).rejects.toThrow(TypeError);
    await expect(response.json()).rejects.toThrow(TypeError);
    reader?.releaseLock();
    expect(await response.json()).toEqual(JSON.parse(good));
  });

  it('without a body is the one that came', async () => {
    const empty = new Response(null, { status: 204 });
    const response = await interceptFetch(gateway, async () => empty)(`${server.origin}/x`);
    expect(response).toBe(empty);
    expect(await response.text()).toBe('');
  });

  it('of a status that no platform makes keeps it', async () => {
    const odd = new Response('{"success":false,"code":2005,"message":"no"}');
    Object.defineProperty(odd, 'status', { value: 999 });
    const watching = createGateway({ exchange: mexcContract, mode: 'observe' });
    const response = await interceptFetch(watching, async () => odd)(`${server.origin}/x`);
    expect([response.status, response.ok, (await response.json()).code]).toEqual([999, false, 2005]);
  });
});

/** As node-fetch has it: a body is a stream of Node's, and nothing that is not one is read as one. */
class StreamResponse {
  readonly body: unknown;
  readonly status = 200;
  readonly statusText = 'OK';
  readonly headers = new Headers({ 'content-type': 'application/json' });
  bodyUsed = false;
  constructor(body: unknown) {
    this.body = body;
  }
  async text(): Promise<string> {
    if (this.bodyUsed) throw new TypeError('body used already');
    this.bodyUsed = true;
    if (!(this.body instanceof Readable)) return String(this.body);
    let text = '';
    for await (const piece of this.body) text += String(piece);
    return text;
  }
  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
  async arrayBuffer(): Promise<ArrayBuffer> {
    return Uint8Array.from(Buffer.from(await this.text())).buffer;
  }
  clone(): StreamResponse {
    return new StreamResponse(this.body);
  }
}

describe("an answer of a fetch whose bodies are Node's streams", () => {
  const through = async (mode: 'act' | 'observe', pieces: () => Iterable<Uint8Array>): Promise<Response> => {
    const mine = createGateway({ exchange: mexcContract, mode });
    const response: unknown = new StreamResponse(Readable.from(pieces()));
    const call = interceptFetch(mine, async () => response as Response)(`${server.origin}/x`);
    return call.finally(() => mine.close());
  };

  it('is read by its own methods, and as a stream of the same kind', async () => {
    const whole = (): Uint8Array[] => [Buffer.from(good)];
    for (const mode of ['act', 'observe'] as const) {
      const response = await through(mode, whole);
      expect(response).toBeInstanceOf(StreamResponse);
      expect(await response.json()).toEqual(JSON.parse(good));
      expect(response.bodyUsed).toBe(true);
      await expect(response.json()).rejects.toThrow('body used already');
      expect(await (await through(mode, whole)).text()).toBe(good);
      expect((await through(mode, whole)).body).toBeInstanceOf(Readable);
    }
  });

  it('that breaks is broken for the reader of an observed call', async () => {
    const broken = await through('observe', function* () {
      yield Buffer.from('{');
      throw new Error('cut off');
    });
    await expect(broken.text()).rejects.toThrow('cut off');
  });
});

describe('a good answer to a read whose type is a stream', () => {
  it.each(Object.keys(streams))('is handed on before it ends: %s', async (name) => {
    const response = await get(name);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe('{"a":1}\n');
    open[0]?.end('{"a":2}\n');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"a":2}\n');
    expect((await reader?.read())?.done).toBe(true);
  });

  it('ends by the signal of its caller, all by one listener', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const send = interceptFetch(gateway);
    const responses: Response[] = [];
    for (let at = 0; at < 20; at += 1) responses.push(await send(`${server.origin}/ndjson`, { signal }));
    expect(getEventListeners(signal, 'abort').length).toBe(1);
    controller.abort(new Error('enough'));
    for (const response of responses) await expect(response.text()).rejects.toThrow(/enough|aborted/);
  });

  it('that was aborted while its head came ends as well', async () => {
    const controller = new AbortController();
    const late = async (): Promise<Response> => {
      const response = await fetch(`${server.origin}/ndjson`, { signal: controller.signal });
      controller.abort(new Error('enough'));
      return response;
    };
    const call = interceptFetch(gateway, late)(`${server.origin}/ndjson`, { signal: controller.signal });
    await expect(call.then((response) => response.text())).rejects.toThrow('enough');
  });

  it('is read where it is a refusal, whatever its type', async () => {
    await expect(get('refused')).rejects.toMatchObject({ code: '2005', category: 'funds', status: 403 });
  });
});

describe('redirects', () => {
  const order = '/api/v1/private/order/submit';
  const goal = '/api/v1/contract/there';
  const moving = (status: number, to: string) => (_: unknown, response: ServerResponse) => {
    response.writeHead(status, { location: to });
    response.end('{"success":true,"code":0,"data":7}');
  };
  const signing = () =>
    createGateway({ exchange: mexcContract, sign: () => ({ headers: { Signature: 'mac' } }), limits: false });

  it.each([301, 302, 303, 307, 308])('HTTP %d to an order is not followed, once', async (status) => {
    const moved = await listen({ api: moving(status, `http://127.0.0.1:1${goal}?signature=s`) });
    for (const redirect of ['follow', 'manual', 'error'] as const) {
      const mine = signing();
      const call = interceptFetch(mine)(moved.origin + order, { method: 'POST', body: '{}', redirect });
      const error: unknown = await call.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'UnknownOutcomeError', status, attempts: 1 });
      expect(String(error)).toContain(`http://127.0.0.1:1${goal}`);
      expect(String(error)).not.toContain('signature=s');
      await mine.close();
    }
    expect(callsOf(moved.log)).toHaveLength(3);
    await moved.close();
  });

  it('one that its caller wants as an error says where to, once, and what is none is an answer', async () => {
    const moved = await listen({ api: moving(302, goal) });
    const mine = signing();
    const send = interceptFetch(mine);
    for (const path of ['/api/v1/contract/ticker', '/api/v1/private/account/assets']) {
      const error: unknown = await send(moved.origin + path, { redirect: 'error' }).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'ExchangeError', status: 302, attempts: 1, outcome: 'rejected' });
      expect(String(error)).toContain(goal);
    }
    expect(callsOf(moved.log)).toHaveLength(2);
    expect((await send(`${server.origin}/same`, { redirect: 'error' })).status).toBe(304);
    await Promise.all([mine.close(), moved.close()]);
  });

  it('a signed read is not followed, unless its caller wants to see where to', async () => {
    const moved = await listen({ api: moving(302, goal) });
    const mine = signing();
    const url = `${moved.origin}/api/v1/private/account/assets`;
    await expect(interceptFetch(mine)(url)).rejects.toMatchObject({ status: 302, outcome: 'rejected' });
    const shown = await interceptFetch(mine)(url, { redirect: 'manual' });
    expect([shown.status, shown.headers.get('location')]).toEqual([302, goal]);
    expect(callsOf(moved.log)).toHaveLength(2);
    await Promise.all([mine.close(), moved.close()]);
  });

  it('a read is followed, shown, or found unchanged, and none of it is a fault', async () => {
    const closed = createGateway({ exchange: mexcContract, limits: false, breaker: { serverFaults: 1 } });
    const send = interceptFetch(closed);
    expect((await send(`${server.origin}/moved`)).redirected).toBe(true);
    expect((await send(`${server.origin}/moved`, { redirect: 'manual' })).status).toBe(302);
    expect((await send(`${server.origin}/same`, { headers: { 'if-none-match': '"1"' } })).status).toBe(304);
    expect(closed.stats().breaker).toBe('closed');
    expect(callsOf(server.log)).toHaveLength(4);
    await closed.close();
  });

  it('what a browser hides of a redirect is an answer to a read and none to an order', async () => {
    const hidden = Object.create(Response.prototype, {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
      headers: { value: new Headers() },
      body: { value: null },
    });
    const send = interceptFetch(gateway, async () => hidden);
    expect(await send(`${server.origin}/x`, { redirect: 'manual' })).toBe(hidden);
    const call = send(server.origin + order, { method: 'POST', body: '{}' });
    await expect(call).rejects.toMatchObject({ outcome: 'unknown', attempts: 1 });
  });
});
