// How much of its limits an exchange says is used or left, by the headers of an answer.
import type { Exchange } from '../catalog/exchange.ts';
import type { LimitRef } from '../catalog/limit.ts';
import type { HeaderNumber, LimitHeaders, ToldUsage, UsageHeader } from '../catalog/limit-signals.ts';
import { isAmount } from '../options/check-value.ts';
import type { HeadersLike } from '../types.ts';
import { readHeader } from './headers.ts';
import { numberWait } from './retry-after.ts';
import { silencePromise } from './silence-promise.ts';

/** What an answer's headers tell of one limit. */
export interface LimitUsage {
  /** Which one; empty: the narrowest that applies to the call. */
  readonly limit: LimitRef;
  readonly usage: ToldUsage;
}

/** What the headers of an answer tell of the limits; what is no finite number of units is left out. */
export function readUsage(
  { usage }: Exchange,
  headers: HeadersLike | undefined,
  nowMs: number,
): readonly LimitUsage[] {
  const told: LimitUsage[] = [];
  for (const rule of usage) {
    const one = 'parse' in rule ? parseUsage(rule, headers) : numbersIn(rule, headers, nowMs);
    if (one) told.push({ limit: rule.limit, usage: one });
  }
  return told;
}

/** Undefined where the parser, which may be the user's, throws or returns no usage: that must not change what becomes of the call. */
function parseUsage({ header, parse }: UsageHeader, headers: HeadersLike | undefined): ToldUsage | undefined {
  const value = readHeader(headers, header);
  if (value === undefined) return undefined;
  try {
    const usage: unknown = parse(value);
    return silencePromise(usage) || typeof usage !== 'object' || usage === null
      ? undefined
      : validUsage(usage);
  } catch {
    return undefined;
  }
}

function numbersIn(
  rule: LimitHeaders,
  headers: HeadersLike | undefined,
  nowMs: number,
): ToldUsage | undefined {
  const { scale = 1, reset } = rule;
  const told = (rule: HeaderNumber | undefined): number | undefined => {
    const number = numberIn(rule, headers);
    return number === undefined ? undefined : number * scale;
  };
  const resetText = reset && readHeader(headers, reset.header.toLowerCase());
  return validUsage({
    used: told(rule.used),
    left: told(rule.left),
    capacity: told(rule.capacity),
    resetMs: reset && numberWait(resetText, reset.unit, headers, nowMs),
  });
}

function numberIn(rule: HeaderNumber | undefined, headers: HeadersLike | undefined): number | undefined {
  if (rule === undefined) return undefined;
  const { header, pattern } = typeof rule === 'string' ? { header: rule, pattern: leadingNumber } : rule;
  const value = readHeader(headers, header.toLowerCase());
  const digits = value === undefined ? undefined : pattern.exec(value)?.[1];
  return digits === undefined || digits.trim() === '' ? undefined : Number(digits);
}

const leadingNumber = /^\s*(\d+(?:\.\d+)?)/;

export type MaybeUsage = { readonly [Name in keyof ToldUsage]: unknown };

export function validUsage({ used, left, capacity, resetMs }: MaybeUsage): ToldUsage | undefined {
  const good: ToldUsage = {
    ...(isAmount(used) && { used }),
    ...(isAmount(left) && { left }),
    ...(isAmount(capacity) && capacity >= 1 && { capacity }),
    ...(isAmount(resetMs) && { resetMs }),
  };
  return Object.keys(good).length === 0 ? undefined : good;
}
