import {
  type CcxtClient,
  type CcxtExchange,
  type CcxtOptions,
  exchangeFromCcxt,
  throttleCcxt,
} from '../../src/ccxt/index.ts';
import { createGateway, type Exchange, type Gateway, type GatewayOptions } from '../../src/index.ts';

// By a name that the compiler does not follow: ccxt's own types do not pass without `skipLibCheck`.
const packageName = 'ccxt';
const loaded: { readonly default: Readonly<Record<string, unknown>> } = await import(packageName);

/** The real package. */
export const ccxt: Readonly<Record<string, unknown>> = loaded.default;

/** Every exchange that it has. */
export const ids: readonly string[] = ccxt['exchanges'] as readonly string[];

/** One request as ccxt handed it to its transport. */
export interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An answer, or a loss. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | Error;

/** Stands in place of an exchange: gives its replies in turn, the last one for ever, and keeps what it saw. */
export class Stub {
  readonly seen: Seen[] = [];
  readonly #replies: Reply[];

  constructor(...replies: Reply[]) {
    this.#replies = replies;
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { method = 'GET', headers, body } = init;
    this.seen.push({
      method,
      url: new URL(input instanceof Request ? input.url : input),
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === 'string' ? body : undefined,
    });
    const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
    if (reply instanceof Error) throw reply;
    const { status = 200, body: answer, headers: own = {} } = reply ?? { body: {} };
    return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), {
      status,
      headers: own,
    });
  };
}

export const credentials = {
  apiKey: 'my-api-key-of-48-letters',
  secret: 'bXktc2VjcmV0LW9mLW1hbnktbGV0dGVycw==',
  password: 'my-passphrase',
} as const;

export function make(id: string, options: Readonly<Record<string, unknown>> = {}): CcxtExchange {
  const maker = ccxt[id];
  if (typeof maker !== 'function') throw new TypeError(`ccxt has no ${id}`);
  return Reflect.construct(maker, [options]);
}

/** ccxt's generated methods, by name. */
export type Methods = Readonly<Record<string, (params?: object) => Promise<unknown>>>;

/** An instance with keys, whose transport is the stub. */
export function client(
  id: string,
  transport: typeof fetch,
  options: Readonly<Record<string, unknown>> = {},
): CcxtClient & Methods {
  const made = make(id, { ...credentials, ...options });
  // ccxt keeps the clock that it found when it was loaded; tests turn another one.
  const clock = {
    milliseconds: () => Date.now(),
    microseconds: () => Date.now() * 1000,
    seconds: () => Math.floor(Date.now() / 1000),
  };
  return Object.assign(made, clock, { fetchImplementation: transport }) as unknown as CcxtClient & Methods;
}

/** One of ccxt's error classes. */
export function errorClass(name: string): new (message: string) => Error {
  return ccxt[name] as new (
    message: string,
  ) => Error;
}

/** An exchange of what ccxt knows, alone. */
export function theirs(instance: CcxtExchange, options: CcxtOptions = {}): Exchange {
  return exchangeFromCcxt(instance, { native: [], ...options });
}

/** An instance that goes through a gateway of its own, and the exchange that it speaks to. */
export function attached(
  id: string,
  replies: readonly Reply[],
  more: Partial<GatewayOptions> = {},
  exchangeOf: (instance: CcxtExchange) => Exchange = exchangeFromCcxt,
): { readonly stub: Stub; readonly instance: CcxtClient & Methods; readonly gateway: Gateway } {
  const stub = new Stub(...replies);
  const instance = client(id, stub.fetch);
  const gateway = createGateway({ exchange: exchangeOf(instance), ...more });
  throttleCcxt(instance, gateway);
  return { stub, instance, gateway };
}

/** A connection that broke after the request had left. */
export const lost: Error = new TypeError('fetch failed', {
  cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
});
