// The bots of the packed demo: on fetch, which needs nothing but Node.
import {
  byClientOrderId,
  classify,
  createGateway,
  interceptFetch,
  isExchangeError,
} from 'exchange-interceptors';
import type { Bot, BotOptions } from '../tools/bots.ts';
import { bodyOf, targetOf } from '../tools/markets.ts';
import type { Bots, GatewayBot } from './bots.ts';

export const fetchBots: Bots = {
  withUs: botWithUs,
  without: {
    'plain fetch': (options) => botWithout(options, 1),
    'fetch + retry': (options) => botWithout(options, 4),
  },
};

/** fetch through a gateway with the exchange's own look-up; every other option is the default. */
function botWithUs({ exchange, sign, limits, fill = {}, order, client }: BotOptions): GatewayBot {
  const gateway = createGateway({ exchange, sign, limits, reconcile: byClientOrderId({ fill }) });
  const send = interceptFetch(gateway);
  return {
    gateway,
    close: gateway.close,
    place: async (clientOrderId, quantity) => {
      const sample = order(clientOrderId, quantity);
      try {
        await send(`${client.baseURL}${targetOf(sample)}`, {
          method: sample.method,
          ...bodyOf(sample),
          exchange: { clientOrderId },
        });
        return 'placed';
      } catch (error) {
        return isExchangeError(error) && error.outcome === 'unknown' ? 'unknown' : 'failed';
      }
    },
  };
}

/**
 * The same bot on fetch alone, which sends an order up to `times` times while no answer comes. It reads the exchange's answers
 * as well as the gateway.
 */
function botWithout({ exchange, sign, order, client }: BotOptions, times: number): Bot {
  return {
    close: () => Promise.resolve(),
    place: async (id, quantity) => {
      const sample = order(id, quantity);
      const url = new URL(`${client.baseURL}${targetOf(sample)}`);
      const { method } = sample;
      const { body, headers = {} } = bodyOf(sample);
      const request = { method, url, path: url.pathname, query: url.search.slice(1), headers, body };
      const signed = await sign(request, { timestamp: Date.now(), attempt: 1 });
      url.search = signed.query ?? request.query;
      const init = { method, headers: { ...headers, ...signed.headers }, body: signed.body ?? body ?? null };
      for (let sent = 1; ; sent += 1) {
        try {
          const response = await fetch(url, init);
          const answer = { status: response.status, body: await response.text(), method, url: String(url) };
          return classify(exchange, answer).ok ? 'placed' : 'failed';
        } catch {
          if (sent >= times) return 'failed';
        }
      }
    },
  };
}
