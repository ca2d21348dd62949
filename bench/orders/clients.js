// @ts-check
import axios from 'axios';
import axiosRetry, { isNetworkError, isRetryableError } from 'axios-retry';
import got from 'got';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { Agent, interceptors, request } from 'undici';
import {
  byClientOrderId,
  createGateway,
  interceptAxios,
  isExchangeError,
  mexcContract,
} from '../../dist/index.js';

/**
 * Who places, cancels and amends orders. `place` sends any of these; it resolves with the body of an answer or throws; `isUnknown` says whether an error admits
 * that the order may stand.
 *
 * @typedef {object} Client
 * @property {(url: string, order: object) => Promise<unknown>} place
 * @property {(error: unknown) => boolean} [isUnknown]
 * @property {() => Promise<void>} [close]
 */

/**
 * Every library with the defaults that it documents. Where these do not repeat a POST, also with what its documents say
 * to write so that they do.
 *
 * @type {Readonly<Record<string, () => Client>>}
 */
export const clients = {
  'exchange-interceptors, with a look-up': () => ours({ reconcile: byClientOrderId() }),
  'exchange-interceptors, without': () => ours({}),
  'axios, plain': () => overAxios(axios.create()),
  'axios-retry': () => overAxiosRetry({}),
  'axios-retry, POST on 5xx too': () =>
    overAxiosRetry({ retryCondition: (error) => isNetworkError(error) || isRetryableError(error) }),
  got: () => ({ place: (url, json) => got.post(url, { json }).json() }),
  'got, POST repeated': () => ({
    place: (url, json) => got.post(url, { json, retry: { methods: ['POST'] } }).json(),
  }),
  ky: () => ({ place: (url, json) => ky.post(url, { json }).json() }),
  'ky, POST repeated': () => ({
    place: (url, json) => ky.post(url, { json, retry: { methods: ['post'] } }).json(),
  }),
  ofetch: () => ({ place: (url, body) => ofetch(url, { method: 'POST', body }) }),
  'ofetch, POST repeated': () => ({ place: (url, body) => ofetch(url, { method: 'POST', body, retry: 1 }) }),
  'undici retry': () => overUndici({}),
  'undici retry, POST repeated': () => overUndici({ methods: ['POST'] }),
};

/**
 * @param {Partial<import('../../dist/index.js').GatewayOptions>} options
 * @returns {Client}
 */
function ours(options) {
  // The exchange counts nothing here, since nobody else would keep its limits. All else is the default.
  const gateway = createGateway({ exchange: mexcContract, limits: false, ...options });
  const instance = axios.create();
  interceptAxios(instance, gateway);
  return {
    ...overAxios(instance),
    isUnknown: (error) => isExchangeError(error) && error.outcome === 'unknown',
    close: () => gateway.close(),
  };
}

/**
 * @param {import('axios').AxiosInstance} instance
 * @returns {Client}
 */
function overAxios(instance) {
  return { place: async (url, order) => (await instance.post(url, order)).data };
}

/** @param {import('axios-retry').IAxiosRetryConfig} options */
function overAxiosRetry(options) {
  const instance = axios.create();
  axiosRetry(instance, options);
  return overAxios(instance);
}

/**
 * @param {import('undici').RetryHandler.RetryOptions} options
 * @returns {Client}
 */
function overUndici(options) {
  const dispatcher = new Agent().compose(interceptors.retry(options));
  const headers = { 'content-type': 'application/json' };
  return {
    place: async (url, order) => {
      const answer = await request(url, { method: 'POST', headers, body: JSON.stringify(order), dispatcher });
      return answer.body.json();
    },
    close: () => dispatcher.close(),
  };
}
