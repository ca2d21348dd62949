import { byClientOrderId, createGateway, type Gateway, isExchangeError } from '../../src/index.ts';
import {
  type FaultTable,
  faultKinds,
  type SimOrder,
  type SimRequest,
  type SimulatedExchange,
  simulateExchange,
} from '../../src/testing/index.ts';
import type { Client } from '../support/clients.ts';
import { type Case, chainUpCase, keys, ktxCase, lbankCase, mexcCase, oxFunCase } from '../testing/cases.ts';
import { seeded } from './random.ts';
import { wait } from './story.ts';

export type Step = 'place' | 'amend' | 'cancel';
type End = 'done' | 'rejected' | 'unknown' | 'other';

/** An exchange, and what a bot says to it. */
export interface Venue {
  readonly name: string;
  readonly one: Case;
  /** Undefined where the exchange has no such route. */
  readonly amend: ((order: SimOrder, price: number) => SimRequest) | undefined;
}

const orders = (path: string, method: string, order: object): SimRequest => ({
  method,
  path,
  body: JSON.stringify({ orders: [order] }),
});

export const venues: readonly Venue[] = [
  {
    name: 'MEXC contract',
    one: mexcCase,
    // By its own id only.
    amend: ({ orderId }, price) => ({
      method: 'POST',
      path: '/api/v1/private/order/change_limit_order',
      body: JSON.stringify({ orderId, price, vol: 2 }),
    }),
  },
  { name: 'KTX', one: ktxCase, amend: undefined },
  { name: 'LBank contract', one: lbankCase, amend: undefined },
  {
    name: 'OX.FUN',
    one: oxFunCase,
    amend: ({ clientOrderId }, price) =>
      orders('/v3/orders/modify', 'POST', {
        marketCode: 'BTC-USD-SWAP-LIN',
        clientOrderId,
        price: String(price),
      }),
  },
  { name: 'ChainUp', one: chainUpCase, amend: undefined },
];

/** How one call ended, and what it changed at the exchange while it was under way. */
export interface CallEnd {
  readonly id: string;
  readonly step: Step;
  readonly end: End;
  /** Whether it is the first call of its step, and not the bot's own repeat. */
  readonly isFirst: boolean;
  /** Orders of that id before the step, and those that it has placed so far. */
  readonly stood: number;
  readonly placed: number;
  /** The order when the step began and now. */
  readonly before: SimOrder | undefined;
  readonly after: SimOrder | undefined;
  readonly wantedPrice: number;
  readonly error: unknown;
  /** When the first request of the call left, by the wall clock, where its error says so. */
  readonly sentAt: number | undefined;
}

export interface BotOptions {
  readonly venue: Venue;
  readonly client: Client;
  readonly seed: number;
  readonly ids: number;
  /** What the bot does with each id, one after the other. */
  readonly steps: readonly Step[];
  /** Whether some of what fails is carried out seconds later. */
  readonly late?: boolean;
  readonly lookupLagMs?: number;
  readonly validForMs?: number;
  readonly deadlineMs?: number;
}

const late = { kind: 'html-502', executed: false, executedAfterMs: 2500 } as const;

export function exchangeOfBot({ venue, seed, late: isLate, lookupLagMs = 0 }: BotOptions): SimulatedExchange {
  const kinds: FaultTable['kinds'] = isLate ? [...faultKinds, late, late] : faultKinds;
  return simulateExchange(venue.one.exchange, {
    credentials: keys,
    limits: false,
    faults: { rate: 0.25, kinds, seed },
    lookupLagMs,
    seed,
  });
}

export function gatewayOfBot({ venue, deadlineMs = 60_000 }: BotOptions): Gateway {
  return createGateway({
    exchange: venue.one.exchange,
    sign: venue.one.sign,
    limits: false,
    breaker: false,
    budget: false,
    hosts: ['exchange.test'],
    deadlineMs,
    reconcile: byClientOrderId(),
  });
}

/** A bot that repeats by itself what ended unknown, and uses an id again as soon as its order is cancelled. */
export async function playBot(
  options: BotOptions,
  { exchange, gateway, base }: { exchange: SimulatedExchange; gateway: Gateway; base: string },
): Promise<readonly CallEnd[]> {
  const random = seeded(options.seed + 7);
  const ids = Array.from({ length: options.ids }, (_, at) => String(10_000 + at));
  const told = await Promise.all(
    ids.map(async (id) => {
      await wait(random() * 2000);
      const ends: CallEnd[] = [];
      for (const [at, step] of options.steps.entries()) {
        const own = await playStep({ options, exchange, gateway, base, id, step, price: 20 + at });
        ends.push(...own);
        if (own.at(-1)?.end !== 'done') break;
      }
      return ends;
    }),
  );
  // What was given up may still be carried out.
  await wait(15_000);
  return told.flatMap((ends) => [
    ...ends.slice(0, -1),
    ...ends.slice(-1).map((last) => (last.end === 'done' ? last : inTheEnd(exchange, last))),
  ]);
}

