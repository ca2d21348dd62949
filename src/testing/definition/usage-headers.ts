// Writes the headers that tell of limits, by a definition alone.
import type { Exchange } from '../../internal.ts';
import type { Usage } from '../dialect.ts';

type HeaderTexts = Readonly<Record<string, string>>;
type ResetUnit = 's' | 'ms' | 'instant';

/** What the definition's headers tell of a request's limits: those that hold a number alone. */
export function usageHeaders(
  { usage, spec }: Exchange,
  counted: readonly Usage[],
  serverAt: number,
): HeaderTexts {
  const told: Record<string, string> = {};
  const tell = (header: unknown, value: number): void => {
    if (typeof header === 'string') told[header.toLowerCase()] ??= String(value);
  };
  for (const rule of usage) {
    if ('parse' in rule) continue;
    const { limit, scale = 1, used, left, capacity, reset } = rule;
    const book = narrowest(counted, limit);
    if (!book) continue;
    tell(used, book.used / scale);
    tell(left, Math.max(0, book.left) / scale);
    tell(capacity, (book.used + book.left) / scale);
    if (reset) tell(reset.header, resetIn(reset.unit, book, serverAt));
  }
  // The usual spellings, which a definition has that names none, are no promise of this exchange's.
  for (const { header, unit, left, pick } of spec.resets ?? []) {
    const book = narrowest(counted, left === undefined ? '' : limitTold(usage, left));
    if (book && !pick) tell(header, resetIn(unit, book, serverAt));
  }
  return told;
}

/** Whose headers they are. */
function limitTold(usage: Exchange['usage'], header: string): string | readonly string[] | true {
  return usage.find((rule) => 'left' in rule && rule.left === header)?.limit ?? '';
}

/** That of which the least is left: by name, of the account for `true`, of all for an empty name. */
function narrowest(counted: readonly Usage[], limit: string | readonly string[] | true): Usage | undefined {
  const meant = counted.filter(({ name, scope }) =>
    limit === true ? scope === 'account' : limit === '' || [limit].flat().includes(name),
  );
  return meant.toSorted((one, other) => one.left - other.left)[0];
}

function resetIn(unit: ResetUnit, { resetMs = 0 }: Usage, serverAt: number): number {
  if (unit === 'instant') return Math.ceil(serverAt + resetMs);
  return unit === 's' ? Math.ceil(resetMs / 1000) : Math.ceil(resetMs);
}
