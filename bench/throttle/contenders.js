// @ts-check
// Ways to keep 20 requests per 2 s. Each gets the function that sends one request and returns the one that is called.
import axios from 'axios';
import rateLimit from 'axios-rate-limit';
import Bottleneck from 'bottleneck';
import PQueue from 'p-queue';
import pThrottle from 'p-throttle';
import { createGateway, interceptAxios, mexcContract } from '../../dist/index.js';

/**
 * @typedef {() => Promise<unknown>} Send
 * @typedef {{ limit: (send: Send, url: string, wide: boolean) => { call: Send, end?: () => unknown } }} Contender
 */

const windowMs = 2000;
/** @param {boolean} wide */
const capacityOf = (wide) => (wide ? 1_000_000 : 20);

/** @type {Record<string, Contender>} */
export const contenders = {
  'exchange-interceptors': {
    limit: (_send, url, wide) => {
      const capacity = capacityOf(wide);
      const gateway = createGateway({
        exchange: mexcContract,
        limits: [{ name: 'all', scope: 'ip', capacity, windowMs }],
      });
      const client = axios.create({ adapter: wide ? stub : 'http' });
      interceptAxios(client, gateway);
      return { call: () => client.get(url), end: () => gateway.close() };
    },
  },
  'bottleneck minTime': {
    limit: (send, _url, wide) => {
      const limiter = new Bottleneck({ minTime: wide ? 0 : windowMs / capacityOf(false) });
      return { call: () => limiter.schedule(send), end: () => limiter.disconnect() };
    },
  },
  'bottleneck reservoir': {
    limit: (send, _url, wide) => {
      const reservoir = capacityOf(wide);
      const limiter = new Bottleneck({
        reservoir,
        reservoirRefreshAmount: reservoir,
        reservoirRefreshInterval: windowMs,
      });
      return { call: () => limiter.schedule(send), end: () => limiter.disconnect() };
    },
  },
  'p-throttle': {
    limit: (send, _url, wide) => ({ call: pThrottle({ limit: capacityOf(wide), interval: windowMs })(send) }),
  },
  'p-throttle strict': {
    limit: (send, _url, wide) => ({
      call: pThrottle({ limit: capacityOf(wide), interval: windowMs, strict: true })(send),
    }),
  },
  'p-queue intervalCap': {
    limit: (send, _url, wide) => {
      const queue = new PQueue({ intervalCap: capacityOf(wide), interval: windowMs });
      return { call: () => queue.add(send), end: () => queue.clear() };
    },
  },
  'axios-rate-limit': {
    limit: (_send, url, wide) => {
      const client = rateLimit(axios.create({ adapter: wide ? stub : 'http' }), {
        maxRequests: capacityOf(wide),
        perMilliseconds: windowMs,
      });
      return { call: () => client.get(url) };
    },
  },
};

/** Answers at once, so that only the limiter's own work is measured. @type {import('axios').AxiosAdapter} */
export async function stub(config) {
  return { data: '{"success":true,"code":0}', status: 200, statusText: 'OK', headers: {}, config };
}
