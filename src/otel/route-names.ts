import type { Exchange } from '../internal.ts';

/** More names than that make a trace search useless and a metrics bill long. */
const mostNames = 200;

/** Words of an API's own path: `order`, `open_orders`, `openApi`, `v1`. */
const word = /^(?:[a-z]+(?:[-_.][a-z]+)*|[a-z]+(?:[A-Z][a-z]+)+|v\d{1,2})$/;
const longestWord = 32;

/**
 * Names for paths that stay few and hold nobody's ids: the profile's pattern where it lists one; elsewhere the path with
 * a `*` for every segment that is no word, and for every segment that is the client order id.
 */
export class RouteNames {
  readonly #listed: ReadonlySet<string>;
  readonly #given = new Set<string>();

  constructor({ routes }: Exchange) {
    this.#listed = new Set(routes.map(({ path }) => path).filter((path) => path !== undefined));
  }

  /** The path as it may be told, however many there are. */
  tell(route: string, clientOrderId: string | undefined): string {
    if (this.#listed.has(route)) return route;
    const segments = route.split('/');
    return segments.map((part) => (isTold(part, clientOrderId) ? part : '*')).join('/');
  }

  /** Whether the told path may stand in a span's name. After the first 200 the rest has none. */
  isName(told: string): boolean {
    if (this.#listed.has(told) || this.#given.has(told)) return true;
    if (this.#given.size >= mostNames) return false;
    this.#given.add(told);
    return true;
  }
}

function isTold(segment: string, clientOrderId: string | undefined): boolean {
  if (segment === '') return true;
  return segment !== clientOrderId && segment.length <= longestWord && word.test(segment);
}
