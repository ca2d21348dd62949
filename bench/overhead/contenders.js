// @ts-check
import { Agent as HttpAgent } from 'node:http';
import axios, { AxiosHeaders } from 'axios';
import axiosRetry from 'axios-retry';
import Bottleneck from 'bottleneck';
import ky from 'ky';
import pRetry from 'p-retry';
import { Agent, interceptors, fetch as undiciFetch } from 'undici';
import { interceptAxios, interceptFetch } from '../../dist/index.js';
import { answerOf, wideGateway } from '../harness.js';

/** @typedef {import('../harness.js').Contender} Contender */

const url = 'http://127.0.0.1/api/v1/contract/ticker';
const body = answerOf(1000);

/**
 * Answers at once, with text that axios parses, as its own adapters do.
 *
 * @type {import('axios').AxiosAdapter}
 */
export const axiosStub = async (config) => ({
  data: body,
  status: 200,
  statusText: 'OK',
  headers: new AxiosHeaders({ 'content-type': 'application/json' }),
  config,
});

/** @type {typeof fetch} */
export const fetchStub = async () => new Response(body, { headers: { 'content-type': 'application/json' } });

/** @returns {readonly Contender[]} */
export function stubbedAxios() {
  return axiosContenders(url, { adapter: axiosStub });
}

/**
 * @param {string} target
 * @returns {readonly Contender[]}
 */
export function overAxios(target) {
  return axiosContenders(target, { httpAgent: new HttpAgent({ keepAlive: true }) });
}

/**
 * @param {string} target
 * @param {import('axios').CreateAxiosDefaults} config
 * @returns {readonly Contender[]}
 */
function axiosContenders(target, config) {
  const raw = axios.create(config);
  const ours = axios.create(config);
  const gateway = wideGateway();
  interceptAxios(ours, gateway);
  const retried = axios.create(config);
  axiosRetry(retried);
  const limiter = new Bottleneck();
  return [
    { name: 'axios', call: () => raw.get(target) },
    { name: 'axios again (noise)', call: () => raw.get(target) },
    { name: 'exchange-interceptors', call: () => ours.get(target), end: () => gateway.close() },
    { name: 'axios-retry', call: () => retried.get(target) },
    { name: 'p-retry alone', call: () => pRetry(() => raw.get(target)) },
    { name: 'bottleneck alone', call: () => limiter.schedule(() => raw.get(target)), share: 0.005 },
  ];
}

/** @returns {readonly Contender[]} */
export function stubbedFetch() {
  return fetchContenders(url, fetchStub);
}

/**
 * @param {string} target
 * @returns {readonly Contender[]}
 */
export function overFetch(target) {
  const plain = new Agent();
  const retrying = new Agent().compose(interceptors.retry());
  const by = (/** @type {import('undici').Dispatcher} */ dispatcher) => async () =>
    (await undiciFetch(target, { dispatcher })).json();
  return [
    ...fetchContenders(target, globalThis.fetch),
    { name: 'undici', call: by(plain), end: () => plain.close() },
    {
      name: 'undici retry (over undici)',
      against: 'undici',
      call: by(retrying),
      end: () => retrying.close(),
    },
  ];
}

/**
 * @param {string} target
 * @param {typeof fetch} send
 * @returns {readonly Contender[]}
 */
function fetchContenders(target, send) {
  const gateway = wideGateway();
  const ours = interceptFetch(gateway, send);
  const client = ky.create({ fetch: send });
  const limiter = new Bottleneck();
  const raw = async () => (await send(target)).json();
  return [
    { name: 'fetch', call: raw },
    { name: 'fetch again (noise)', call: async () => (await send(target)).json() },
    {
      name: 'exchange-interceptors',
      call: async () => (await ours(target)).json(),
      end: () => gateway.close(),
    },
    { name: 'ky', call: () => client.get(target).json(), share: 0.25 },
    { name: 'p-retry alone', call: () => pRetry(raw) },
    { name: 'bottleneck alone', call: () => limiter.schedule(raw), share: 0.005 },
  ];
}
