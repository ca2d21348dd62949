// The exchanges of the programs, and what has to be seen at the end.
import { type SimulatedExchange, simulateExchange } from '../../../src/testing/index.ts';
import { type Dialect, dialects } from '../../support/exchanges.ts';
import { keys, limits, type Market, type Seen } from './bot.ts';

const names = ['ktx', 'mexcContract', 'lbankContract', 'oxFun', 'chainUp'] as const;
const ids = ['1001', '1002'];

/** An exchange in the state that a bot's day begins with, and what has to be seen at its end. */
export interface World {
  readonly value: Market['value'];
  readonly exchange: SimulatedExchange;
  readonly market: (origin: string) => Market;
  /** What the bot has to have seen. */
  readonly expected: Seen;
  /** What the exchange saw, and what it has to have seen. */
  readonly saw: () => { readonly seen: unknown; readonly expected: unknown };
}

/** The five exchanges, 45 s ahead, with money for one order, and strict about limits, clocks and signatures. */
export const worlds = (): readonly World[] =>
  dialects.map((dialect, at) => world(dialect, names[at] ?? 'ktx'));

function world(dialect: Dialect, value: Market['value']): World {
  const { path, read, order } = dialect;
  const exchange = simulateExchange(dialect.exchange, {
    credentials: keys,
    clockSkewMs: 45_000,
    funds: 1,
    limits,
  });
  exchange.failNext('throttle', { times: 2, match: ({ action }) => action === 'order' });
  return {
    value,
    exchange,
    market: (origin) => ({ value, origin, path, read, ids, orders: ids.map((id) => order(id)) }),
    expected: {
      placed: [true],
      refused: { category: 'funds', outcome: 'rejected', attempts: 1 },
      reads: 10,
      // Answers tell it where no code refuses a time.
      clockOffsetS: 45,
    },
    saw: () => ({
      seen: {
        executed: ids.map((id) => exchange.executions(id)),
        violations: exchange.violations.length,
        badSignatures: exchange.log.filter(({ signatureOk }) => signatureOk === false).length,
        throttled: exchange.log.filter(({ fault }) => fault === 'throttle').length,
      },
      expected: {
        executed: [1, 0],
        violations: 0,
        badSignatures: 0,
        throttled: 2,
      },
    }),
  };
}
