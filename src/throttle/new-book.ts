// A book of a limit, as the limit counts.
import type { Limit } from '../catalog/limit.ts';
import { sizeOf } from '../catalog/limit-size.ts';
import { Bulkhead } from './bulkhead.ts';
import type { Boundaries } from './ip-book.ts';
import { LeakyBucket } from './leaky-bucket.ts';
import type { LimitBook } from './limit-book.ts';
import { RateWindow } from './rate-window.ts';

export function newBook(limit: Limit, key: string, boundaries: Boundaries | undefined): LimitBook {
  const { name, scope, refill, inFlight } = limit;
  const identity = { limit: name, scope };
  if (inFlight) return new Bulkhead(key, limit.capacity, identity);
  const { capacity, windowMs } = sizeOf(limit);
  if (refill) return new LeakyBucket(key, capacity, refill, identity);
  const boundaryAfter =
    limit.window === 'fixed' ? (nowAt: number) => boundaries?.(windowMs, nowAt) : undefined;
  return new RateWindow(key, capacity, windowMs, { ...identity, boundaryAfter });
}
