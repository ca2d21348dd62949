import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';

const host = 'http://127.0.0.1';
export const orderPath = '/api/v1/private/order/submit';
const readPath = '/api/v1/contract/ticker';
export const good = { success: true, code: 0, data: 7 };

/** What the exchange saw, in the order in which it saw it. */
export interface Bot {
  readonly gateway: Gateway;
  readonly seen: string[];
  readonly signals: (AbortSignal | null | undefined)[];
  readonly order: (options?: RequestInit & { exchange?: object }) => Promise<unknown>;
  readonly read: (options?: RequestInit & { exchange?: object }) => Promise<unknown>;
}

export type Reply = (
  path: string,
  count: number,
  init: RequestInit | undefined,
) => Promise<Response> | Response;

export const lost: Reply = () =>
  Promise.reject(new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } }));
export const answered: Reply = () => Response.json(good);
export const never: Reply = () => new Promise(() => undefined);
export const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  () =>
    Response.json({}, { status: code, headers });

/** Replies in turn; the last for ever. */
export const inTurn =
  (...replies: Reply[]): Reply =>
  (path, count, init) =>
    (replies[Math.min(count, replies.length) - 1] ?? answered)(path, count, init);

/** A bot whose calls resolve with the parsed body, or with what they reject with. */
export function open(reply: Reply, options: Partial<GatewayOptions> = {}): Bot {
  const gateway = createGateway({ exchange: mexcContract, limits: false, ...options });
  const seen: string[] = [];
  const signals: Bot['signals'] = [];
  const send = interceptFetch(gateway, async (input, init) => {
    const { pathname, search } = new URL(String(input));
    seen.push(`${init?.method ?? 'GET'} ${pathname}${search}`);
    signals.push(init?.signal);
    return reply(pathname, seen.length, init);
  });
  const call = (path: string, init: RequestInit & { exchange?: object }): Promise<unknown> =>
    send(host + path, init).then(
      (response) => response.json(),
      (error: unknown) => error,
    );
  const body = '{"symbol":"BTC_USDT","externalOid":"o-1"}';
  return {
    gateway,
    seen,
    signals,
    order: (init = {}) => call(orderPath, { method: 'POST', body, ...init }),
    read: (init = {}) => call(readPath, init),
  };
}
