// A built-in exchange as a bot trades there, by its id.
import type { Exchange, Sign, SigningExchange } from 'exchange-interceptors';
import { credentials, type Sample, type Samples, samples } from './samples.ts';

/** An exchange, and what a bot sends to it. */
export interface Market extends Samples {
  readonly exchange: Exchange;
  readonly id: (number: number) => string;
  readonly fill: Readonly<Record<string, string>>;
  /** By the exchange's own scheme; nothing where its requests come signed by the caller. */
  readonly sign: Sign;
}

/** The ids that there are. */
export const marketIds: readonly string[] = Object.keys(samples);

/** @throws for an exchange without samples */
export function marketOf(exchange: Exchange): Market {
  const row = samples[exchange.id];
  if (!row) throw new Error(`${exchange.name} has no row in tools/samples.ts.`);
  const sign: Sign = isSigning(exchange)
    ? exchange.signer(row.credentials ?? credentials)
    : () => ({ headers: {} });
  return { id: String, fill: {}, ...row, exchange, sign };
}

/** What the simulator checks signatures against; nothing where the caller signs, or where each signature is another. */
export function simulatedKeys(exchange: Exchange): {
  credentials?: Readonly<Record<'apiKey' | 'apiSecret' | 'passphrase', string>>;
} {
  const keys = { ...credentials, ...samples[exchange.id]?.credentials };
  const isChecked = isSigning(exchange) && samples[exchange.id]?.isRandom !== true;
  return isChecked ? { credentials: keys } : {};
}

/**
 * Loads that exchange alone.
 * @throws with the ids that there are, for any other
 */
export async function loadMarket(id: string): Promise<Market> {
  if (!marketIds.includes(id)) throw new Error(noExchange(id));
  const entry: object = await import(`exchange-interceptors/exchanges/${id}`);
  const exchange = Object.values(entry).find((one): one is Exchange => isExchange(one, id));
  if (!exchange) throw new Error(`exchange-interceptors/exchanges/${id} exports no exchange of that id.`);
  return marketOf(exchange);
}

export function noExchange(id: string): string {
  return `There is no exchange "${id}". Take one of ${marketIds.join(', ')}`;
}

const isExchange = (value: unknown, id: string): boolean =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'id') === id;

const isSigning = (exchange: Exchange): exchange is SigningExchange<object> => 'signer' in exchange;

/** Path and query. */
export function targetOf({ path, params, as }: Sample): string {
  const pairs = as === 'query' ? String(new URLSearchParams(Object.entries(params))) : '';
  return pairs === '' ? path : `${path}?${pairs}`;
}

/** The text of a body and its type, where the request has one. */
export function bodyOf({ params, as }: Sample): { body?: string; headers?: Record<'content-type', string> } {
  switch (as) {
    case 'query':
      return {};
    case 'form': {
      const body = String(new URLSearchParams(Object.entries(params)));
      return { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    }
    case 'json':
      return { body: JSON.stringify(params), headers: { 'content-type': 'application/json' } };
  }
}

/** As axios takes it. */
export function axiosConfigOf(sample: Sample): { method: string; url: string; data?: object } {
  const { method, params, as } = sample;
  const url = targetOf(sample);
  if (as === 'query') return { method, url };
  return { method, url, data: as === 'json' ? params : new URLSearchParams(Object.entries(params)) };
}
