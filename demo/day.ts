// The day of the demo, scene by scene: the same for every bot.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedExchange } from 'exchange-interceptors/testing';
import type { Bot } from '../tools/bots.ts';
import { type Market, skewMs } from './markets.ts';

/** An order that the bot was asked for. */
export interface Asked {
  readonly id: string;
  /** Whether the account's funds are enough. */
  readonly affordable: boolean;
  /** Whether the bot reports it as placed. */
  readonly believed: boolean;
}

/** Quote units; every order but one costs 20 of them. */
export const funds = 10_000;

/** One situation of the day. */
export interface Scene {
  readonly kind: 'burst' | 'calls';
  readonly title: (market: Market) => string;
  readonly prepare?: (sim: SimulatedExchange, firstId: string) => void;
  readonly orders: (market: Market) => number;
  /** Whether the account cannot pay the orders. @default false */
  readonly tooDear?: boolean;
  /** For the limits to be free again. @default 0 */
  readonly restMs?: (market: Market) => number;
}

export const scenes: readonly Scene[] = [
  {
    kind: 'burst',
    title: ({ narrowest: { capacity = 0, windowMs = 0 } }) =>
      `A burst: ${capacity + 5} orders at once, where ${capacity} in ${windowMs / 1000} s are allowed`,
    orders: ({ narrowest: { capacity = 0 } }) => capacity + 5,
    restMs: ({ narrowest: { windowMs = 0 } }) => windowMs,
  },
  {
    kind: 'calls',
    title: ({ throttle }) => `Throttled: the exchange answers ${throttle}, twice`,
    prepare: (sim) => sim.failNext('throttle', { times: 2, match: { action: 'order' } }),
    orders: () => 1,
  },
  {
    kind: 'calls',
    title: () => 'Funds: an order that the account cannot pay',
    orders: () => 1,
    tooDear: true,
  },
  {
    kind: 'calls',
    title: () => 'Lost: the order is executed, and the connection dies before the answer',
    // For each time that it is sent, up to three.
    prepare: (sim, firstId) =>
      sim.failNext('answer-lost', {
        times: 3,
        match: ({ action, clientOrderId }) => action === 'order' && clientOrderId === firstId,
      }),
    orders: () => 1,
  },
  {
    kind: 'calls',
    title: ({ checksClock }) =>
      `Clock: ours is ${skewMs / 1000} s behind${checksClock ? '' : ', which this exchange does not check'}; 5 orders`,
    prepare: (sim) => sim.stepClock(skewMs),
    orders: () => 5,
  },
];

/** The client order ids of a scene: numbers, as the exchange takes them. */
export function idsOf(scene: Scene, market: Market, asked: number): readonly string[] {
  return Array.from({ length: scene.orders(market) }, (_, index) => market.id(asked + 1 + index));
}

/** Asks a bot for the orders of one scene, all at once. */
export async function play(
  scene: Scene,
  ids: readonly string[],
  sim: SimulatedExchange,
  bot: Bot,
): Promise<readonly Asked[]> {
  const { tooDear = false } = scene;
  scene.prepare?.(sim, ids[0] ?? '');
  return Promise.all(
    ids.map(async (id) => ({
      id,
      affordable: !tooDear,
      believed: (await bot.place(id, tooDear ? funds : 2)) === 'placed',
    })),
  );
}

/** Waits until the limits are free again. */
export async function rest(scene: Scene, market: Market): Promise<void> {
  await sleep(scene.restMs?.(market) ?? 0);
}
