import { bad } from '../internal.ts';
import { type CcxtExchange, checkInstance, members } from './shape.ts';

/** A request as ccxt's `sign` makes it. */
export interface CcxtRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: unknown;
}

/** A name of a part of the API: `private`, or `['contract', 'private']`. */
export type ApiName = string | readonly string[];

/** What ccxt's generated methods give to `fetch2`. */
export type Fetch2 = (
  path: string,
  api?: ApiName,
  method?: string,
  params?: Readonly<Record<string, unknown>>,
  headers?: unknown,
  body?: unknown,
  config?: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

/** The half of a ccxt exchange that sends. */
export interface CcxtClient extends CcxtExchange {
  fetch2(
    path: string,
    api: unknown,
    method: string,
    params: object,
    headers: unknown,
    body: unknown,
    config: object,
  ): Promise<unknown>;
  fetch(url: string, method: string, headers: unknown, body: unknown): Promise<unknown>;
  sign(path: string, api: unknown, method: string, params: object, headers: unknown, body: unknown): unknown;
  calculateRateLimiterCost(
    api: unknown,
    method: string,
    path: string,
    params: object,
    config: object,
  ): number;
  handleOptionAndParams(params: object, method: string, option: string, fallback: unknown): unknown;
  throttle?(cost: unknown): unknown;
  setLastRestRequestTimestamp?(): void;
  setLastRequest?(request: object): void;
}

const methods = ['fetch2', 'fetch', 'sign', 'calculateRateLimiterCost', 'handleOptionAndParams'] as const;

/** @throws {TypeError} that names what is missing. */
export function checkClient(option: string, instance: unknown): asserts instance is CcxtClient {
  checkInstance(option, instance);
  const lacking = methods.find((name) => typeof Reflect.get(instance, name) !== 'function');
  if (lacking !== undefined) throw bad(option, `one without \`${lacking}\``, 'a ccxt exchange, version 4');
}

/**
 * The instance with some of its members replaced for one request; everything that is written goes to the instance itself.
 * Calls under way do not see each other.
 */
export function viewOf(instance: CcxtClient, replaced: Readonly<Record<string, unknown>>): CcxtClient {
  return new Proxy(instance, {
    get: (target, name) =>
      typeof name === 'string' && Object.hasOwn(replaced, name) ? replaced[name] : Reflect.get(target, name),
  });
}

/** Checks what `sign` returned: other versions and overridden ones may answer otherwise. */
export function asRequest(value: unknown): CcxtRequest {
  const { url, method, headers, body } = members(value);
  if (typeof url !== 'string' || typeof method !== 'string')
    throw new TypeError('`sign` of the ccxt exchange did not return a request with `url` and `method`.');
  return { url, method, headers: headers === undefined ? undefined : strings(headers), body };
}

function strings(headers: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members(headers)).map(([name, value]) => [name, String(value)]));
}
