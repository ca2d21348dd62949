import {
  backoff,
  byClientOrderId,
  createGateway,
  type Gateway,
  type GatewayOptions,
  isExchangeError,
} from '../../src/index.ts';
import {
  type FaultKind,
  type FaultTable,
  faultKinds,
  type SimulatedExchange,
  type SimulateOptions,
  simulateExchange,
} from '../../src/testing/index.ts';
import { axiosConfigOf, type Market } from '../../tools/markets.ts';
import type { Client } from '../support/clients.ts';
import { deduplicating, isBan } from './chosen-markets.ts';
import { seeded } from './random.ts';

export type Title =
  | 'a look-up'
  | 'a look-up that lags 300 ms'
  | 'a look-up that fails half of the time'
  | 'no look-up'
  | 'a look-up and a stalling event loop'
  | 'no look-up and a stalling event loop'
  | 'a look-up and aborts at random instants'
  | 'no look-up and aborts at random instants';

/** What is particular about a run of orders. */
export const stories: Readonly<Record<Title, Story>> = {
  'a look-up': { lookUp: 'prompt' },
  'a look-up that lags 300 ms': { lookUp: 'lagging' },
  'a look-up that fails half of the time': { lookUp: 'failing' },
  'no look-up': { lookUp: 'none' },
  'a look-up and a stalling event loop': { lookUp: 'prompt', stalls: true },
  'no look-up and a stalling event loop': { lookUp: 'none', stalls: true },
  'a look-up and aborts at random instants': { lookUp: 'prompt', aborts: true },
  'no look-up and aborts at random instants': { lookUp: 'none', aborts: true },
};

export interface Story {
  readonly lookUp: 'prompt' | 'lagging' | 'failing' | 'none';
  readonly stalls?: boolean;
  readonly aborts?: boolean;
}

export interface Cast {
  readonly market: Market;
  readonly client: Client;
  readonly orders: number;
  readonly seed: number;
}

/** How one order ended for the caller, and what the exchange has of it. */
export interface OrderEnd {
  readonly id: string;
  readonly end: 'done' | 'rejected' | 'unknown' | 'canceled' | 'other';
  readonly executed: number;
  /** What happened to its requests on the exchange's side. */
  readonly faults: readonly (FaultKind | 'none')[];
  readonly aborted: boolean;
  readonly error: unknown;
}

/** The exchange of a story: a quarter of all requests fail, and copies of an order are executed like any order. */
export function exchangeOf(
  { lookUp }: Story,
  { market, seed }: Cast,
  options: SimulateOptions = {},
): SimulatedExchange {
  const kinds = faultKinds.filter((kind) => !isBan(market, kind));
  const failing: FaultTable = { rate: 0.5, kinds, seed: seed + 2, match: { action: 'lookup' } };
  const faults: FaultTable = { rate: 0.25, kinds, seed };
  return simulateExchange(market.exchange, {
    limits: false,
    ...deduplicating(market),
    faults: lookUp === 'failing' ? [failing, faults] : faults,
    lookupLagMs: lookUp === 'lagging' ? 300 : 0,
    seed,
    ...options,
  });
}

export function gatewayOf({ lookUp }: Story, { market }: Cast, options: Partial<GatewayOptions>): Gateway {
  const settle = lookUp === 'lagging' ? { settleMs: 400, asks: 3 } : { settleMs: 50, asks: 2 };
  return createGateway({
    exchange: market.exchange,
    limits: false,
    ...(lookUp !== 'none' && { reconcile: byClientOrderId({ ...settle, fill: market.fill }) }),
    ...options,
  });
}

/** For real time: the same default but with waits that a test can afford. */
export const hasty: Partial<GatewayOptions> = {
  policies: { 'rate-limit': backoff({ baseDelayMs: 100, minDelayMs: 100, maxDelayMs: 400, pause: true }) },
};

export interface Stage {
  readonly exchange: SimulatedExchange;
  readonly gateway: Gateway;
  readonly base: string;
  /** Over how long the orders are begun, in milliseconds. */
  readonly overMs: number;
}

/** Places all orders, each at a random instant, and tells how each ended. */
export async function play(story: Story, cast: Cast, stage: Stage): Promise<readonly OrderEnd[]> {
  const { exchange } = stage;
  const random = seeded(cast.seed + 3);
  const ids = Array.from({ length: cast.orders }, (_, at) => cast.market.id(10_000 + at));
  const ends = await Promise.all(
    ids.map(async (id) => {
      await wait(random() * stage.overMs);
      const caller = new AbortController();
      const abortAfterMs = random() * random() * 1500;
      const timer = story.aborts ? setTimeout(() => caller.abort(), abortAfterMs) : undefined;
      const end = await place({ ...cast, ...stage, caller }, id);
      clearTimeout(timer);
      return { id, ...end };
    }),
  );
  // What was given up may still be on its way.
  await wait(story.aborts ? 1500 : 100);
  const seen = new Map<string, (FaultKind | 'none')[]>(ids.map((id) => [id, []]));
  for (const { action, clientOrderId, fault } of exchange.log) {
    if (action === 'order') seen.get(clientOrderId ?? '')?.push(fault ?? 'none');
  }
  return ends.map((end) => ({
    ...end,
    executed: exchange.executions(end.id),
    faults: seen.get(end.id) ?? [],
  }));
}

/** Who places an order, and where. */
export interface Placing {
  readonly market: Market;
  readonly client: Client;
  readonly gateway: Gateway;
  readonly base: string;
  /** Who may change their mind. */
  readonly caller: AbortController;
}

/** Places one order and tells how it ended for the caller. */
export async function place(
  { market, client, gateway, base, caller }: Placing,
  id: string,
): Promise<Pick<OrderEnd, 'end' | 'error' | 'aborted'>> {
  const { signal } = caller;
  try {
    const exchange = { clientOrderId: id };
    const { url, data: body } = axiosConfigOf(market.order(id, 1, 1));
    await client.call(gateway, url, { method: 'POST', body, exchange, base, signal });
    return { end: 'done', error: undefined, aborted: signal.aborted };
  } catch (error) {
    return { end: endOf(error, signal.aborted), error, aborted: signal.aborted };
  }
}

function endOf(error: unknown, aborted: boolean): OrderEnd['end'] {
  if (isExchangeError(error)) {
    if (error.outcome === 'rejected' || error.outcome === 'unknown') return error.outcome;
  } else if (aborted && error instanceof Error && /^(Abort|Canceled)Error$/.test(error.name)) {
    return 'canceled';
  }
  return 'other';
}

export function wait(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}
