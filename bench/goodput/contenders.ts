// Ways to keep a limit of so many requests per window, as their documents say to write them.
import axios, { type AxiosAdapter } from 'axios';
import axiosRetry from 'axios-retry';
import Bottleneck from 'bottleneck';
import { createGateway, interceptAxios, mexcContract } from 'exchange-interceptors';
import PQueue from 'p-queue';

/** What is limited, and how long an answer is waited for. */
export interface Task {
  readonly adapter: AxiosAdapter;
  readonly url: string;
  readonly capacity: number;
  readonly windowMs: number;
  readonly patienceMs: number;
}

export interface Contender {
  readonly call: () => Promise<unknown>;
  readonly end?: () => unknown;
}

/** Of ccxt's throttler, whose class comes without types. */
interface CcxtThrottler {
  throttle(cost: number): Promise<unknown>;
}
type NewThrottler = new (config: object) => CcxtThrottler;

export const contenders: Readonly<Record<string, (task: Task) => Contender>> = {
  'exchange-interceptors': ({ adapter, url, capacity, windowMs, patienceMs }) => {
    const limits = [{ name: 'all', scope: 'ip', capacity, windowMs, reserve: 0 }] as const;
    const gateway = createGateway({ exchange: mexcContract, limits, deadlineMs: patienceMs });
    const client = axios.create({ adapter });
    interceptAxios(client, gateway);
    return { call: () => client.get(url), end: () => gateway.close() };
  },
  'bottleneck reservoir': ({ adapter, url, capacity, windowMs }) => {
    const refresh = { reservoirRefreshAmount: capacity, reservoirRefreshInterval: windowMs };
    const limiter = new Bottleneck({ reservoir: capacity, ...refresh });
    const client = axios.create({ adapter });
    return { call: () => limiter.schedule(() => client.get(url)), end: () => limiter.disconnect() };
  },
  'p-queue intervalCap': ({ adapter, url, capacity, windowMs }) => {
    const queue = new PQueue({ intervalCap: capacity, interval: windowMs });
    const client = axios.create({ adapter });
    return { call: () => queue.add(() => client.get(url)), end: () => queue.clear() };
  },
  'ccxt throttler': ({ adapter, url, capacity, windowMs }) => {
    const throttler = new Throttler({ refillRate: capacity / windowMs });
    const client = axios.create({ adapter });
    return { call: () => throttler.throttle(1).then(() => client.get(url)) };
  },
  'axios-retry': ({ adapter, url }) => {
    const client = axios.create({ adapter });
    const retryCondition = (error: { response?: { status: number } | undefined }): boolean =>
      error.response?.status === 429;
    axiosRetry(client, { retries: 5, retryDelay: axiosRetry.exponentialDelay, retryCondition });
    return { call: () => client.get(url) };
  },
};

/** ccxt keeps `setTimeout` and `Date.now` as they are when it is loaded: from here on they are those of the moment. */
async function loadThrottler(): Promise<NewThrottler> {
  const { setTimeout: ownTimeout, Date: OwnDate } = globalThis;
  const ownNow = OwnDate.now;
  OwnDate.now = () => (globalThis.Date === OwnDate ? ownNow() : globalThis.Date.now());
  const later = (...args: Parameters<typeof ownTimeout>): ReturnType<typeof ownTimeout> =>
    globalThis.setTimeout === replaced ? ownTimeout(...args) : globalThis.setTimeout(...args);
  const replaced: typeof setTimeout = Object.assign(later, ownTimeout);
  globalThis.setTimeout = replaced;
  // Its types are not checked: they do not hold under all options.
  const name: string = 'ccxt';
  const { default: ccxt } = await import(name);
  // Others may have kept it as well by now.
  return Reflect.get(ccxt, 'Throttler');
}

const Throttler = await loadThrottler();
