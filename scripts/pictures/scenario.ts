import { chainUp } from '../../src/index.ts';
import type { FaultTable, SimulateOptions } from '../../src/testing/index.ts';
import { chanceOf } from './chance.ts';

const minute = 60_000;
export const hour: number = 60 * minute;
export const dayMs: number = 24 * hour;
export const credentials = { apiKey: 'key-of-the-day', apiSecret: 'secret-of-the-day' };

/** The limit that the picture shows, as the exchange documents it. */
export const limit: { readonly capacity: number; readonly windowMs: number } = spotOrders();

function spotOrders(): { readonly capacity: number; readonly windowMs: number } {
  const found = chainUp.limits.find(({ name }) => name === 'spot-order');
  if (!found) throw new Error('ChainUp has no limit "spot-order".');
  return { capacity: found.capacity, windowMs: found.windowMs };
}

/** The market moves, and the bot replaces all its quotes at once. */
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
  Record<'network' | 'clock' | 'crowd', { readonly from: number; readonly to: number }>
> = {
  /** Two in a hundred orders end without a proper answer; half of those are carried out. */
  network: { from: 10 * hour, to: 13 * hour },
  /** The bot's machine is 45 s behind. */
  clock: { from: 15 * hour, to: 16 * hour },
  /** Somebody else uses the account's limits up: one in twenty orders is throttled. */
  crowd: { from: 18 * hour, to: 19 * hour },
};

/** Of the orders that meet it. */
export const share: Readonly<Record<'network' | 'crowd', number>> = { network: 0.02, crowd: 0.05 };

export const skewMs = 45_000;
export const ban: { readonly after: number; readonly forMs: number } = { after: 100, forMs: 30 * minute };

const within = (span: { readonly from: number; readonly to: number }, at: number): boolean =>
  at >= span.from && at < span.to;

/**
 * What the exchange does. Which copy of which request meets which fault hangs on its id and on how often it was sent, not
 * on who sends it.
 * @param elapsed milliseconds since midnight
 */
export function simulation(elapsed: () => number): SimulateOptions {
  const copies = new Map<string, number>();
  let drawn: string | undefined;
  const draw = (key: string): string | undefined => {
    const copy = (copies.get(key) ?? 0) + 1;
    copies.set(key, copy);
    const hit = chanceOf(`${key} ${copy}`);
    if (within(trouble.network, elapsed())) {
      return hit < share.network ? lost[Math.floor((hit / share.network) * lost.length)] : undefined;
    }
    if (within(trouble.crowd, elapsed())) return hit < share.crowd ? 'throttle' : undefined;
    return undefined;
  };
  const lost = ['request-lost', 'answer-lost', 'error-before', 'error-after'] as const;
  const kinds = [...lost, 'throttle'] as const;
  const faults = kinds.map<FaultTable>((kind, index) => ({
    rate: 1,
    kinds: [kind],
    // The tables are asked in turn about each request: the first one draws.
    match: ({ action, clientOrderId }) => {
      if (index === 0) drawn = action === 'order' ? draw(`${clientOrderId}`) : undefined;
      return drawn === kind;
    },
  }));
  return { credentials, ban, faults };
}
