// The same call over every transport.
import axios, { type AxiosInstance } from 'axios';
import { type CallOptions, type Gateway, interceptAxios, interceptFetch } from '../../src/index.ts';

export const origin = 'http://exchange.test';

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** A form, or what is sent as JSON. */
  readonly body?: unknown;
  readonly query?: string;
  readonly signal?: AbortSignal;
  readonly exchange?: CallOptions;
  readonly base?: string;
}

/** One way to talk: the same call over every transport. */
export interface Client {
  readonly name: string;
  /** Resolves with the parsed body. */
  readonly call: (gateway: Gateway, path: string, ask?: Ask) => Promise<unknown>;
}

const targetOf = (path: string, query: string | undefined): string =>
  query === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;

function overAxios(adapter: 'http' | 'fetch'): Client {
  const instances = new WeakMap<Gateway, AxiosInstance>();
  const instanceOf = (gateway: Gateway): AxiosInstance => {
    const known = instances.get(gateway) ?? axios.create({ adapter });
    if (!instances.has(gateway)) {
      instances.set(gateway, known);
      interceptAxios(known, gateway);
    }
    return known;
  };
  return {
    name: `axios (${adapter})`,
    call: async (gateway, path, { method = 'GET', body, query, signal, exchange, base = origin } = {}) => {
      const url = targetOf(path, query);
      const { data } = await instanceOf(gateway).request({
        baseURL: base,
        url,
        method,
        ...(body !== undefined && { data: body }),
        ...(signal && { signal }),
        ...(exchange && { exchange }),
      });
      return data;
    },
  };
}

const overFetch: Client = {
  name: 'fetch',
  call: async (gateway, path, { method = 'GET', body, query, signal, exchange, base = origin } = {}) => {
    const url = targetOf(path, query);
    const response = await interceptFetch(gateway)(`${base}${url}`, {
      method,
      ...(body instanceof URLSearchParams && { body }),
      ...(body !== undefined &&
        !(body instanceof URLSearchParams) && {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      ...(signal && { signal }),
      ...(exchange && { exchange }),
    });
    return response.json();
  },
};

export const clients: readonly Client[] = [overAxios('http'), overAxios('fetch'), overFetch];
