// Headers that tell how much of a limit is used, and when it opens again.
import { bad } from '../options/check-value.ts';
import type { ResetHeader, ToldUsage, UsageHeader } from './limit-signals.ts';

function whole(value: string): number | undefined {
  const digits = /^\s*(\d+)/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function left(value: string): { left: number } | undefined {
  const units = whole(value);
  return units === undefined ? undefined : { left: units };
}

/** `RateLimit: "name";r=50;t=30`, the structured field of the IETF's draft. */
function structured(value: string): ToldUsage | undefined {
  const units = /(?:^|;)\s*r\s*=\s*(\d+)/.exec(value)?.[1];
  const seconds = /(?:^|;)\s*t\s*=\s*(\d+)/.exec(value)?.[1];
  if (units === undefined) return undefined;
  return { left: Number(units), ...(seconds !== undefined && { resetMs: Number(seconds) * 1000 }) };
}

/**
 * What is left of a limit, in the spellings that are in use; of the narrowest limit of the call, as they name none.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export const rateLimitHeaders: readonly UsageHeader[] = [
  { header: 'ratelimit', limit: '', parse: structured },
  { header: 'ratelimit-remaining', limit: '', parse: left },
  { header: 'x-ratelimit-remaining', limit: '', parse: left },
  { header: 'x-rate-limit-remaining', limit: '', parse: left },
];

/** What a header says is used of a limit: `usedHeader('x-mbx-used-weight-1m', 'weight')`. */
export function usedHeader(header: string, limit: string): UsageHeader {
  if (typeof header !== 'string' || header === '')
    throw bad('usedHeader header', header, 'the name of a header');
  if (typeof limit !== 'string')
    throw bad('usedHeader limit', limit, "the name of a limit, or '' for the narrowest");
  const parse = (value: string): { used: number } | undefined => {
    const used = whole(value);
    return used === undefined ? undefined : { used };
  };
  return { header: header.toLowerCase(), limit, parse };
}

/** `"name";r=0;t=30` of `RateLimit`: the longest `t` of a policy that has nothing left. */
function structuredReset(value: string): string | undefined {
  const waits = value
    .split(',')
    .filter((policy) => !/;\s*r\s*=\s*0*[1-9]/.test(policy))
    .map((policy) => Number(/;\s*t\s*=\s*(\d{1,15})/.exec(`;${policy}`)?.[1] ?? -1));
  const longest = Math.max(...waits);
  return longest < 0 ? undefined : String(longest);
}

/**
 * When a limit opens again, in the spellings that are in use.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export const resetHeaders: readonly ResetHeader[] = [
  { header: 'ratelimit', unit: 's', pick: structuredReset },
  { header: 'ratelimit-reset', unit: 's', left: 'ratelimit-remaining' },
  { header: 'x-ratelimit-reset', unit: 's', left: 'x-ratelimit-remaining' },
  { header: 'x-ratelimit-reset-after', unit: 's', left: 'x-ratelimit-remaining' },
  { header: 'x-rate-limit-reset', unit: 's', left: 'x-rate-limit-remaining' },
  { header: 'gw-ratelimit-reset', unit: 'ms', left: 'gw-ratelimit-remaining' },
  {
    header: 'x-gate-ratelimit-reset-timestamp',
    unit: 'instant',
    left: 'x-gate-ratelimit-requests-remain',
  },
  { header: 'x-bapi-limit-reset-timestamp', unit: 'instant', left: 'x-bapi-limit-status' },
];
