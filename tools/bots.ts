// Bots that place orders: the same one with the package and without it.
import axios, { type AxiosInstance, type CreateAxiosDefaults, type InternalAxiosRequestConfig } from 'axios';
import {
  byClientOrderId,
  classify,
  createGateway,
  type Exchange,
  type Gateway,
  interceptAxios,
  isExchangeError,
  type Limit,
  type Sign,
} from 'exchange-interceptors';
import { axiosConfigOf } from './markets.ts';
import type { Sample } from './samples.ts';

/** What a bot reports of an order, whatever the exchange did. */
export type Reported = 'placed' | 'failed' | 'unknown';

export interface Bot {
  readonly place: (id: string, quantity: number) => Promise<Reported>;
  readonly close: () => Promise<void>;
}

/** Where a bot trades. */
export interface BotOptions {
  readonly exchange: Exchange;
  readonly sign: Sign;
  readonly limits: readonly Limit[];
  /** What its look-ups need and an order does not hold. @default nothing */
  readonly fill?: Readonly<Record<string, string>>;
  readonly order: (id: string, quantity: number) => Sample;
  /** What leads to the exchange: its URL, or an adapter beside it. */
  readonly client: CreateAxiosDefaults;
}

/** axios with a gateway and the exchange's own look-up; every other option is the default. */
export function botWithUs({ exchange, sign, limits, fill = {}, order, client }: BotOptions): Bot & {
  readonly gateway: Gateway;
} {
  const api = axios.create({ proxy: false, ...client });
  const gateway = createGateway({ exchange, sign, limits, reconcile: byClientOrderId({ fill }) });
  interceptAxios(api, gateway);
  return {
    gateway,
    close: gateway.close,
    place: async (clientOrderId, quantity) => {
      try {
        await api.request({ ...axiosConfigOf(order(clientOrderId, quantity)), exchange: { clientOrderId } });
        return 'placed';
      } catch (error) {
        return isExchangeError(error) && error.outcome === 'unknown' ? 'unknown' : 'failed';
      }
    },
  };
}

/**
 * The same bot on axios alone, or with what `equip` adds to it. It reads the exchange's answers as well as the gateway; it
 * only sends as axios sends.
 */
export function botWithout(options: BotOptions, equip: (api: AxiosInstance) => unknown = () => {}): Bot {
  const api = axios.create({ proxy: false, ...options.client });
  api.interceptors.request.use((config) => signOnce(options, api, config));
  equip(api);
  return {
    close: () => Promise.resolve(),
    place: async (id, quantity) => {
      try {
        const config = axiosConfigOf(options.order(id, quantity));
        const { status, data } = await api.request<unknown>(config);
        const { method, url } = config;
        return classify(options.exchange, { status, body: data, method, url }).ok ? 'placed' : 'failed';
      } catch {
        return 'failed';
      }
    },
  };
}

async function signOnce(
  { sign }: BotOptions,
  api: AxiosInstance,
  config: InternalAxiosRequestConfig,
): Promise<InternalAxiosRequestConfig> {
  // A request that is sent again comes through here with what was added to it.
  if (Reflect.get(config, signed) === true) return config;
  const { method = 'POST', data } = config;
  const url = new URL(api.getUri(config));
  const isForm = data instanceof URLSearchParams;
  const body: string | undefined = isForm ? String(data) : data && JSON.stringify(data);
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const headers = body === undefined ? {} : { 'content-type': type };
  const query = url.search.slice(1);
  const request = { method: method.toUpperCase(), url, path: url.pathname, query, headers, body };
  const signature = await sign(request, { timestamp: Date.now(), attempt: 1 });
  config.headers.set({ ...headers, ...signature.headers });
  if (signature.query !== undefined) config.url = `${url.pathname}?${signature.query}`;
  return Object.assign(config, { data: signature.body ?? body, [signed]: true });
}

/** A member of a config of axios, which it copies like any other. */
const signed = 'isSigned';
