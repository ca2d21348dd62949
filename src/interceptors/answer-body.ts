// What both HTTP clients do with the body of an answer.
import { isGoodStatus } from '../answers/classify-status.ts';
import { readHeader } from '../answers/headers.ts';
import type { HeadersLike } from '../types.ts';

/** No answer to a request of ours (clock, look-up) is longer, in bytes. */
export const ownAnswerLimit: number = 64 * 1024;

/**
 * What a request of ours asks of fetch beside its parts: no cache in between may answer it (the one that Next.js puts before fetch does, for
 * days). Early Workers refuse the word, and have no such property.
 */
export function ownInit(): Pick<RequestInit, 'cache' | 'redirect'> {
  const hasCache = typeof Request === 'function' && 'cache' in Request.prototype;
  return { redirect: 'manual', ...(hasCache && { cache: 'no-store' }) };
}

/** Of an answer that a look-up found in place of the one that was lost. */
export const reconciledHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'x-exchange-interceptors': 'reconciled',
};

/** Downloads and streams: read over the wire by the caller, and no answers of an API. */
const fileLike =
  /csv|zip|octet-stream|pdf|image\/|audio\/|video\/|event-stream|protobuf|msgpack|ndjson|json-?lines|jsonl|json-seq|stream\+json|x-mixed-replace/i;

/** What was sent, as far as it matters for its answer. */
export interface AnsweredRequest {
  readonly method: string;
  /** Whether it changes something: by its method, or by its route where the method promises that it does not. */
  readonly isWrite: boolean;
}

/**
 * Whether an exchange's answer is due in this body, so that it has to be understood. A write always gets one; so does a read
 * that failed, whatever its type, for the reason stands there. A redirect and a 304 bring none.
 */
export function isAnswerDue(
  { method, isWrite }: AnsweredRequest,
  status: number,
  headers: HeadersLike,
): boolean {
  if (method === 'HEAD' || status === 304) return false;
  if (isWrite) return true;
  if (status >= 300 && status < 400) return false;
  return !isGoodStatus(status) || !fileLike.test(readHeader(headers, 'content-type') ?? '');
}

/** The parsed value, or the text itself where it is no JSON. */
export function parseOnce(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A body as JSON text; a text stays as it is, so that long numbers keep their digits. */
export function toJsonText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
