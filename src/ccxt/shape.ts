import { bad } from '../internal.ts';

/**
 * What we read of a ccxt exchange, described by its shape: nothing of ccxt is imported, so that any version and any copy
 * of it fits, and none has to be installed.
 */
export interface CcxtExchange {
  readonly id: string;
  readonly name?: unknown;
  readonly urls?: unknown;
  readonly hostname?: unknown;
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

/** A plain value with named members, as far as anyone can tell. */
export type Members = Readonly<Record<string, unknown>>;

export function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @throws {TypeError} that says what it takes. */
export function checkInstance(option: string, instance: unknown): asserts instance is CcxtExchange {
  if (typeof instance === 'function') throw bad(option, 'a class', 'an instance, such as `new ccxt.bybit()`');
  const { id, handleErrors } = members(instance);
  if (textOf(id) === undefined || typeof handleErrors !== 'function') {
    throw bad(option, instance, 'a ccxt exchange, such as `new ccxt.bybit()`');
  }
}

/** Its id and those of the exchanges it is derived from, nearest first: `myokx`, `okx`. */
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

/** Every URL of its API, by the names ccxt gives them. */
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
