// Whether fetch refused a request before it sent anything: what proves that an order did not leave.
import { hidden, readSafely } from '../answers/thrown-value.ts';
import { noBase } from '../transport/call.ts';

/**
 * Whether fetch refused to make a request of it: its first step is to make a `Request`, and making one fails in the same
 * words. Another fetch may take what the platform refuses, and says something else when it fails later.
 */
export function isFetchRefusal(error: unknown, input: string | Request, init: RequestInit): boolean {
  const said = readSafely(error, 'message');
  // Those that come from a connection have a cause.
  if (typeof said !== 'string' || said === '' || readSafely(error, 'cause') !== undefined) return false;
  if (hidden.test(said)) return !isHttp(typeof input === 'string' ? input : input.url);
  try {
    void new Request(input, init);
    return false;
  } catch (refusal) {
    const words = readSafely(refusal, 'message');
    return typeof words === 'string' && withoutPrefix(words) === withoutPrefix(said);
  }
}

/** Browsers put the function that was called in front. */
function withoutPrefix(message: string): string {
  return message.replace(/^Failed to (?:execute '\w+' on '\w+'|construct '\w+'): /, '');
}

/** Browsers open nothing else for a page, and say of it what they say of every failure. */
function isHttp(url: string): boolean {
  return !URL.canParse(url, noBase) || /^https?:$/.test(new URL(url, noBase).protocol);
}

/** Whether a fetch took a `Request` of another class for an address, and so sent nothing. */
export function isForeignRequestRefusal(error: unknown): boolean {
  for (const link of [error, readSafely(error, 'cause')]) {
    const message = readSafely(link, 'message');
    if (typeof message === 'string' && message.includes('[object Request]')) return true;
    if (readSafely(link, 'code') === 'ERR_INVALID_URL') return true;
  }
  return false;
}

/** Whether a browser is sure of being offline; other platforms say nothing. */
export function isOffline(): boolean {
  const { navigator }: { readonly navigator?: { readonly onLine?: boolean } } = globalThis;
  return navigator?.onLine === false;
}
