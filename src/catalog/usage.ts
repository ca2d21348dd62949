import type { UsageHeader } from './exchange.ts';

function whole(value: string): number | undefined {
  const digits = /^\s*(\d+)/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function left(value: string): { left: number } | undefined {
  const units = whole(value);
  return units === undefined ? undefined : { left: units };
}

/** `RateLimit: "name";r=50;t=30`, the structured field of the IETF's draft. */
function structured(value: string): { left: number } | undefined {
  const units = /(?:^|;)\s*r\s*=\s*(\d+)/.exec(value)?.[1];
  return units === undefined ? undefined : { left: Number(units) };
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
  const parse = (value: string): { used: number } | undefined => {
    const used = whole(value);
    return used === undefined ? undefined : { used };
  };
  return { header: header.toLowerCase(), limit, parse };
}
