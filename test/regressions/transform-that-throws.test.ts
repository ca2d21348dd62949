// Axios transforms the answer of an error too: a transform that takes JSON alone throws over an HTML page.
import type { InternalAxiosRequestConfig } from 'axios';
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { createGateway, interceptAxios, mexcContract, UnknownOutcomeError } from '../../src/index.ts';

const strict = (text: unknown): unknown => JSON.parse(String(text));
const order = { symbol: 'BTC_USDT', externalOid: 'o-1' };
const path = '/api/v1/private/order/submit';

function opened(resolve: (config: InternalAxiosRequestConfig) => unknown) {
  const gateway = createGateway({ exchange: mexcContract, limits: false, maxAttempts: 1 });
  const api = axios.create({
    baseURL: 'http://127.0.0.1',
    transformResponse: [strict],
    adapter: (config) => Promise.resolve(resolve(config) as never),
  });
  interceptAxios(api, gateway);
  return { api, gateway };
}
const page = (status: number) => (config: InternalAxiosRequestConfig) => {
  const response = { data: '<html>', status, statusText: '', headers: {}, config, request: {} };
  return response;
};

describe('a transform of the caller that throws', () => {
  it('does not take the place of what is known of an order, and is the same afterwards', async () => {
    const { api, gateway } = opened(page(502));
    const error: unknown = await api.post(path, order).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ status: 502, response: { data: '<html>' } });
    expect(error).toHaveProperty('config.transformResponse', [strict]);
    await gateway.close();
  });

  it('is told of a read, as without us', async () => {
    const { api, gateway } = opened(page(502));
    await expect(api.get('/api/v1/contract/detail')).rejects.toBeInstanceOf(SyntaxError);
    await gateway.close();
  });

  it('gets what an error brings once, where it does not throw', async () => {
    const { api, gateway } = opened((config) => ({
      ...page(200)(config),
      data: '{"success":false,"code":2005}',
    }));
    const error: unknown = await api.post(path, order).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ category: 'funds', response: { data: { success: false, code: 2005 } } });
    await gateway.close();
  });
});

it.each([['a word'], [undefined], [null], [Symbol('s')]])(
  'an adapter that resolves an order with %s leaves it unknown',
  async (nothing) => {
    const { api, gateway } = opened(() => nothing);
    await expect(api.post(path, order)).rejects.toBeInstanceOf(UnknownOutcomeError);
    await gateway.close();
  },
);
