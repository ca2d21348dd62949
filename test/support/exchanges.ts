// The exchanges as the tests trade there: an order of one for 1, and what the simulator refuses by.
import { dialects as simulated } from '../../src/testing/index.ts';
import { type Market, markets } from '../../tools/markets.ts';

export const credentials = { apiKey: 'key-5f0e9a1c', apiSecret: 'secret-77b1d2e4' };

export interface Dialect extends Omit<Market, 'order'> {
  readonly order: (id: string) => object;
  /** The code by which the exchange throttles. */
  readonly throttle: string;
  /** The code for a clock that is off; undefined where the exchange checks none. */
  readonly clock: string | undefined;
}

export const dialects: readonly Dialect[] = markets.map((market) => {
  const { codes, tolerance } = simulated.get(market.exchange.id) ?? {};
  if (!codes) throw new Error(`the simulator does not speak ${market.exchange.name}`);
  return {
    ...market,
    order: (id) => market.order(id, 1, 1),
    throttle: codes.throttle,
    clock: tolerance?.behindMs === Number.POSITIVE_INFINITY ? undefined : codes.timestamp,
  };
});
