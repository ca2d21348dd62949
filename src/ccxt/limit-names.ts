// Tells apart the limits of two exchanges of ours that one gateway goes to.
import {
  defineExchange,
  type Exchange,
  type ExchangeSpec,
  type LimitRef,
  type Row,
  rowsOf,
  withDetails,
} from '../internal.ts';

/** The exchanges, with the id of each before the names of its limits where two have one of the same name. */
export function withOwnLimitNames(exchanges: readonly Exchange[]): readonly Exchange[] {
  const names = exchanges.flatMap(({ limits }) => limits.map(({ name }) => name));
  return new Set(names).size === names.length ? exchanges : exchanges.map(renamed);
}

function renamed({ id, spec }: Exchange): Exchange {
  const to = (name: string): string => (name === '' ? '' : `${id}:${name}`);
  const ref = (limit: LimitRef): LimitRef =>
    limit === true ? true : typeof limit === 'string' ? to(limit) : limit.map(to);
  const { beyond, restOnly, wsOnly, table, tiers = {}, socket: _, ...others } = spec;
  const rows = rowsOf({ table, beyond, restOnly, wsOnly }).map((row) => renamedRow(row, ref));
  const changes: Partial<ExchangeSpec> = {
    limits: (spec.limits ?? []).map((limit) => ({ ...limit, name: to(limit.name) })),
    ...(spec.usage && {
      usage: spec.usage.map((one) => ({ ...one, limit: ref(one.limit) })) as typeof spec.usage,
    }),
    ...(spec.statuses && { statuses: spec.statuses.map((one) => withLimit(one, ref)) }),
    tiers: Object.fromEntries(
      Object.entries(tiers).map(([level, limits]) => [
        level,
        Object.fromEntries(Object.entries(limits).map(([name, change]) => [to(name), change])),
      ]),
    ),
  };
  return defineExchange({ ...others, ...changes, table: { source: table.source, rows } });
}

function renamedRow(row: Row, ref: (limit: LimitRef) => LimitRef): Row {
  const { when, ...more } = row[4] ?? {};
  return withDetails(row, {
    ...withLimit(more, ref),
    ...(when && { when: when.map((one) => withLimit(one, ref)) }),
  });
}

function withLimit<Given extends { readonly limit?: LimitRef }>(
  given: Given,
  ref: (limit: LimitRef) => LimitRef,
): Given {
  return given.limit === undefined ? given : { ...given, limit: ref(given.limit) };
}
