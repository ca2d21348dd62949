import type { AxiosAdapter } from 'axios';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGateway, interceptAxios, mexcContract } from '../../../src/index.ts';
import { copies } from './copies.ts';
import { type Loopback, listen } from './server.ts';

let server: Loopback;
beforeAll(async () => {
  server = await listen({
    begun: (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('a,b');
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.log.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const arrived = async (): Promise<void> => {
  while (server.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
};

/** As a polyfill's, or another realm's. */
class ForeignSignal {
  aborted = false;
  reason: unknown;
  added = 0;
  readonly #listeners = new Set<(event: object) => void>();
  addEventListener(_: string, listener: (event: object) => void): void {
    this.added += 1;
    this.#listeners.add(listener);
  }
  removeEventListener(_: string, listener: (event: object) => void): void {
    this.#listeners.delete(listener);
  }
  abort(reason?: unknown): void {
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener.call(this, { type: 'abort' });
  }
}

describe.each(copies)('with %s', (_, axios) => {
  const attach = (adapter?: 'http' | 'fetch' | AxiosAdapter) => {
    const api = axios.create({ baseURL: server.origin, ...(adapter && { adapter }) });
    const gateway = createGateway({ exchange: mexcContract });
    interceptAxios(api, gateway);
    return { api, gateway };
  };

  describe.each(['http', 'fetch'] as const)('by %s', (adapter) => {
    it('says that an order was sent, whose foreign signal was aborted in flight', async () => {
      const { api, gateway } = attach(adapter);
      const signal = new ForeignSignal();
      const call = api.post('/never', { externalOid: 'o-1' }, { signal });
      await arrived();
      const reason = new Error('enough');
      signal.abort(reason);
      const error: unknown = await call.catch((e: unknown) => e);
      expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown', cause: reason });
      expect([axios.isCancel(error), axios.isAxiosError(error)]).toEqual([true, true]);
      await gateway.close();
    });

    it('says that an order was sent, whose token was cancelled in flight', async () => {
      const { api, gateway } = attach(adapter);
      const source = axios.CancelToken.source();
      const call = api.post('/never', {}, { cancelToken: source.token });
      await arrived();
      source.cancel('enough');
      const error: unknown = await call.catch((e: unknown) => e);
      expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown', cause: source.token.reason });
      await gateway.close();
    });

    it('ends a stream that was handed on, by a foreign signal', async () => {
      const { api, gateway } = attach(adapter);
      const signal = new ForeignSignal();
      const { data } = await api.get('/begun', { responseType: 'stream', signal });
      const read = async (): Promise<void> => {
        for await (const _ of data) signal.abort();
      };
      await expect(read()).rejects.toThrow();
      await gateway.close();
    });
  });

  it('adds one listener to a signal, however many calls it ends', async () => {
    const { api, gateway } = attach();
    const signal = new ForeignSignal();
    await Promise.all([1, 2, 3, 4].map(() => api.get('/a', { signal })));
    expect(signal.added).toBeLessThanOrEqual(2);
    await gateway.close();
  });

  it('ends by either of a signal and a token', async () => {
    for (const end of ['signal', 'token']) {
      server.log.length = 0;
      const { api, gateway } = attach();
      const source = axios.CancelToken.source();
      const signal = new ForeignSignal();
      const call = api.get('/never', { signal, cancelToken: source.token });
      await arrived();
      if (end === 'signal') signal.abort();
      else source.cancel();
      expect(axios.isCancel(await call.catch((e: unknown) => e))).toBe(true);
      await gateway.close();
    }
  });

  it('sends nothing of what was aborted before', async () => {
    const { api, gateway } = attach();
    const signal = new ForeignSignal();
    const reason = new Error('enough');
    api.interceptors.request.use((config) => {
      signal.abort(reason);
      return config;
    });
    const error: unknown = await api.post('/a', {}, { signal }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(axios.CanceledError);
    expect(error).toMatchObject({ config: { url: '/a' } });
    expect(server.log).toEqual([]);
    await gateway.close();
  });

  it('tells why, where the call still waited', async () => {
    const api = axios.create({ baseURL: server.origin });
    const limits = [{ name: 'one', scope: 'ip', capacity: 1, windowMs: 30_000 }] as const;
    const gateway = createGateway({ exchange: mexcContract, limits });
    interceptAxios(api, gateway);
    await api.get('/a');
    const controller = new AbortController();
    const call = api.post('/a', {}, { signal: controller.signal });
    const reason = new Error('enough');
    setImmediate(() => controller.abort(reason));
    const error: unknown = await call.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(axios.CanceledError);
    expect(error).toMatchObject({
      message: 'canceled',
      code: 'ERR_CANCELED',
      cause: reason,
      config: { url: '/a' },
    });
    expect(Object.keys(Object(error))).not.toContain('cause');
    expect(server.log).toHaveLength(1);
    await gateway.close();
  });

  it('needs no turn of the event loop, so that a faked clock finds nothing to wait for', async () => {
    vi.useFakeTimers();
    const replies = ['{"success":false,"code":510}', '{"success":true,"code":0,"data":7}'];
    const { api, gateway } = attach(async (config) => ({
      data: replies.shift(),
      status: 200,
      statusText: 'OK',
      headers: {},
      config,
    }));
    const call = api.post('/a', { a: 1 });
    await vi.runAllTimersAsync();
    expect((await call).data).toEqual({ success: true, code: 0, data: 7 });
    await gateway.close();
  });
});
