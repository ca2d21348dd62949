// How much of its limits an exchange says is used or left, by the headers of an answer.

import type { Exchange } from '../catalog/exchange.ts';
import type { ToldUsage, UsageHeader } from '../catalog/limit-signals.ts';
import type { HeadersLike } from '../types.ts';
import { readHeader } from './headers.ts';
import { silencePromise } from './silence-promise.ts';

/** What an answer's headers tell of one limit. */
export interface LimitUsage {
  /** The limit's name; empty: the narrowest that applies to the call. */
  readonly limit: string;
  readonly usage: ToldUsage;
}

/** What the headers of an answer tell of the limits; what is no finite number of units is left out. */
export function readUsage({ usage }: Exchange, headers: HeadersLike | undefined): readonly LimitUsage[] {
  const read: LimitUsage[] = [];
  for (const header of usage) {
    const value = readHeader(headers, header.header);
    const one = value === undefined ? undefined : parseUsage(header, value);
    if (one) read.push({ limit: header.limit, usage: one });
  }
  return read;
}

/** Undefined where the parser, which may be the user's, throws or returns no usage: that must not change what becomes of the call. */
function parseUsage({ parse }: UsageHeader, value: string): ToldUsage | undefined {
  try {
    const usage: unknown = parse(value);
    return silencePromise(usage) || typeof usage !== 'object' || usage === null
      ? undefined
      : validUsage(usage);
  } catch {
    return undefined;
  }
}

function validUsage({ used, left, capacity, resetMs }: ToldUsage): ToldUsage | undefined {
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
