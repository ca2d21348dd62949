// A bot at one of the APIs of Binance, which the simulator plays from its definition.
import { createHmac } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import type { BinanceCredentials } from '../../../src/catalog/binance.ts';
import type { SigningExchange } from '../../../src/catalog/exchange.ts';
import {
  byClientOrderId,
  type CallOptions,
  createGateway,
  type Gateway,
  type GatewayOptions,
  interceptFetch,
} from '../../../src/index.ts';
import {
  type SimulatedExchange,
  type SimulateOptions,
  simulateExchange,
} from '../../../src/testing/index.ts';

const keys = { apiKey: 'fake-key', apiSecret: 'fake-secret' };

type Fetch = typeof fetch;

export interface Bot {
  readonly sim: SimulatedExchange;
  readonly gateway: Gateway;
  /** Sends a form, or a query where there is no body to send, and reads the answer. */
  readonly call: (method: string, path: string, params?: object, options?: CallOptions) => Promise<unknown>;
  /** What arrived, in order: milliseconds since the start, method, path, and the code of a refusal. */
  readonly seen: () => readonly string[];
  /** Runs until it is settled, for at most five minutes. */
  readonly settle: <Value>(promise: Promise<Value>) => Promise<Value>;
}

/** @param edge Stands before the exchange; undefined lets a request pass. */
export function openBot(
  exchange: SigningExchange<BinanceCredentials>,
  sim: SimulateOptions = {},
  options: Partial<GatewayOptions> = {},
  edge: (url: URL, body: string, sim: SimulatedExchange) => Response | undefined = () => undefined,
): Bot {
  const played = simulateExchange(exchange, sim);
  const [host = ''] = exchange.hosts;
  const startedAt = Date.now();
  const seen: string[] = [];
  const note = (url: URL, method: string, rest: string): void => {
    seen.push(`${Date.now() - startedAt} ${method} ${url.pathname}${rest}`);
  };
  const network: Fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const { method = 'GET' } = init;
    const body = typeof init.body === 'string' ? init.body : '';
    const refused = edge(url, body, played);
    if (refused) {
      note(url, method, ` ${refused.status}`);
      return refused;
    }
    const count = played.log.length;
    try {
      return await played.fetch(input, init);
    } finally {
      const entry = played.log[count];
      note(url, method, `${entry?.code ? ` ${entry.code}` : ''}${entry?.fault ? ` ${entry.fault}` : ''}`);
    }
  };
  const gateway = createGateway({
    exchange,
    sign: exchange.signer(keys),
    reconcile: byClientOrderId(),
    ...options,
  });
  onTestFinished(() => gateway.close());
  const send = interceptFetch(gateway, network);
  const call: Bot['call'] = async (method, path, params = {}, own) => {
    const pairs = new URLSearchParams(Object.entries(params)).toString();
    const asForm = method === 'POST' || method === 'PUT';
    const query = asForm || pairs === '' ? '' : `?${pairs}`;
    const form = { body: pairs, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const response = await send(`https://${host}${path}${query}`, {
      method,
      ...(asForm && form),
      ...(own && { exchange: own }),
    });
    return response.json();
  };
  return {
    sim: played,
    gateway,
    call,
    seen: () => seen,
    settle: async (promise) => {
      promise.catch(() => {});
      await vi.advanceTimersByTimeAsync(300_000);
      return promise;
    },
  };
}

/** What "SIGNED Endpoint security" asks of a request: a time in its window, and a signature of what arrived. */
export function strict(url: URL, body: string, sim: SimulatedExchange): Response | undefined {
  const all = [url.search.slice(1), body].filter(Boolean).join('&');
  const params = new URLSearchParams(all);
  if (!params.has('signature')) return undefined;
  const stamp = Number(params.get('timestamp'));
  const now = sim.serverTime();
  const window = Number(params.get('recvWindow') ?? 5000);
  if (!(stamp < now + 1000 && now - stamp <= window))
    return Response.json(
      { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
      { status: 400 },
    );
  const payload = (url.search.slice(1) + body).replace(/&signature=[^&]*/, '');
  const signature = createHmac('sha256', keys.apiSecret).update(payload).digest('hex');
  if (signature === params.get('signature')) return undefined;
  return Response.json({ code: -1022, msg: 'Signature for this request is not valid.' }, { status: 400 });
}
