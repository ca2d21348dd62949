// The exchanges of the demo, under limits that a short day meets.
import type { Limit } from 'exchange-interceptors';
import type { BotOptions } from '../tools/bots.ts';
import { type Market as Known, markets as known } from '../tools/markets.ts';

/** Where the demo's bots trade, except for the way there. */
export interface Market extends Omit<BotOptions, 'client'> {
  /** The limit that a burst of orders meets first. */
  readonly narrowest: Limit;
  readonly remark?: string;
}

/** Of the exchange in this process; it checks every signature against them. */
export const keys = { apiKey: 'key-of-the-demo', apiSecret: 'secret-of-the-demo' };

/** Quote units for one unit of what is bought. */
const price = 10;

/** The documented limits that are so wide that a demo would not meet them, by the exchange's id. */
const tooWide: Readonly<Record<string, string>> = { ktx: '10,000 in 10 s', chainup: '100 in 2 s' };
/** The names of those that it does meet. */
const documented: Readonly<Record<string, string>> = {
  'mexc-contract': 'private-route',
  'lbank-contract': 'requests',
  'ox-fun': 'orders',
};

export const markets: readonly Market[] = known.map((market) => {
  const { exchange, path } = market;
  const order: Market['order'] = (id, quantity) => market.order(id, quantity, price);
  return { exchange, path, order, sign: exchange.signer(keys), ...limitsOf(market) };
});

function limitsOf({ exchange }: Known): Pick<Market, 'limits' | 'narrowest' | 'remark'> {
  const { id, limits } = exchange;
  const found = limits.find(({ name }) => name === documented[id]);
  if (found) return { limits, narrowest: found };
  const match = { kind: 'order' } as const;
  const narrowest: Limit = { name: 'orders', scope: 'account', capacity: 20, windowMs: 1000, match };
  const remark = `The limit is narrower than the documented ${tooWide[id] ?? 'ones'}, to be met soon.`;
  return { limits: [...limits, narrowest], narrowest, remark };
}
