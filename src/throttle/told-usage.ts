import { readHeader } from '../answers/headers.ts';
import type { Exchange, ToldUsage, UsageHeader } from '../catalog/exchange.ts';
import type { HeadersLike } from '../types.ts';

/** What an answer's headers tell of one limit. */
export interface LimitUsage {
  /** The limit's name; empty: the narrowest that applies to the call. */
  readonly limit: string;
  readonly usage: ToldUsage;
}

/** What the headers tell of the limits; what is no finite number of units is left out. */
export function toldUsage({ usage }: Exchange, headers: HeadersLike | undefined): readonly LimitUsage[] {
  const told: LimitUsage[] = [];
  for (const header of usage) {
    const value = readHeader(headers, header.header);
    const one = value === undefined ? undefined : parsed(header, value);
    if (one) told.push({ limit: header.limit, usage: one });
  }
  return told;
}

/** A parser of the user's, or a header gone mad, must not change what becomes of the call. */
function parsed({ parse }: UsageHeader, value: string): ToldUsage | undefined {
  let usage: ToldUsage | undefined;
  try {
    usage = parse(value);
  } catch {
    return undefined;
  }
  if (typeof usage !== 'object' || usage === null) return undefined;
  const { used, left, capacity, resetMs } = usage;
  const good: ToldUsage = {
    ...(isUnits(used) && { used }),
    ...(isUnits(left) && { left }),
    ...(isUnits(capacity) && capacity >= 1 && { capacity }),
    ...(isUnits(resetMs) && { resetMs }),
  };
  return Object.keys(good).length === 0 ? undefined : good;
}

function isUnits(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
