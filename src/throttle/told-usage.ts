import { readHeader } from '../answers/headers.ts';
import { silencePromise } from '../answers/silence-promise.ts';
import type { Exchange } from '../catalog/exchange.ts';
import type { ToldUsage, UsageHeader } from '../catalog/limit-signals.ts';
import type { HeadersLike } from '../types.ts';
import type { Charge } from './rate-window.ts';

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
  try {
    const usage: unknown = parse(value);
    return silencePromise(usage) || typeof usage !== 'object' || usage === null ? undefined : goodOf(usage);
  } catch {
    return undefined;
  }
}

function goodOf({ used, left, capacity, resetMs }: ToldUsage): ToldUsage | undefined {
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

/** Units of a limit that somebody else used. */
export interface ForeignUse {
  readonly limit: string;
  readonly units: number;
  readonly capacity: number;
}

/**
 * Corrects the windows of a call by what was told of a limit.
 * @param limit its name; where it is empty, the narrowest limit of the call is meant
 */
export function believeUsage(
  charges: readonly Charge[],
  limit: string,
  usage: ToldUsage,
  nowAt: number,
): readonly ForeignUse[] {
  const told =
    limit === ''
      ? charges.toSorted((a, b) => a.window.capacity - b.window.capacity).slice(0, 1)
      : charges.filter(({ window }) => window.limit === limit);
  return told.map(({ window }) => {
    const units = window.observed(usage, nowAt);
    return { limit: window.key, units, capacity: window.capacity };
  });
}
