// Where the stories play.
import type { FaultKind } from '../../src/testing/index.ts';
import { type Market, marketIds, noExchange } from '../../tools/markets.ts';
import { dialects } from '../support/exchanges.ts';
import { markets } from '../support/markets.ts';

const handwritten: ReadonlySet<string> = new Set(dialects.map(({ exchange }) => exchange.id));
const chosen = process.env['CHAOS_EXCHANGE'];
if (chosen !== undefined && !marketIds.includes(chosen)) throw new Error(noExchange(chosen));

/** All of them; `CHAOS_EXCHANGE=okx npx vitest run test/chaos` plays at that exchange alone. */
export const chosenMarkets: readonly Market[] = markets.filter(
  ({ exchange }) => exchange.id === (chosen ?? exchange.id),
);

/** Whether a fault would be a ban there, of minutes: no client gets an order through that. */
export const isBan = ({ exchange }: Market, kind: FaultKind): boolean =>
  kind === 'html' && exchange.statuses.some(({ status, waitMs = 0 }) => status === 403 && waitMs >= 60_000);

/** Where pauses are so short that a test can wait for them, on sockets. */
export const quickMarkets: readonly Market[] =
  chosen === undefined ? markets.filter(({ exchange }) => handwritten.has(exchange.id)) : chosenMarkets;

/** How many orders each of so many casts has, to be that many in all. */
export const shareOf = (orders: number, casts: number): number => Math.ceil(orders / casts);
