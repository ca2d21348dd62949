import axios, { type AxiosRequestConfig, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGateway, interceptAxios, mexcContract } from '../../../src/index.ts';

const body = '{"success":true,"code":0,"data":1}';
const url = 'http://exchange.test/api/v1/contract/ticker';

let seen: unknown[];
beforeEach(() => {
  seen = [];
  vi.stubGlobal('fetch', async (input: unknown, init?: RequestInit) => {
    seen.push(input instanceof Request ? input.signal : init?.signal);
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** An adapter of the caller's own, which hands its signal to something that insists on a real one. */
const own = async (config: InternalAxiosRequestConfig): Promise<AxiosResponse> => {
  seen.push(config.signal);
  return { data: body, status: 200, statusText: 'OK', headers: {}, config };
};

it.each<[string, AxiosRequestConfig['adapter']]>([
  ["the caller's own", own],
  ["the caller's own out of a list", ['xhr', own]],
])(
  'gives %s adapter a real signal, by which it can be let go, and leaves none behind',
  async (_, adapter) => {
    const gateway = createGateway({ exchange: mexcContract });
    const api = axios.create(adapter && { adapter });
    interceptAxios(api, gateway);
    const caller = new AbortController();
    await api.get(url, { signal: caller.signal });
    const { config } = await api.get(url);
    expect(seen.map((signal) => signal instanceof AbortSignal)).toEqual([true, true]);
    expect('signal' in config).toBe(false);
    await gateway.close();
  },
);

it("leaves the caller's config as it was, whatever signal the request had", async () => {
  const gateway = createGateway({ exchange: mexcContract });
  const api = axios.create({ adapter: 'fetch' });
  interceptAxios(api, gateway);
  const caller = new AbortController();
  const { config } = await api.get(url, { signal: caller.signal });
  expect(config.signal).toBe(caller.signal);
  const source = axios.CancelToken.source();
  const second = await api.get(url, { cancelToken: source.token });
  expect(second.config.cancelToken).toBe(source.token);
  expect('signal' in (await api.get(url)).config).toBe(false);
  expect(seen.every((signal) => signal instanceof AbortSignal)).toBe(true);
  await gateway.close();
});
