// A bot's day on the web's own interfaces only, for every runtime.
import type { CallOptions, Exchange, ExchangeError, Gateway, Sign } from '../../../src/index.ts';

/** The package, however this runtime came by it. */
export type Library = typeof import('../../../src/index.ts');

/** Where a bot trades and how it says so; plain data, to be handed to a page. */
export interface Market {
  readonly value: 'ktx' | 'mexcContract' | 'lbankContract' | 'oxFun' | 'chainUp';
  readonly origin: string;
  readonly path: string;
  readonly orders: readonly object[];
  readonly ids: readonly string[];
  readonly read: string;
}

/** What the bot saw. */
export interface Seen {
  readonly placed: readonly boolean[];
  readonly refused: Pick<ExchangeError, 'category' | 'outcome' | 'attempts'>;
  readonly reads: number;
  readonly clockOffsetS: number;
}

/** A client that goes through the gateway; resolves with whether the exchange took the call. */
export type Client = (library: Library, gateway: Gateway) => Send;
type Send = (method: 'GET' | 'POST', url: string, body?: object, exchange?: CallOptions) => Promise<boolean>;

export const overFetch: Client = (library, gateway) => {
  const send = library.interceptFetch(gateway);
  const headers = { 'content-type': 'application/json' };
  return async (method, url, body, exchange = {}) => {
    const payload = body === undefined ? {} : { body: JSON.stringify(body), headers };
    const { ok } = await send(url, { method, exchange, ...payload });
    return ok;
  };
};

export const keys = { apiKey: 'fake-key-for-tests', apiSecret: 'fake-secret-for-tests' };
/** Far below what any exchange allows, so that a bot without limits would be caught. */
export const limits = [{ name: 'few', scope: 'account', capacity: 4, windowMs: 300 }] as const;

/**
 * One day of a bot, on the web's own interfaces only: an order that is throttled twice under a clock that is wrong, one for
 * which the money does not suffice, and more reads than the limit has room for.
 */
export async function trade(library: Library, market: Market, client: Client): Promise<Seen> {
  const chosen = library[market.value];
  const exchange: Exchange = chosen;
  const sign: Sign = chosen.signer(keys);
  // Short pauses: this exchange bans no one.
  const policies = { 'rate-limit': library.backoff({ baseDelayMs: 100 }) };
  const gateway = library.createGateway({ exchange, sign, limits, policies });
  const send = client(library, gateway);
  const place = (at: number): Promise<boolean> =>
    send('POST', `${market.origin}${market.path}`, market.orders[at], {
      clientOrderId: market.ids[at] ?? '',
    });
  const placed = [await place(0)];
  const refused = await place(1).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!library.isExchangeError(refused)) throw new Error('expected a refusal', { cause: refused });
  const reads = await Promise.all(
    Array.from({ length: 10 }, () => send('GET', `${market.origin}${market.read}`)),
  );
  const { clockOffsetMs = 0 } = gateway.stats();
  await gateway.close();
  const { category, outcome, attempts } = refused;
  return {
    placed,
    refused: { category, outcome, attempts },
    reads: reads.filter(Boolean).length,
    clockOffsetS: Math.round(clockOffsetMs / 1000),
  };
}
