// Clients that place, cancel and amend orders: every library with the defaults that it documents, and where these do not
// repeat a POST, also with what its documents say to write so that they do.
import axios, { type AxiosInstance } from 'axios';
import axiosRetry, { type IAxiosRetryConfig, isNetworkError, isRetryableError } from 'axios-retry';
import {
  byClientOrderId,
  createGateway,
  type GatewayOptions,
  interceptAxios,
  isExchangeError,
  mexcContract,
} from 'exchange-interceptors';
import got from 'got';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { Agent, interceptors, type RetryHandler, request } from 'undici';

export interface Client {
  /** Sends a POST and resolves with the body of a good answer. @throws whatever the library throws */
  readonly post: (url: string, json: object) => Promise<unknown>;
  /** Whether an error admits that the order may stand. */
  readonly isUnknown?: (error: unknown) => boolean;
  readonly close?: () => Promise<void>;
}

export const clients: Readonly<Record<string, () => Client>> = {
  'exchange-interceptors, with a look-up': () => ours({ reconcile: byClientOrderId() }),
  'exchange-interceptors, without': () => ours({}),
  'axios, plain': () => overAxios(axios.create()),
  'axios-retry': () => overAxiosRetry({}),
  'axios-retry, POST on 5xx too': () =>
    overAxiosRetry({ retryCondition: (error) => isNetworkError(error) || isRetryableError(error) }),
  got: () => ({ post: (url, json) => got.post(url, { json }).json() }),
  'got, POST repeated': () => ({
    post: (url, json) => got.post(url, { json, retry: { methods: ['POST'] } }).json(),
  }),
  ky: () => ({ post: (url, json) => ky.post(url, { json }).json() }),
  'ky, POST repeated': () => ({
    post: (url, json) => ky.post(url, { json, retry: { methods: ['post'] } }).json(),
  }),
  ofetch: () => ({ post: (url, body) => ofetch(url, { method: 'POST', body }) }),
  'ofetch, POST repeated': () => ({ post: (url, body) => ofetch(url, { method: 'POST', body, retry: 1 }) }),
  'undici retry': () => overUndici({}),
  'undici retry, POST repeated': () => overUndici({ methods: ['POST'] }),
};

function ours(options: Partial<GatewayOptions>): Client {
  // The exchange counts nothing here, since no other client would keep its limits. All else is the default.
  const gateway = createGateway({ exchange: mexcContract, limits: false, ...options });
  const instance = axios.create();
  interceptAxios(instance, gateway);
  return {
    ...overAxios(instance),
    isUnknown: (error) => isExchangeError(error) && error.outcome === 'unknown',
    close: () => gateway.close(),
  };
}

function overAxios(instance: AxiosInstance): Client {
  return { post: async (url, json) => (await instance.post<unknown>(url, json)).data };
}

function overAxiosRetry(options: IAxiosRetryConfig): Client {
  const instance = axios.create();
  axiosRetry(instance, options);
  return overAxios(instance);
}

function overUndici(options: RetryHandler.RetryOptions): Client {
  const dispatcher = new Agent().compose(interceptors.retry(options));
  const headers = { 'content-type': 'application/json' };
  return {
    post: async (url, json) => {
      const answer = await request(url, { method: 'POST', headers, body: JSON.stringify(json), dispatcher });
      return answer.body.json();
    },
    close: () => dispatcher.close(),
  };
}
