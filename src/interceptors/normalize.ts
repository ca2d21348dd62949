import { readHeader } from '../answers/headers.ts';
import { isRead } from '../catalog/routes.ts';
import type { HeadersLike } from '../types.ts';

export { pathOf } from '../catalog/routes.ts';

/** Downloads and streams, not answers of an API: read over the wire by whoever asked for them. */
const fileLike =
  /csv|zip|octet-stream|pdf|image\/|audio\/|video\/|event-stream|protobuf|msgpack|ndjson|json-?lines|jsonl|json-seq|stream\+json|x-mixed-replace/i;

/**
 * Whether an exchange's answer is due in this body, so that it has to be understood. A write always gets one; so does a read
 * that failed, whatever its type, for the reason stands there. A redirect and a 304 bring none.
 */
export function isAnswerDue(method: string, status: number, headers: HeadersLike): boolean {
  if (method === 'HEAD' || status === 304) return false;
  if (!isRead(method)) return true;
  if (status >= 300 && status < 400) return false;
  const isGood = status >= 200 && status < 300;
  return !isGood || !fileLike.test(readHeader(headers, 'content-type') ?? '');
}

/** The parsed value, or the text itself where it is no JSON. */
export function parseOnce(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether a body can be sent a second time. */
export function isReplayable(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return true;
  if (typeof Reflect.get(body, 'pipe') === 'function') return false;
  if (typeof ReadableStream !== 'undefined' && body instanceof ReadableStream) return false;
  return typeof Reflect.get(body, Symbol.asyncIterator) !== 'function';
}

/** Query string without the question mark. */
export function queryOf(url: URL): string {
  return url.search.slice(1);
}
