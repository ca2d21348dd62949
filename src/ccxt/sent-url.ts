// Where a ccxt exchange sends a request: by its tables, or by what it signs.
import { type CcxtClient, members, toRequest, type UnsignedRequest, urlsOf } from './shape.ts';

/** The URL by ccxt's tables, which for some exchanges lacks what `sign` puts before the path. */
export function tableUrl(instance: CcxtClient, { path, api, params }: UnsignedRequest): URL {
  const names = typeof api === 'string' ? [api] : api;
  const urls = urlsOf(instance);
  const base = [names.join('.'), names[0] ?? '', 'rest', ...urls.keys()]
    .map((name) => urls.get(name))
    .find((url) => url !== undefined && URL.canParse(url));
  const url = new URL(base ?? 'https://localhost');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${filled(path, params)}`;
  return url;
}

function filled(path: string, params: object): string {
  const whole = path.replace(/\{(\w+)\}/g, (template, name: string) => {
    const value = members(params)[name];
    return typeof value === 'string' || typeof value === 'number' ? encodeURIComponent(value) : template;
  });
  return whole.replace(/^\/+/, '');
}

/** What stands before the path, by instance and route: signing only to learn it would be paid for by every call. */
const bases = new WeakMap<CcxtClient, Map<string, string>>();

/** The URL that `sign` makes, without query; by ccxt's tables where it makes none, for want of keys say. */
export function sentUrl(instance: CcxtClient, unsigned: UnsignedRequest): URL {
  const byTables = tableUrl(instance, unsigned);
  const { path, api, method, params } = unsigned;
  const end = `/${filled(path, params)}`;
  const known = bases.get(instance) ?? new Map<string, string>();
  bases.set(instance, known);
  const key = [byTables.origin, method, path, String(api)].join(' ');
  const base = known.get(key);
  if (base !== undefined) return new URL(base + end);
  const signed = signedUrl(instance, unsigned);
  if (!signed) return byTables;
  if (signed.pathname.endsWith(end)) known.set(key, signed.origin + signed.pathname.slice(0, -end.length));
  return signed;
}

function signedUrl(instance: CcxtClient, unsigned: UnsignedRequest): URL | undefined {
  const { path, api, method, params, headers, body } = unsigned;
  try {
    const { url } = toRequest(instance.sign(path, api, method, params, headers, body));
    const made = new URL(url);
    made.search = '';
    return made;
  } catch {
    return undefined;
  }
}
