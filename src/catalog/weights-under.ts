// Rows of what requests cost, for routes that begin alike.
import type { CostRow, RouteMatch } from './limit.ts';

interface WeightsUnder {
  /** The route of a name. */
  readonly at: (name: string, match?: Omit<RouteMatch, 'path'>) => RouteMatch;
  /** Requests of one weight. */
  readonly costing: (units: number, method: string, ...names: readonly string[]) => readonly CostRow[];
}

export function weightsUnder(base: string): WeightsUnder {
  const at: WeightsUnder['at'] = (name, match) => ({ ...match, path: base + name });
  return {
    at,
    costing: (units, method, ...names) => names.map((name) => ({ match: at(name, { method }), units })),
  };
}
