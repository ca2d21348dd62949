// ccxt by its shape: what is read of an instance and called on it. Nothing of ccxt is imported.
import { bad } from '../internal.ts';

/** The half of a ccxt exchange that reads answers. Any version and any copy of ccxt fits, and none has to be installed. */
export interface CcxtExchange {
  /** ccxt's name of the exchange. */
  readonly id: string;
  /** As people call it. */
  readonly name?: unknown;
  /** Its hosts, by ccxt's names. */
  readonly urls?: unknown;
  /** What stands for `{hostname}` in its URLs. */
  readonly hostname?: unknown;
  /** ccxt's options of the exchange. */
  readonly options?: unknown;
  /** Tables of error classes, by code or text: flat, `exact` and `broad`, or those once more by market. */
  readonly exceptions?: unknown;
  /** Classes by HTTP status. */
  readonly httpExceptions?: unknown;
  /** Milliseconds per unit of cost. */
  readonly rateLimit?: unknown;
  /** Routes and their costs. */
  readonly api?: unknown;
  /** Throws what an answer means, or returns. */
  handleErrors(
    status: number,
    reason: string,
    url: string,
    method: string,
    headers: Record<string, string>,
    body: string,
    response: unknown,
    requestHeaders: unknown,
    requestBody: unknown,
  ): unknown;
}

/** The members of a value of unknown type. */
export type Members = Readonly<Record<string, unknown>>;

/** Those of an object; of anything else none. */
export function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

/** Undefined for what is no text, and for an empty one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @throws {TypeError} for what is no instance of a ccxt exchange. */
export function checkInstance(option: string, instance: unknown): asserts instance is CcxtExchange {
  if (typeof instance === 'function') throw bad(option, 'a class', 'an instance, such as `new ccxt.bybit()`');
  const { id, handleErrors } = members(instance);
  if (textOf(id) === undefined || typeof handleErrors !== 'function') {
    throw bad(option, instance, 'a ccxt exchange, such as `new ccxt.bybit()`');
  }
}

/** The id of an exchange and those of the exchanges it is derived from, nearest first: `myokx`, `okx`. */
export function familyOf(instance: CcxtExchange): readonly string[] {
  const names = [instance.id];
  let link: unknown = Object.getPrototypeOf(instance);
  while (typeof link === 'object' && link !== null) {
    const maker: unknown = Reflect.get(link, 'constructor');
    if (typeof maker === 'function' && !names.includes(maker.name)) names.push(maker.name);
    link = Object.getPrototypeOf(link);
  }
  return names;
}

/** Every URL of an exchange's API, by the names that ccxt gives them, joined by dots. */
export function urlsOf(instance: CcxtExchange): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const host = textOf(instance.hostname) ?? '';
  const collect = (node: unknown, path: readonly string[]): void => {
    if (typeof node === 'string') found.set(path.join('.'), node.replaceAll('{hostname}', host));
    else for (const [name, child] of Object.entries(members(node))) collect(child, [...path, name]);
  };
  collect(members(instance.urls)['api'], []);
  return found;
}

/** A request as ccxt's `sign` makes it. */
export interface CcxtRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: unknown;
}

/** A name of a part of the API: `private`, or `['contract', 'private']`. */
export type ApiName = string | readonly string[];

/** The arguments of ccxt's `sign`: a request before it is signed. */
export interface UnsignedRequest {
  readonly path: string;
  readonly api: ApiName;
  readonly method: string;
  readonly params: object;
  readonly headers: unknown;
  readonly body: unknown;
}

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
  /** Signs and sends one request. */
  fetch2(
    path: string,
    api: unknown,
    method: string,
    params: object,
    headers: unknown,
    body: unknown,
    config: object,
  ): Promise<unknown>;
  /** Sends one request; this is what is replaced. */
  fetch(url: string, method: string, headers: unknown, body: unknown): Promise<unknown>;
  /** Makes a signed request. */
  sign(path: string, api: unknown, method: string, params: object, headers: unknown, body: unknown): unknown;
  /** ccxt's own weight of a request. */
  calculateRateLimiterCost(
    api: unknown,
    method: string,
    path: string,
    params: object,
    config: object,
  ): number;
  /** Takes an option out of parameters. */
  handleOptionAndParams(params: object, method: string, option: string, fallback: unknown): unknown;
  /** ccxt's own limiter, which is switched off. */
  throttle?(cost: unknown): unknown;
  /** Reads an answer's text. */
  parseJson?(text: string): unknown;
  /** Notes when the last request was sent. */
  setLastRestRequestTimestamp?(): void;
  /** Notes the request that was sent last. */
  setLastRequest?(request: object): void;
}

const methods = ['fetch2', 'fetch', 'sign', 'calculateRateLimiterCost', 'handleOptionAndParams'] as const;

/** @throws {TypeError} that names the method that is missing. */
export function checkClient(instance: unknown): asserts instance is CcxtClient {
  const option = 'throttleCcxt instance';
  checkInstance(option, instance);
  const lacking = methods.find((name) => typeof Reflect.get(instance, name) !== 'function');
  if (lacking !== undefined) throw bad(option, `one without \`${lacking}\``, 'a ccxt exchange, version 4');
}

/**
 * The instance with some of its members replaced for one request. Writes go to the instance itself, and calls under way do
 * not see each other's members.
 */
export function viewOf(instance: CcxtClient, replaced: Readonly<Record<string, unknown>>): CcxtClient {
  return new Proxy(instance, {
    get: (target, name) =>
      typeof name === 'string' && Object.hasOwn(replaced, name) ? replaced[name] : Reflect.get(target, name),
  });
}

/** @param value what `sign` returned. @throws {TypeError} where it is no request, as from an override of `sign`. */
export function toRequest(value: unknown): CcxtRequest {
  const { url, method, headers, body } = members(value);
  if (typeof url !== 'string' || typeof method !== 'string')
    throw new TypeError('`sign` of the ccxt exchange did not return a request with `url` and `method`.');
  return { url, method, headers: headers === undefined ? undefined : strings(headers), body };
}

function strings(headers: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members(headers)).map(([name, value]) => [name, String(value)]));
}
