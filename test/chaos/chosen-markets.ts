// Where the stories play.
import type { FaultKind, SimulateOptions } from '../../src/testing/index.ts';
import { type Market, marketIds, noExchange } from '../../tools/markets.ts';
import { dialects } from '../support/exchanges.ts';
import { codeOf, markets } from '../support/markets.ts';

const handwritten: ReadonlySet<string> = new Set(dialects.map(({ exchange }) => exchange.id));
const chosen = process.env['CHAOS_EXCHANGE'];
if (chosen !== undefined && !marketIds.includes(chosen)) throw new Error(noExchange(chosen));

/** All of them; `CHAOS_EXCHANGE=okx npx vitest run test/chaos` plays at that exchange alone. */
export const chosenMarkets: readonly Market[] = markets.filter(
  ({ exchange }) => exchange.id === (chosen ?? exchange.id),
);

/** Whether a fault would be a ban there, of minutes, or hold all orders for so long that few get through. */
export const isBan = (market: Market, kind: FaultKind): boolean => {
  const { codes, statuses } = market.exchange;
  if (kind === 'throttle') {
    const { waitMs = 0 } = codes.rest.get(codeOf(market, 'rate-limit') ?? '') ?? {};
    return waitMs >= 10_000;
  }
  return kind === 'html' && statuses.some(({ status, waitMs = 0 }) => status === 403 && waitMs >= 10_000);
};

/** Executes copies, but where the exchange promises to return the first order: there a copy is what asks for it. */
export const deduplicating = (market: Market, deduplicate = false): Pick<SimulateOptions, 'deduplicate'> =>
  market.exchange.clientOrderId?.deduplicated === 'returned' ? {} : { deduplicate };

/** Where pauses are so short that a test can wait for them, on sockets. */
export const quickMarkets: readonly Market[] =
  chosen === undefined ? markets.filter(({ exchange }) => handwritten.has(exchange.id)) : chosenMarkets;

/** How many orders each of so many casts has, to be that many in all. */
export const shareOf = (orders: number, casts: number): number => Math.ceil(orders / casts);
