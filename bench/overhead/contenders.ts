// Bare clients, ours, and what else is put around them.
import { Agent as HttpAgent } from 'node:http';
import axios, { type CreateAxiosDefaults } from 'axios';
import axiosRetry from 'axios-retry';
import Bottleneck from 'bottleneck';
import { interceptAxios, interceptFetch } from 'exchange-interceptors';
import ky from 'ky';
import pRetry from 'p-retry';
import { Agent, type Dispatcher, interceptors, fetch as undiciFetch } from 'undici';
import type { Contender } from '../../tools/compare.ts';
import { axiosStub, fetchStub, url, wideGateway } from '../stubs.ts';

export const stubbedAxios = (): readonly Contender[] => axiosContenders(url, { adapter: axiosStub });

export const stubbedFetch = (): readonly Contender[] => fetchContenders(url, fetchStub);

export const overAxios = (target: string): readonly Contender[] =>
  axiosContenders(target, { httpAgent: new HttpAgent({ keepAlive: true }) });

export function overFetch(target: string): readonly Contender[] {
  const plain = new Agent();
  const retrying = new Agent().compose(interceptors.retry());
  const by = (dispatcher: Dispatcher) => async (): Promise<unknown> =>
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

function axiosContenders(target: string, config: CreateAxiosDefaults): readonly Contender[] {
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

function fetchContenders(target: string, send: typeof fetch): readonly Contender[] {
  const gateway = wideGateway();
  const ours = interceptFetch(gateway, send);
  const client = ky.create({ fetch: send });
  const limiter = new Bottleneck();
  const raw = async (): Promise<unknown> => (await send(target)).json();
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
