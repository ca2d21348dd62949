import axios, { type AxiosInstance, type InternalAxiosRequestConfig } from 'axios';
import {
  type Ask,
  classify,
  createGateway,
  type Gateway,
  interceptAxios,
  isExchangeError,
} from '../src/index.ts';
import type { Market } from './markets.ts';

/** Places orders. Whether one stands is what the bot believes, not what the exchange did. */
export interface Bot {
  readonly place: (id: string, quantity: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** axios with a gateway. */
export function ourBot(market: Market, baseURL: string): Bot & { readonly gateway: Gateway } {
  const { exchange, sign, limits } = market;
  const api = axios.create({ baseURL, proxy: false });
  const gateway = createGateway({ exchange, sign, limits, reconcile: lookUp(market, api) });
  interceptAxios(api, gateway);
  return {
    gateway,
    close: gateway.close,
    place: (id, quantity) =>
      believed(async () => {
        await api.post(market.orderPath, market.order(id, quantity), { exchange: { clientOrderId: id } });
        return true;
      }),
  };
}

/** Asks the exchange for an order by its client order id, through the same gateway. */
function lookUp(market: Market, api: AxiosInstance): Ask {
  return async ({ clientOrderId }) => {
    if (clientOrderId === undefined) return undefined;
    const { path, params } = market.lookup(clientOrderId);
    try {
      const { data } = await api.get<unknown>(path, { params });
      return { found: true, response: data };
    } catch (error) {
      if (isExchangeError(error, 'order-not-found')) return { found: false };
      throw error;
    }
  };
}

/**
 * The same bot without a gateway: on axios alone, or with what `equip` adds to it. It reads the exchange's answers as
 * well as we do; it only sends as axios sends.
 */
export function naiveBot(
  market: Market,
  baseURL: string,
  equip: (api: AxiosInstance) => unknown = () => {},
): Bot {
  const api = axios.create({ baseURL, proxy: false });
  api.interceptors.request.use((config) => signOnce(market, api, config));
  equip(api);
  return {
    close: () => Promise.resolve(),
    place: (id, quantity) =>
      believed(async () => {
        const { status, data } = await api.post<unknown>(market.orderPath, market.order(id, quantity));
        return classify(market.exchange, { status, body: data }).ok;
      }),
  };
}

async function signOnce(
  market: Market,
  api: AxiosInstance,
  config: InternalAxiosRequestConfig,
): Promise<InternalAxiosRequestConfig> {
  // A request that is sent again comes past here with its body as text, signed already.
  if (typeof config.data === 'string') return config;
  const url = new URL(api.getUri(config));
  const body = JSON.stringify(config.data);
  const request = { method: 'POST', url, path: url.pathname, query: '', headers: {}, body };
  const signature = await market.sign(request, { timestamp: Date.now(), attempt: 1 });
  config.headers.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(signature.headers ?? {})) config.headers.set(name, value);
  return Object.assign(config, { data: signature.body ?? body });
}

async function believed(place: () => Promise<boolean>): Promise<boolean> {
  try {
    return await place();
  } catch {
    return false;
  }
}
