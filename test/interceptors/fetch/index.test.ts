import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../../src/index.ts';
import { origin } from '../../support/clients.ts';
import { done, failed, order, type Reply, read } from '../../support/exchange.ts';
import { scriptedExchange } from '../../support/scripted.ts';

const open = scriptedExchange();

function set(...replies: Reply[]) {
  const { script, gateway } = open(...replies);
  return { script, fetch: interceptFetch(gateway) };
}

const url = `${origin}${order}`;
const text = '{"success":true,"code":0,"data":102057569836905984}';
const json = (body: string): Response =>
  new HttpResponse(body, {
    status: 201,
    statusText: 'Made',
    headers: { 'content-type': 'application/json', 'x-own': 'yes' },
  });

describe('an intercepted fetch', () => {
  it('is assignable to fetch', () => {
    const { fetch: ours } = set(done);
    const standard: typeof fetch = ours;
    expect(standard).toBe(ours);
  });

  it('hands the Response on with its body unread and everything else right', async () => {
    const { fetch } = set(json(text));
    const response = await fetch(`${url}?a=1`, { method: 'POST', body: '{}' });
    expect(response).toBeInstanceOf(Response);
    expect(response).toMatchObject({
      status: 201,
      statusText: 'Made',
      ok: true,
      bodyUsed: false,
      redirected: false,
    });
    expect(response.url).toBe(`${url}?a=1`);
    expect(response.headers.get('x-own')).toBe('yes');
    const copy = response.clone();
    expect(await response.text()).toBe(text);
    expect(response.bodyUsed).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
    expect(copy.url).toBe(`${url}?a=1`);
    expect(await copy.json()).toEqual(JSON.parse(text));
  });

  it.each([
    [
      'json',
      async (response: Response) => JSON.stringify(await response.json()),
      JSON.stringify(JSON.parse(text)),
    ],
    ['text', (response: Response) => response.text(), text],
    [
      'arrayBuffer',
      async (response: Response) => new TextDecoder().decode(await response.arrayBuffer()),
      text,
    ],
    ['blob', async (response: Response) => (await response.blob()).text(), text],
    ['body', async (response: Response) => new Response(response.body).text(), text],
  ])('lets the body be read by %s, once', async (_, consume, expected) => {
    const { fetch } = set(json(text));
    const response = await fetch(url, { method: 'POST', body: '{}' });
    expect(await consume(response)).toBe(expected);
    expect(response.bodyUsed).toBe(true);
    await expect(response.json()).rejects.toThrow(TypeError);
  });

  it.each([
    ['in one piece', ['{"success":true,"code":0,"data":"é"}']],
    ['in many pieces', [...'{"success":true,"code":0,"data":"é"}']],
  ])('reads a body that comes %s', async (_, pieces) => {
    const whole = new TextEncoder().encode(pieces.join(''));
    // One byte after the other, so that a letter of two bytes is cut in the middle.
    const parts = pieces.length > 2 ? [...whole].map((byte) => new Uint8Array([byte])) : [whole];
    const stream = (): ReadableStream =>
      new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      });
    const answer = async (): Promise<Response> =>
      new Response(stream(), { headers: { 'content-type': 'application/json' } });
    const fetch = interceptFetch(createGateway({ exchange: mexcContract }), answer);
    const response = await fetch(`${origin}${read}`);
    expect(new Uint8Array(await response.clone().arrayBuffer())).toEqual(whole);
    expect(await response.json()).toEqual({ success: true, code: 0, data: 'é' });
  });

  it("reads a Response that is nobody else's kind, without a stream", async () => {
    const answer = Object.assign(
      Object.create({ arrayBuffer: async () => new TextEncoder().encode(text).buffer }),
      {
        status: 200,
        headers: new Headers({ 'content-type': 'application/json' }),
      },
    );
    const fetch = interceptFetch(createGateway({ exchange: mexcContract }), async () => answer);
    const response = await fetch(`${origin}${read}`);
    expect(response).toBe(answer);
    expect(await response.json()).toEqual(JSON.parse(text));
  });

  it('takes a body that somebody read on the way for a lost answer, not for an empty one', async () => {
    const lost = async (): Promise<Response> => {
      const response = json(text);
      // Leaves the stream unlocked, and at its end.
      for await (const _ of response.body ?? []);
      return response;
    };
    const gateway = createGateway({ exchange: mexcContract });
    const promise = interceptFetch(gateway, lost)(url, { method: 'POST', body: '{}' });
    await expect(promise).rejects.toMatchObject({ category: 'network', outcome: 'unknown' });
  });

  it('gives two readers two values', async () => {
    const { fetch } = set(done);
    const response = await fetch(`${origin}${read}`);
    const copy = response.clone();
    const first: { data?: unknown } = await response.json();
    first.data = 'changed';
    expect(await copy.json()).toEqual(done);
  });

  it.each([
    ['a string', '{"a":1}', '{"a":1}'],
    ['URLSearchParams', new URLSearchParams({ a: '1' }), 'a=1'],
    ['a Blob', new Blob(['{"a":1}']), '{"a":1}'],
    ['an ArrayBuffer', new TextEncoder().encode('{"a":1}').buffer, '{"a":1}'],
    ['bytes', new TextEncoder().encode('{"a":1}'), '{"a":1}'],
  ])('sends %s twice when it has to', async (_, body, expected) => {
    const { script, fetch } = set(failed(510), done);
    const response = await fetch(url, { method: 'POST', body });
    expect(await response.json()).toEqual(done);
    expect(script.lines).toEqual(Array(2).fill(`POST ${order} ${expected}`));
  });

  it('sends FormData twice when it has to', async () => {
    const { script, fetch } = set(failed(510), done);
    const form = new FormData();
    form.set('a', '1');
    await fetch(url, { method: 'POST', body: form });
    expect(script.log.map((seen) => seen.body.includes('name="a"'))).toEqual([true, true]);
  });

  it('takes a Request with a body, signs it and sends it twice when it has to', async () => {
    const { script, fetch } = set(failed(510), done);
    const request = new Request(url, { method: 'POST', body: '{"a":1}', headers: { 'x-own': 'yes' } });
    const response = await fetch(request);
    expect(await response.json()).toEqual(done);
    expect(
      script.log.map(({ body, signatureOk, headers }) => [body, signatureOk, headers.get('x-own')]),
    ).toEqual([
      ['{"a":1}', true, 'yes'],
      ['{"a":1}', true, 'yes'],
    ]);
    expect(request.bodyUsed).toBe(true);
  });

  it('lets init win over the Request, as fetch does', async () => {
    const { script, fetch } = set(done);
    await fetch(new Request(url, { method: 'POST', body: 'x' }), { body: 'y', headers: { 'x-own': 'init' } });
    expect(script.log.map(({ method, body, headers }) => [method, body, headers.get('x-own')])).toEqual([
      ['POST', 'y', 'init'],
    ]);
  });

  it('takes a URL object, and aborts by the signal of a Request', async () => {
    const { fetch } = set(() => new Promise<Response>(() => {}));
    const controller = new AbortController();
    const promise = fetch(new Request(`${origin}${read}`, { signal: controller.signal }));
    setTimeout(() => controller.abort('enough'), 20);
    await expect(promise).rejects.toBe('enough');
    const { fetch: other } = set(done);
    expect((await other(new URL(`${origin}${read}`))).status).toBe(200);
  });

  it('sends a stream once and says why it cannot go again', async () => {
    const { script, fetch } = set(failed(510), done);
    const body = new Blob(['{"a":1}']).stream();
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    const error: unknown = await fetch(url, init).catch((e: unknown) => e);
    expect(error).toMatchObject({ reason: 'not-replayable', outcome: 'rejected' });
    expect(script.lines).toEqual([`POST ${order} {"a":1}`]);
  });

  it('leaves a download alone', async () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0x00]);
    const { fetch } = set(new HttpResponse(bytes, { headers: { 'content-type': 'application/zip' } }));
    const response = await fetch(`${origin}${read}`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('never follows a redirect of an order', async () => {
    const { script, fetch } = set(HttpResponse.redirect(`${origin}/elsewhere`, 302));
    const error: unknown = await fetch(url, { method: 'POST', body: '{}' }).catch((e: unknown) => e);
    expect(error).toMatchObject({ status: 302, outcome: 'unknown' });
    expect(script.lines).toHaveLength(1);
  });

  it('refuses what is no gateway and no function, in words', () => {
    expect(() => Reflect.apply(interceptFetch, undefined, [{}])).toThrow(/gateway/);
    const gateway = createGateway({ exchange: mexcContract });
    expect(() => Reflect.apply(interceptFetch, undefined, [gateway, 5])).toThrow(/fetchFn/);
  });

  it('rejects a bad URL as fetch does, unsent', async () => {
    const { script, fetch } = set(done);
    await expect(fetch('/relative')).rejects.toBeInstanceOf(Error);
    expect(script.lines).toEqual([]);
  });
});
