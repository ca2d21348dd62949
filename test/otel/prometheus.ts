import type { MetricRow } from '../../src/otel/metric-table.ts';

/** The names that an instrument goes by in Prometheus: without and with its unit, as exporters differ. */
export function prometheusNames({ name, kind, unit }: MetricRow): readonly string[] {
  const bare = name.replaceAll('.', '_');
  const bases = unit === 's' ? [bare, `${bare}_seconds`] : [bare];
  if (kind === 'counter') return bases.map((base) => `${base}_total`);
  if (kind !== 'histogram') return bases;
  return bases.flatMap((base) => ['bucket', 'sum', 'count'].map((part) => `${base}_${part}`));
}

/** A metric that a query selects, and the labels by which it does. */
export interface Selected {
  /** A pattern that has to fit the whole name. */
  readonly name: string;
  readonly labels: readonly string[];
}

/** What a PromQL expression selects and groups by; enough of the language for a dashboard of ours. */
export function selectedBy(expression: string): readonly Selected[] {
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
  const selectors = [...expression.matchAll(/([a-z_:][a-z0-9_:]*)?\{([^}]*)\}/g)];
  return selectors.map(([, plain, matchers = '']) => {
    const parts = [...matchers.matchAll(/(\w+)(=~|!=|!~|=)"([^"]*)"/g)];
    const named = parts.find(([, label]) => label === '__name__')?.[3];
    const labels = parts.map(([, label = '']) => label).filter((label) => label !== '__name__');
    return { name: plain ?? named ?? '', labels: [...labels, ...grouped] };
  });
}
