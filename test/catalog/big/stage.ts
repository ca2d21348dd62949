// An exchange that is played from its definition, and a bot in front of it, on clocks that stand still.
import { vi } from 'vitest';
import type { Exchange } from '../../../src/catalog/exchange.ts';
import {
  byClientOrderId,
  createGateway,
  type Gateway,
  type GatewayOptions,
  interceptFetch,
  isExchangeError,
} from '../../../src/index.ts';
import {
  type SimulatedExchange,
  type SimulateOptions,
  simulateExchange,
} from '../../../src/testing/index.ts';
import type { Sign } from '../../../src/types.ts';

export const startMs = 1_764_097_200_000;

/** How a call ended: the body of its answer, or what the error says. */
export type End = object | string;

export interface Stage {
  readonly sim: SimulatedExchange;
  readonly gateway: Gateway;
  /** Sends, and says how it ended once all clocks have run on. */
  readonly call: (method: string, path: string, body?: unknown, options?: object) => Promise<End>;
  /** What the exchange saw: when, in milliseconds from the start, the route and the query. */
  readonly seen: string[];
  /** The headers of each. */
  readonly headers: Headers[];
}

export interface StageOptions extends Partial<Omit<GatewayOptions, 'exchange'>> {
  readonly sign: Sign;
}

/** What is answered in place of the simulator: in turn, or by what is asked; undefined where the simulator is. */
export type Answers = readonly object[] | ((method: string, path: string) => Response | undefined);

/** @param answers before the simulator is asked */
export function open(
  exchange: Exchange,
  options: StageOptions,
  simulated: SimulateOptions = {},
  answers: Answers = [],
): Stage {
  const sim = simulateExchange(exchange, { limits: false, ...simulated });
  const seen: string[] = [];
  const headers: Headers[] = [];
  const gateway = createGateway({ exchange, deadlineMs: 120_000, reconcile: byClientOrderId(), ...options });
  const send = interceptFetch(gateway, (input, init) => {
    const { pathname, search } = new URL(String(input));
    seen.push(`${Date.now() - startMs} ${init?.method ?? 'GET'} ${pathname}${search}`);
    headers.push(new Headers(init?.headers));
    const answer =
      typeof answers === 'function' ? answers(init?.method ?? 'GET', pathname) : answers[headers.length - 1];
    if (answer instanceof Response) return Promise.resolve(answer);
    return answer ? Promise.resolve(Response.json(answer)) : sim.fetch(input, init);
  });
  const call: Stage['call'] = (method, path, body, own) =>
    send(`https://${exchange.hosts[0]}${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
      ...(own && { exchange: own }),
    }).then(
      async (response): Promise<End> => Object(await response.json()),
      (error: unknown) =>
        isExchangeError(error) ? `${error.code ?? '-'} ${error.category} ${error.outcome}` : String(error),
    );
  return { sim, gateway, call, seen, headers };
}

/** Lets all clocks run on. */
export async function settle<Result>(work: Promise<Result>, ms = 100_000): Promise<Result> {
  await vi.advanceTimersByTimeAsync(ms);
  return work;
}