function inTheEnd(exchange: SimulatedExchange, told: CallEnd): CallEnd {
  const { id, stood } = told;
  return { ...told, after: orderOf(exchange, id), placed: exchange.executions(id) - stood };
}

interface Stepping {
  readonly options: BotOptions;
  readonly exchange: SimulatedExchange;
  readonly gateway: Gateway;
  readonly base: string;
  readonly id: string;
  readonly step: Step;
  readonly price: number;
}

async function playStep(stepping: Stepping): Promise<readonly CallEnd[]> {
  const { options, exchange, gateway, base, id, step, price } = stepping;
  const before = orderOf(exchange, id);
  const request = requestOf(options.venue, step, { id, order: before, price });
  const stood = exchange.executions(id);
  const ends: CallEnd[] = [];
  for (let repeat = 0; repeat < 3; repeat += 1) {
    const { method, path, body = '' } = request;
    const { validForMs } = options;
    const beganAt = Date.now();
    const error: unknown = await options.client
      .call(gateway, path, {
        method: method === 'DELETE' ? 'DELETE' : 'POST',
        body: JSON.parse(body),
        base,
        ...(validForMs !== undefined && step === 'place' && { exchange: { validForMs } }),
      })
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    const after = orderOf(exchange, id);
    const placed = exchange.executions(id) - stood;
    const end = endOf(error);
    ends.push({
      id,
      step,
      end,
      isFirst: repeat === 0,
      stood,
      placed,
      before,
      after,
      wantedPrice: price,
      error,
      sentAt: firstSendOf(error, beganAt),
    });
    if (end !== 'unknown') break;
    await wait(100 * 5 ** repeat);
  }
  return ends;
}

function requestOf(
  { one, amend }: Venue,
  step: Step,
  { id, order, price }: { id: string; order: SimOrder | undefined; price: number },
): SimRequest {
  if (step === 'place') return one.order(id);
  if (step === 'cancel') return one.cancel(id);
  if (!amend || !order) throw new Error('there is nothing to amend');
  return amend(order, price);
}

function orderOf(exchange: SimulatedExchange, id: string): SimOrder | undefined {
  return exchange.orders.find(({ clientOrderId }) => clientOrderId === id)?.placed.at(-1);
}

function firstSendOf(error: unknown, beganAt: number): number | undefined {
  const [first] = (isExchangeError(error) && error.trace) || [];
  return first?.sentAfterMs === undefined ? undefined : beganAt + first.sentAfterMs;
}

function endOf(error: unknown): End {
  if (error === undefined) return 'done';
  if (!isExchangeError(error) || error.outcome === 'partial') return 'other';
  return error.outcome;
}

/** Whatever may not be said of a call. */
export function liesOf(ends: readonly CallEnd[]): readonly CallEnd[] {
  return ends.filter((told) => told.end === 'other' || isLie(told));
}

function isLie(told: CallEnd): boolean {
  const { step, end, isFirst, placed, before, after, wantedPrice, sentAt } = told;
  switch (step) {
    case 'place':
      return placed > 1 || (end === 'done' && placed === 0) || (end === 'rejected' && placed > 0);
    case 'cancel': {
      // What changed before the request left was another's doing: a copy of an earlier cancel that was carried out late.
      const isOwn = sentAt === undefined || (after?.updatedAt ?? sentAt) >= sentAt;
      const wasCancelled = before?.status === 'open' && after?.status !== 'open' && isOwn;
      return (end === 'done' && after?.status === 'open') || (end === 'rejected' && isFirst && wasCancelled);
    }
    case 'amend': {
      const isAmended = after?.price === wantedPrice;
      return (end === 'done' && !isAmended) || (end === 'rejected' && isFirst && isAmended);
    }
  }
}

/**
 * The share of first calls of a step that ended done, of those whose order was open when they began. What the exchange
 * refused in so many words, by a fault that says just that, is not counted.
 */
export function shareDone(
  { one }: Venue,
  ends: readonly CallEnd[],
  step: Step,
): { readonly share: number; readonly of: number } {
  const calls = ends.filter(
    (told) => told.step === step && told.isFirst && told.before?.status === 'open' && !isRefused(one, told),
  );
  const done = calls.filter(({ end }) => end === 'done').length;
  return { share: calls.length === 0 ? 1 : done / calls.length, of: calls.length };
}

function isRefused({ codes }: Case, { end, error }: CallEnd): boolean {
  return end === 'rejected' && isExchangeError(error) && error.code === codes.invalid;
}
