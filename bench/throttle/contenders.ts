// Ways to keep 20 requests per 2 s.
import axios, { type AxiosAdapter } from 'axios';
import rateLimit from 'axios-rate-limit';
import Bottleneck from 'bottleneck';
import { createGateway, interceptAxios, mexcContract } from 'exchange-interceptors';
import PQueue from 'p-queue';
import pThrottle from 'p-throttle';

export type Send = () => Promise<unknown>;

/** What is limited: one request, sent by `send` or by a client of the limiter's own. */
export interface Task {
  readonly send: Send;
  readonly url: string;
  /** Whether the limit is so wide that it holds nothing up, and the client a stub. */
  readonly wide: boolean;
}

export interface Limited {
  readonly call: Send;
  readonly end?: () => unknown;
}

export const capacity = 20;
export const windowMs = 2000;
const capacityOf = ({ wide }: Task): number => (wide ? 1_000_000 : capacity);
const adapterOf = ({ wide }: Task): AxiosAdapter | 'http' => (wide ? stub : 'http');

/** Answers at once, so that only the limiter's own work is measured. */
export const stub: AxiosAdapter = async (config) => ({
  data: '{"success":true,"code":0}',
  status: 200,
  statusText: 'OK',
  headers: {},
  config,
});

export const contenders: Readonly<Record<string, (task: Task) => Limited>> = {
  'exchange-interceptors': (task) => {
    const limits = [{ name: 'all', scope: 'ip', capacity: capacityOf(task), windowMs }] as const;
    const gateway = createGateway({ exchange: mexcContract, limits });
    const client = axios.create({ adapter: adapterOf(task) });
    interceptAxios(client, gateway);
    return { call: () => client.get(task.url), end: () => gateway.close() };
  },
  'bottleneck minTime': ({ send, wide }) =>
    byBottleneck(new Bottleneck({ minTime: wide ? 0 : windowMs / capacity }), send),
  'bottleneck reservoir': (task) => {
    const reservoir = capacityOf(task);
    const refresh = { reservoirRefreshAmount: reservoir, reservoirRefreshInterval: windowMs };
    return byBottleneck(new Bottleneck({ reservoir, ...refresh }), task.send);
  },
  'p-throttle': (task) => ({ call: pThrottle({ limit: capacityOf(task), interval: windowMs })(task.send) }),
  'p-throttle strict': (task) => ({
    call: pThrottle({ limit: capacityOf(task), interval: windowMs, strict: true })(task.send),
  }),
  'p-queue intervalCap': (task) => {
    const queue = new PQueue({ intervalCap: capacityOf(task), interval: windowMs });
    return { call: () => queue.add(task.send), end: () => queue.clear() };
  },
  'axios-rate-limit': (task) => {
    const options = { maxRequests: capacityOf(task), perMilliseconds: windowMs };
    const client = rateLimit(axios.create({ adapter: adapterOf(task) }), options);
    return { call: () => client.get(task.url) };
  },
};

function byBottleneck(limiter: Bottleneck, send: Send): Limited {
  return { call: () => limiter.schedule(send), end: () => limiter.disconnect() };
}
