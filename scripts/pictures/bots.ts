import { createHmac } from 'node:crypto';
import axios, { type AxiosAdapter, type AxiosInstance } from 'axios';
import axiosRetry from 'axios-retry';
import {
  byClientOrderId,
  chainUp,
  classify,
  createGateway,
  interceptAxios,
  isExchangeError,
  type Sign,
} from '../../src/index.ts';
import { credentials } from './scenario.ts';

/** What the bot was told of an order. */
export type Told = 'placed' | 'failed' | 'unknown';

export interface Bot {
  readonly place: (id: string) => Promise<Told>;
  /** When its gateway let everybody wait, and for how long. */
  readonly pauses: readonly { readonly at: number; readonly ms: number }[];
  readonly close: () => Promise<void>;
}

const baseURL = 'https://openapi.example.com';
const path = '/sapi/v1/order';
const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', price: 10, volume: 1 };

/** ChainUp's scheme without WebCrypto, whose threads know nothing of a virtual clock. */
const sign: Sign = ({ method, path: signed, query, body = '' }, { timestamp }) => {
  const target = query === '' ? signed : `${signed}?${query}`;
  const time = String(Math.trunc(timestamp));
  const digest = createHmac('sha256', credentials.apiSecret)
    .update(time + method + target + body)
    .digest('hex');
  return { headers: { 'X-CH-APIKEY': credentials.apiKey, 'X-CH-TS': time, 'X-CH-SIGN': digest } };
};

/** axios with a gateway and the exchange's own look-up; every other option is the default. */
export function withUs(adapter: AxiosAdapter, elapsed: () => number): Bot {
  const api = axios.create({ baseURL, adapter });
  const gateway = createGateway({ exchange: chainUp, sign, reconcile: byClientOrderId() });
  interceptAxios(api, gateway);
  const pauses: { at: number; ms: number }[] = [];
  gateway.on('paused', ({ pauseMs }) => pauses.push({ at: elapsed(), ms: pauseMs }));
  return {
    pauses,
    close: () => gateway.close(),
    place: async (newClientOrderId) => {
      try {
        await api.post(
          path,
          { ...order, newClientOrderId },
          { exchange: { clientOrderId: newClientOrderId } },
        );
        return 'placed';
      } catch (error) {
        return isExchangeError(error) && error.outcome === 'unknown' ? 'unknown' : 'failed';
      }
    },
  };
}

/** axios with axios-retry and its defaults. It reads the exchange's codes as well as we do. */
export function without(adapter: AxiosAdapter): Bot {
  const api = axios.create({ baseURL, adapter });
  axiosRetry(api);
  return { pauses: [], close: () => Promise.resolve(), place: (id) => placeBy(api, id) };
}

async function placeBy(api: AxiosInstance, newClientOrderId: string): Promise<Told> {
  const body = JSON.stringify({ ...order, newClientOrderId });
  const url = new URL(path, baseURL);
  const signed = await sign(
    { method: 'POST', url, path, query: '', headers: {}, body },
    { timestamp: Date.now(), attempt: 1 },
  );
  const headers = { 'content-type': 'application/json', ...signed.headers };
  try {
    const { status, data } = await api.post<unknown>(path, body, { headers });
    return classify(chainUp, { status, body: data }).ok ? 'placed' : 'failed';
  } catch {
    return 'failed';
  }
}
