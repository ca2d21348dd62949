// The day that the picture shows: what the bot is asked for, and what fails.
import { createHmac } from 'node:crypto';
import { chainUp } from 'exchange-interceptors';
import type { SimulateOptions } from 'exchange-interceptors/testing';
import type { BotOptions } from '../../tools/bots.ts';
import { chanceOf } from '../../tools/chance.ts';
import { faultTables } from '../../tools/faults.ts';
import { marketOf } from '../../tools/markets.ts';

const minute = 60_000;
export const hour: number = 60 * minute;
export const dayMs: number = 24 * hour;
const credentials = { apiKey: 'key-of-the-day', apiSecret: 'secret-of-the-day' };

const spotOrders = chainUp.limits.find(({ name }) => name === 'spot-order');
const market = marketOf(chainUp);
if (!spotOrders?.capacity || !spotOrders.windowMs) throw new Error('ChainUp has no limit "spot-order".');

/** The limit that the picture shows, as the exchange documents it. */
export const limit: { readonly capacity: number; readonly windowMs: number } = {
  capacity: spotOrders.capacity,
  windowMs: spotOrders.windowMs,
};

/** Where both bots trade, except for the way there. */
export const trading: Omit<BotOptions, 'client'> = {
  exchange: chainUp,
  limits: chainUp.limits,
  order: (id, quantity) => market.order(id, quantity, 10),
  // ChainUp's scheme without WebCrypto, whose threads do not follow a virtual clock.
  sign: ({ method, path, query, body = '' }, { timestamp }) => {
    const target = query === '' ? path : `${path}?${query}`;
    const time = String(Math.trunc(timestamp));
    const digest = createHmac('sha256', credentials.apiSecret)
      .update(time + method + target + body)
      .digest('hex');
    return { headers: { 'X-CH-APIKEY': credentials.apiKey, 'X-CH-TS': time, 'X-CH-SIGN': digest } };
  },
};

/** When the market moves, and the bot replaces all its quotes at once. */
export const bursts: readonly { readonly at: number; readonly orders: number }[] = [
  { at: 2 * hour, orders: 150 },
  { at: 8 * hour, orders: 250 },
  { at: 13.5 * hour, orders: 200 },
  { at: 20 * hour, orders: 250 },
];

/** Between such moves it replaces some of them, each so often. */
export const everyMs: number = 2 * minute;

/** How many: 10 in the quiet of the night, 50 in the afternoon, a fifth more or less by chance. */
export function quotesAt(at: number): number {
  const rhythm = 30 - 20 * Math.cos((2 * Math.PI * (at - 3 * hour)) / dayMs);
  return Math.round(rhythm * (0.8 + 0.4 * chanceOf(`quotes ${at}`)));
}

/** The spans of trouble, in milliseconds since midnight. */
export const trouble: Readonly<
  Record<'network' | 'clock' | 'throttled', { readonly from: number; readonly to: number }>
> = {
  /** Two in a hundred orders end without a proper answer; half of those are carried out. */
  network: { from: 10 * hour, to: 13 * hour },
  /** The bot's machine is 45 s behind. */
  clock: { from: 15 * hour, to: 16 * hour },
  /** Other users of the account exhaust its limits: one in twenty orders is throttled. */
  throttled: { from: 18 * hour, to: 19 * hour },
};

/** Of the orders that meet it. */
export const share: Readonly<Record<'network' | 'throttled', number>> = { network: 0.02, throttled: 0.05 };

export const skewMs = 45_000;
export const ban: { readonly after: number; readonly forMs: number } = { after: 100, forMs: 30 * minute };

const within = (span: { readonly from: number; readonly to: number }, at: number): boolean =>
  at >= span.from && at < span.to;

/**
 * What the exchange does. Which copy of which order meets which fault depends on its id and on how often it was sent, not
 * on which bot sends it.
 *
 * @param elapsed milliseconds since midnight
 */
export function simulation(elapsed: () => number): SimulateOptions {
  const lost = ['request-lost', 'answer-lost', 'error-before', 'error-after'] as const;
  const faults = faultTables(
    [...lost, 'throttle'],
    ({ action, clientOrderId }) => (action === 'order' ? clientOrderId : undefined),
    (id, copy) => {
      const hit = chanceOf(`${id} ${copy}`);
      if (within(trouble.network, elapsed()) && hit < share.network)
        return lost[Math.floor((hit / share.network) * lost.length)];
      return within(trouble.throttled, elapsed()) && hit < share.throttled ? 'throttle' : undefined;
    },
  );
  return { credentials, ban, faults };
}
