// Faults that depend on the request and on how often it was sent, not on which client sends it.
import type { FaultKind, FaultTable, FaultTarget } from 'exchange-interceptors/testing';

/**
 * Tables for a simulated exchange, one per kind.
 *
 * @param draw the fault of a request, if it meets one; `copy` counts the requests of this key, from 1 on
 * @param keyOf what makes two requests copies of each other; undefined for one that meets no fault
 */
export function faultTables<Kind extends FaultKind>(
  kinds: readonly Kind[],
  keyOf: (request: FaultTarget) => string | undefined,
  draw: (key: string, copy: number) => Kind | undefined,
): readonly FaultTable[] {
  const copies = new Map<string, number>();
  let drawn: Kind | undefined;
  return kinds.map((kind, at) => ({
    rate: 1,
    kinds: [kind],
    // The tables are asked in turn about each request: the first one draws.
    match: (request) => {
      const key = at === 0 ? keyOf(request) : undefined;
      if (at === 0) drawn = undefined;
      if (key !== undefined) {
        const copy = (copies.get(key) ?? 0) + 1;
        copies.set(key, copy);
        drawn = draw(key, copy);
      }
      return drawn === kind;
    },
  }));
}
