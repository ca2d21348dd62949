// Says that a signed body is JSON.
import type { OutgoingRequest } from '../types.ts';

/** The header that a body of JSON needs, where the request lacks it. */
export function jsonHeader(request: OutgoingRequest, body: string | undefined): Record<string, string> {
  return body === undefined || request.headers['content-type'] ? {} : { 'Content-Type': 'application/json' };
}
