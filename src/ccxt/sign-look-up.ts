// Has ccxt sign a request that asks for an order.
import { type OwnRequest, parseExact } from '../internal.ts';
import { signByCcxt } from './ccxt-transport.ts';
import { type CcxtClient, type CcxtRequest, members, type UnsignedRequest } from './shape.ts';

/**
 * Signs by the first of ccxt's routes that leads to the same address.
 * @param timestamp the exchange's time, in milliseconds since 1970.
 * @throws {TypeError} where none does: what cannot be asked says nothing.
 */
export async function signLookUp(
  instance: CcxtClient,
  request: OwnRequest,
  timestamp: number,
): Promise<CcxtRequest> {
  const url = new URL(request.url);
  for (const { path, api, method, params } of routesTo(instance, request, url)) {
    const made = await signByCcxt(instance, [path, api, method, params, undefined, undefined], timestamp);
    const { origin, pathname } = new URL(made.url);
    if (origin === url.origin && pathname === url.pathname) return made;
  }
  throw new TypeError(`throttleCcxt: ccxt has no route to ${request.method} ${url.pathname} of ${url.host}.`);
}

type Unsigned = Pick<UnsignedRequest, 'path' | 'api' | 'method' | 'params'>;

/** Routes whose path ends like the URL's, the longest first; of equals those that are signed. */
function routesTo(instance: CcxtClient, request: OwnRequest, url: URL): readonly Unsigned[] {
  const given = paramsOf(request, url);
  const found = [...walk(instance.api, request.method, [])].flatMap(({ path, names }) => {
    const inPath = matchEnd(path, url.pathname);
    const api = names.length === 1 ? (names[0] ?? '') : names;
    return inPath ? [{ path, api, method: request.method, params: { ...given, ...inPath } }] : [];
  });
  const rank = ({ path, api }: Unsigned): number => path.length * 2 + Number(String(api).includes('rivate'));
  return found.toSorted((one, other) => rank(other) - rank(one));
}

function paramsOf({ body }: OwnRequest, url: URL): object {
  const inBody =
    body === undefined ? {} : (parseExact(body) ?? Object.fromEntries(new URLSearchParams(body)));
  return { ...Object.fromEntries(url.searchParams), ...members(inBody) };
}

interface ApiRoute {
  readonly path: string;
  readonly names: readonly string[];
}

function* walk(node: unknown, method: string, names: readonly string[]): Generator<ApiRoute> {
  for (const [name, child] of Object.entries(members(node))) {
    if (name.toUpperCase() === method) {
      const paths: readonly unknown[] = Array.isArray(child) ? child : Object.keys(members(child));
      for (const path of paths) if (typeof path === 'string') yield { path: path.trim(), names };
    } else if (!Array.isArray(child)) yield* walk(child, method, [...names, name]);
  }
}

/** The parameters of a template that a path ends with; undefined where it does not. */
function matchEnd(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = template.replace(/^\/+/, '').split('/');
  const given = path.split('/').slice(-wanted.length);
  if (given.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const value = given[at] ?? '';
    if (name !== undefined) params[name] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}
