// Paths for spans and metrics, without ids and few in number.
import type { Exchange } from '../internal.ts';

/** The more names, the less a search finds in traces, and the more metrics cost. */
const mostNames = 200;

/** Words of an API's own path: `order`, `open_orders`, `openApi`, `v1`. */
const word = /^(?:[a-z]+(?:[-_.][a-z]+)*|[a-z]+(?:[A-Z][a-z]+)+|v\d{1,2})$/;
const longestWord = 32;

/**
 * A path becomes the profile's pattern where it lists one; elsewhere every segment that is no word, and every one that is
 * the client order id, becomes `*`.
 */
export class RouteNames {
  readonly #listed: ReadonlySet<string>;
  readonly #given = new Set<string>();

  constructor({ routes }: Exchange) {
    this.#listed = new Set(routes.map(({ path }) => path).filter((path) => path !== undefined));
  }

  /** The path without ids. */
  withoutIds(route: string, clientOrderId: string | undefined): string {
    if (this.#listed.has(route)) return route;
    const segments = route.split('/');
    return segments.map((part) => (isShown(part, clientOrderId) ? part : '*')).join('/');
  }

  /** Whether a path without ids may stand in a span's name: every listed one, and the first 200 others. */
  isName(path: string): boolean {
    if (this.#listed.has(path) || this.#given.has(path)) return true;
    if (this.#given.size >= mostNames) return false;
    this.#given.add(path);
    return true;
  }
}

function isShown(segment: string, clientOrderId: string | undefined): boolean {
  if (segment === '') return true;
  return segment !== clientOrderId && segment.length <= longestWord && word.test(segment);
}
