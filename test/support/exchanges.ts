// The exchanges whose dialects are written by hand, as the tests trade there: an order of one for 1, and what the simulator refuses by.
import type { Exchange, SigningExchange } from '../../src/index.ts';
import { chainUp, ktx, lbankContract, mexcContract, oxFun } from '../../src/index.ts';
import { dialects as simulated } from '../../src/testing/index.ts';
import { marketOf } from '../../tools/markets.ts';

export const credentials = { apiKey: 'key-5f0e9a1c', apiSecret: 'secret-77b1d2e4' };

export interface Dialect {
  readonly exchange: Exchange & Pick<SigningExchange<typeof credentials>, 'signer'>;
  /** Where an order is posted. */
  readonly path: string;
  readonly order: (id: string) => object;
  /** A signed route that only reads. */
  readonly read: string;
  /** The code by which the exchange throttles. */
  readonly throttle: string;
  /** The code for a clock that is off; undefined where the exchange checks none. */
  readonly clock: string | undefined;
}

export const dialects: readonly Dialect[] = [ktx, mexcContract, lbankContract, oxFun, chainUp].map(
  (exchange) => {
    const { codes, tolerance } = simulated.get(exchange.id) ?? {};
    if (!codes) throw new Error(`the simulator does not speak ${exchange.name}`);
    const { order, read } = marketOf(exchange);
    return {
      exchange,
      path: order('1', 1, 1).path,
      order: (id) => order(id, 1, 1).params,
      read: read.path,
      throttle: codes.throttle,
      clock: tolerance?.behindMs === Number.POSITIVE_INFINITY ? undefined : codes.timestamp,
    };
  },
);
