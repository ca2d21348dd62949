import axios from 'axios';
import ky from 'ky';
import { createFetch } from 'ofetch';
import createClient from 'openapi-fetch';
import { Agent, request, fetch as undiciFetch } from 'undici';
import { type CallOptions, interceptAxios, interceptFetch } from '../../src/index.ts';
import { OrdersApi, RestClient } from './sdks.ts';
import { afterwards, orderOf, orderPath, type Stage } from './support.ts';
import { throughGateway } from './through-gateway.ts';

/** One library that sends through the gateway, set up as the recipe says. */
export interface Way {
  readonly name: string;
  /** Places an order and gives the parsed body. */
  readonly place: (stage: Stage, id: string, exchange?: CallOptions) => Promise<unknown>;
  /** Where the library puts our error. @default the error itself */
  readonly ours?: (error: unknown) => unknown;
  /** Whether the library has no place for options per call. */
  readonly optionless?: boolean;
}

/** As a spread, so that each library's own types have nothing to say about it. */
const saying = (exchange: CallOptions | undefined): object => (exchange ? { exchange } : {});

/** What openapi-typescript would generate for the route. */
export interface Paths {
  [orderPath]: {
    post: {
      requestBody: { content: { 'application/json': object } };
      responses: { 200: { content: { 'application/json': { success: boolean } } } };
    };
  };
}

export const ways: readonly Way[] = [
  {
    name: 'ky',
    place: ({ base, gateway }, id, exchange) =>
      ky
        .create({ prefixUrl: base, fetch: interceptFetch(gateway), retry: 0, timeout: false })
        .post(orderPath.slice(1), { json: orderOf(id), ...saying(exchange) })
        .json(),
  },
  {
    name: 'ofetch',
    place: ({ base, gateway }, id, exchange) =>
      createFetch({ fetch: interceptFetch(gateway), defaults: { baseURL: base, retry: 0 } })(orderPath, {
        method: 'POST',
        body: orderOf(id),
        ...saying(exchange),
      }),
    ours: (error) => Reflect.get(Object(error), 'cause'),
  },
  {
    name: 'openapi-fetch',
    place: async ({ base, gateway }, id, exchange) => {
      const api = createClient<Paths>({ baseUrl: base });
      const gated = interceptFetch(gateway);
      const { data } = await api.POST(orderPath, {
        body: orderOf(id),
        fetch: (request) => gated(request, { ...saying(exchange) }),
      });
      return data;
    },
  },
  {
    name: 'the fetch of the undici package',
    place: async ({ base, gateway }, id, exchange) => {
      const agent = new Agent({ connections: 4 });
      afterwards(() => agent.close());
      // The package's types of `Response` and the platform's are two.
      const own = ((url: string, init: object) =>
        undiciFetch(url, { ...init, dispatcher: agent })) as unknown as typeof fetch;
      const init = { method: 'POST', body: JSON.stringify(orderOf(id)), ...saying(exchange) };
      return (await interceptFetch(gateway, own)(`${base}${orderPath}`, init)).json();
    },
  },
  {
    name: "undici's request, composed",
    place: async ({ base, gateway }, id, exchange) => {
      const dispatcher = new Agent().compose(throughGateway(gateway));
      afterwards(() => dispatcher.close());
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(orderOf(id));
      const options = { dispatcher, method: 'POST', headers, body, ...saying(exchange) } as const;
      return (await request(`${base}${orderPath}`, options)).body.json();
    },
  },
  {
    name: 'an SDK that calls the global fetch',
    place: async ({ base, gateway }, id, exchange) => {
      const platform = globalThis.fetch;
      globalThis.fetch = interceptFetch(gateway, platform);
      afterwards(() => {
        globalThis.fetch = platform;
      });
      const init = { method: 'POST', body: JSON.stringify(orderOf(id)), ...saying(exchange) };
      return (await fetch(`${base}${orderPath}`, init)).json();
    },
  },
  {
    name: 'a generated client that takes an axios instance',
    place: async ({ base, gateway }, id, exchange) => {
      const instance = axios.create({ proxy: false });
      interceptAxios(instance, gateway);
      return (await new OrdersApi(undefined, base, instance).submit(orderOf(id), saying(exchange))).data;
    },
  },
  {
    name: 'an SDK that takes request options',
    optionless: true,
    place: ({ base, gateway }, id) => {
      const carrier = axios.create();
      interceptAxios(carrier, gateway);
      const { adapter } = carrier.defaults;
      return new RestClient({ baseUrl: base }, { ...(adapter && { adapter }), proxy: false }).submit(
        orderOf(id),
      );
    },
  },
  {
    name: 'an SDK that shows its axios instance',
    place: async ({ base, gateway }, id, exchange) => {
      const sdk = { http: axios.create({ baseURL: base, proxy: false }) };
      interceptAxios(sdk.http, gateway);
      return (await sdk.http.post<unknown>(orderPath, orderOf(id), saying(exchange))).data;
    },
  },
];
