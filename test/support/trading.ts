// A bot at a built-in exchange that is played in this process, on a clock that jumps from timer to timer.
import axios, { type AxiosAdapter } from 'axios';
import { onTestFinished, vi } from 'vitest';
import type { Exchange } from '../../src/catalog/exchange.ts';
import {
  byClientOrderId,
  type CallOptions,
  createGateway,
  type ExchangeError,
  type Gateway,
  type GatewayOptions,
  interceptAxios,
  interceptFetch,
  isExchangeError,
} from '../../src/index.ts';
import {
  type LogEntry,
  type SimAnswer,
  type SimRequest,
  type SimulatedExchange,
  type SimulateOptions,
  simulateExchange,
} from '../../src/testing/index.ts';
import { simulatedAdapter } from '../../src/testing/simulated-adapter.ts';
import { simulatedFetch } from '../../src/testing/simulated-fetch.ts';
import type { Sign } from '../../src/types.ts';
import { axiosConfigOf, bodyOf, type Market, simulatedKeys, targetOf } from '../../tools/markets.ts';
import type { Sample } from '../../tools/samples.ts';
import { markets } from './markets.ts';

/** How a call ended: with the parsed body of its answer, or with an error. */
export interface End {
  readonly body?: unknown;
  readonly error?: ExchangeError;
}

export const vias = ['fetch', 'axios'] as const;

/** Each exchange over each client. */
export const stages: readonly {
  readonly name: string;
  readonly market: Market;
  readonly via: (typeof vias)[number];
}[] = markets.flatMap((market) =>
  vias.map((via) => ({ name: `${market.exchange.name} over ${via}`, market, via })),
);

export interface Trading {
  readonly sim: SimulatedExchange;
  readonly gateway: Gateway;
  /** What arrived, those for the time left out. */
  readonly requests: readonly SimRequest[];
  /** The entries of the exchange's log for orders, batches included. */
  readonly orders: () => readonly LogEntry[];
  readonly send: (sample: Sample, options?: CallOptions) => Promise<End>;
  /** Places an order of 1 for 1. */
  readonly place: (id: string, options?: CallOptions) => Promise<End>;
  /** Lets the clock run until that is over. */
  readonly run: <Value>(work: Promise<Value>) => Promise<Value>;
}

export interface TradingOptions {
  readonly via?: (typeof vias)[number];
  readonly sim?: SimulateOptions;
  readonly gateway?: Partial<GatewayOptions>;
  /** @default true */
  readonly looksUp?: boolean;
  /** What arrives in place of what the exchange answers. @default that */
  readonly answer?: (entry: LogEntry | undefined, answer: SimAnswer) => SimAnswer;
  /** The code for a time of signing that is more than 5 s behind the exchange's or 1 s ahead. @default none is checked */
  readonly clock?: string;
}

const stamp = 'x-signed-at';

/** Opens the exchange and a gateway with its look-up; needs the clock of `beforeEach(standStill)`. */
export function openTrading(market: Market, options: TradingOptions = {}): Trading {
  const { via = 'fetch', clock, looksUp = true } = options;
  const { exchange } = market;
  const sim = simulateExchange(exchange, { ...simulatedKeys(exchange), ...options.sim });
  const requests: SimRequest[] = [];
  let signing = 0;
  const sign: Sign = async (request, context) => {
    signing += 1;
    try {
      const signature = await market.sign(request, context);
      return { ...signature, headers: { ...signature.headers, [stamp]: String(context.timestamp) } };
    } finally {
      signing -= 1;
    }
  };
  const handle = (request: SimRequest) => {
    const signedAt = request.headers?.[stamp];
    const aheadMs = Number(signedAt) - sim.serverTime();
    if (clock !== undefined && signedAt !== undefined && (aheadMs < -5000 || aheadMs > 1000))
      sim.failNext({ kind: 'code', code: clock });
    const played = sim.handle(request);
    const answer = options.answer?.(sim.log.at(-1), played) ?? played;
    if (sim.log.at(-1)?.action !== 'time') requests.push(request);
    return answer;
  };
  const gateway = createGateway({
    exchange,
    sign,
    ...(looksUp && { reconcile: byClientOrderId({ fill: market.fill }) }),
    deadlineMs: 120_000,
    ...options.gateway,
  });
  onTestFinished(() => gateway.close());
  const origin = `https://${hostOf(exchange)}`;
  const send = via === 'fetch' ? overFetch(gateway, handle, origin) : overAxios(gateway, handle, origin);
  return {
    sim,
    gateway,
    requests,
    orders: () => sim.log.filter(({ action }) => action === 'order' || action === 'batch'),
    send,
    place: (id, own) => send(market.order(id, 1, 1), own),
    run: (work) => runOut(work, () => signing > 0),
  };
}

const hostOf = ({ id, hosts: [host = `${id}.test`] }: Exchange): string => host;

type Send = Trading['send'];
type Handle = Parameters<typeof simulatedFetch>[0];

function overFetch(gateway: Gateway, handle: Handle, origin: string): Send {
  const fetch = interceptFetch(gateway, simulatedFetch(handle));
  return (sample, exchange = {}) =>
    endOf(
      fetch(origin + targetOf(sample), { method: sample.method, exchange, ...bodyOf(sample) }).then(
        (response) => response.json(),
      ),
    );
}

function overAxios(gateway: Gateway, handle: Handle, origin: string): Send {
  const adapter: AxiosAdapter = simulatedAdapter(handle);
  const api = axios.create({ adapter, baseURL: origin });
  interceptAxios(api, gateway);
  return (sample, exchange = {}) =>
    endOf(api.request<unknown>({ ...axiosConfigOf(sample), exchange }).then(({ data }) => data));
}

function endOf(call: Promise<unknown>): Promise<End> {
  return call.then(
    (body) => ({ body }),
    (error: unknown) => {
      if (isExchangeError(error)) return { error };
      throw error;
    },
  );
}

/** Has the clock stand still, for `beforeEach`; vitest's own promises and turns of the loop go on. */
export function standStill(): void {
  vi.useFakeTimers({
    now: 1_764_097_200_000,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
}

/** Turns the clock on to the next timer whenever nothing else is left to do. */
async function runOut<Value>(work: Promise<Value>, isBusy: () => boolean): Promise<Value> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  for (;;) {
    for (let turn = 0; turn < 3 || isBusy(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (isOver) return over;
    if (vi.getTimerCount() === 0) throw new Error('nothing is left to do, and the work is not over');
    vi.advanceTimersToNextTimer();
  }
}
