// Whether an answer can say that there is no such order.
import type { HeadersLike } from '../types.ts';
import { readHeader } from './headers.ts';

/** Those that speak of what was asked. Any other says that the answer is none, is a part, or is about something else. */
const telling: ReadonlySet<number> = new Set([200, 400, 404, 410, 422]);

/**
 * Whether an answer, or the error made of it, can prove an absence: what a cache kept may be older than the order.
 */
export function mayDeny({
  status = 200,
  headers,
}: {
  readonly status?: number | undefined;
  readonly headers?: HeadersLike;
}): boolean {
  return telling.has(status) && !(Number(readHeader(headers, 'age')) > 0);
}
