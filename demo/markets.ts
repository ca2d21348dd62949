// The exchanges of the demo, under limits that a short day meets.
import type { Limit } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';
import type { BotOptions } from '../tools/bots.ts';
import { bodyOf, type Market as Known, loadMarket, simulatedKeys, targetOf } from '../tools/markets.ts';

/** Where the demo's bots trade, except for the way there. */
export interface Market extends Omit<BotOptions, 'client'>, Pick<Known, 'id'> {
  /** The limit that a burst of orders meets first. */
  readonly narrowest: Limit;
  readonly remark?: string;
  /** The code by which it throttles, where it has one. */
  readonly throttle: string;
  /** Whether it refuses what was signed by a clock that is far behind. */
  readonly checksClock: boolean;
}

/** How far behind ours is, in milliseconds. */
export const skewMs = 45_000;

/** Those of a day without a choice. */
export const usual: readonly string[] = ['ktx', 'mexc-contract', 'lbank-contract', 'ox-fun', 'chainup'];

/** Quote units for one unit of what is bought. */
const price = 10;

/** The documented limits that are so wide that a demo would not meet them, by the exchange's id. */
const tooWide: Readonly<Record<string, string>> = { ktx: '10,000 in 10 s', chainup: '100 in 2 s' };
/** The names of those that it does meet. */
const documented: Readonly<Record<string, string>> = {
  'mexc-contract': 'private-route',
  'lbank-contract': 'requests',
  'ox-fun': 'orders',
  bybit: 'orders',
};

/** @throws for an id that there is none of */
export async function openMarket(exchangeId: string): Promise<Market> {
  const market = await loadMarket(exchangeId);
  const { exchange, sign, id, fill } = market;
  const order: Market['order'] = (name, quantity) => market.order(name, quantity, price);
  return { exchange, id, fill, order, sign, ...limitsOf(market), ...(await refusalsOf(market)) };
}

function limitsOf({ exchange }: Known): Pick<Market, 'limits' | 'narrowest' | 'remark'> {
  const { id, limits } = exchange;
  const found = limits.find(({ name }) => name === documented[id]);
  if (found) return { limits, narrowest: found };
  const match = { kind: 'order' } as const;
  const narrowest: Limit = { name: 'demo', scope: 'account', capacity: 20, windowMs: 1000, match };
  const remark = `The limit is narrower than the documented ${tooWide[id] ?? 'ones'}, to be met soon.`;
  return { limits: [...limits, narrowest], narrowest, remark };
}

/** Asks an exchange of its own, before the day begins. */
async function refusalsOf(market: Known): Promise<Pick<Market, 'throttle' | 'checksClock'>> {
  const { exchange, sign, id } = market;
  const sample = market.order(id(1), 1, price);
  const sim = simulateExchange(exchange, simulatedKeys(exchange));
  const { method, path } = sample;
  const { body = '', headers = {} } = bodyOf(sample);
  const url = new URL(`https://${exchange.hosts[0]}${targetOf(sample)}`);
  const request = { method, path, url, query: url.search.slice(1), headers, body };
  const signature = await sign(request, { timestamp: Date.now() - skewMs, attempt: 1 });
  sim.handle({ ...request, ...signature, headers: { host: url.host, ...headers, ...signature.headers } });
  sim.failNext('throttle');
  sim.handle({ method, path });
  const [stale, throttled] = sim.log;
  return { checksClock: stale?.code !== undefined, throttle: throttled?.code ?? 'so' };
}
