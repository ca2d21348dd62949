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
} from 'exchange-interceptors';
import got from 'got';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { Agent, interceptors, type RetryHandler, request } from 'undici';
import { bodyOf, type Market, targetOf } from '../../tools/markets.ts';
import type { Sample } from '../../tools/samples.ts';

export interface Client {
  /** Sends what a bot would, unsigned, and resolves with the body of a good answer. @throws whatever the library throws */
  readonly send: (origin: string, sample: Sample) => Promise<unknown>;
  /** Whether an error admits that the order may stand. */
  readonly isUnknown?: (error: unknown) => boolean;
  readonly close?: () => Promise<void>;
}

export const clients: Readonly<Record<string, (market: Market) => Client>> = {
  'exchange-interceptors, with a look-up': ({ exchange, fill }) =>
    ours({ exchange, reconcile: byClientOrderId({ fill }) }),
  'exchange-interceptors, without': ({ exchange }) => ours({ exchange }),
  'axios, plain': () => overAxios(axios.create()),
  'axios-retry': () => overAxiosRetry({}),
  'axios-retry, POST on 5xx too': () =>
    overAxiosRetry({ retryCondition: (error) => isNetworkError(error) || isRetryableError(error) }),
  got: () => sending((url, init) => got(url, init).json()),
  'got, POST repeated': () =>
    sending((url, init) => got(url, { ...init, retry: { methods: ['POST'] } }).json()),
  ky: () => sending((url, init) => ky(url, init).json()),
  'ky, POST repeated': () =>
    sending((url, init) => ky(url, { ...init, retry: { methods: ['post'] } }).json()),
  ofetch: () => sending((url, init) => ofetch(url, init)),
  'ofetch, POST repeated': () => sending((url, init) => ofetch(url, { ...init, retry: 1 })),
  'undici retry': () => overUndici({}),
  'undici retry, POST repeated': () => overUndici({ methods: ['POST'] }),
};

type Init = ReturnType<typeof bodyOf> & Pick<Sample, 'method'>;

function sending(send: (url: string, init: Init) => Promise<unknown>): Client {
  return {
    send: (origin, sample) => send(origin + targetOf(sample), { method: sample.method, ...bodyOf(sample) }),
  };
}

function ours(options: GatewayOptions): Client {
  // The exchange counts nothing here, since no other client would keep its limits. All else is the default.
  const gateway = createGateway({ limits: false, ...options });
  const instance = axios.create();
  interceptAxios(instance, gateway);
  return {
    ...overAxios(instance),
    isUnknown: (error) => isExchangeError(error) && error.outcome === 'unknown',
    close: () => gateway.close(),
  };
}

function overAxios(instance: AxiosInstance): Client {
  return sending(async (url, { body: data, ...init }) => {
    const answer = await instance.request<unknown>({ url, ...init, ...(data !== undefined && { data }) });
    return answer.data;
  });
}

function overAxiosRetry(options: IAxiosRetryConfig): Client {
  const instance = axios.create();
  axiosRetry(instance, options);
  return overAxios(instance);
}

function overUndici(options: RetryHandler.RetryOptions): Client {
  const dispatcher = new Agent().compose(interceptors.retry(options));
  return {
    ...sending(async (url, init) => (await request(url, { ...init, dispatcher })).body.json()),
    close: () => dispatcher.close(),
  };
}
