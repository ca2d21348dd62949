// Whether fetch refused a request before it sent anything: what proves that an order did not leave.
import { hidden, messageOf, readSafely } from '../answers/thrown-value.ts';
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

/**
 * Whether a fetch took a `Request` of another class for an address, and so sent nothing.
 * @param mayRepeat whether to believe what a function around fetch may say as well, of a request that it sent
 */
export function isForeignRequestRefusal(error: unknown, mayRepeat: boolean): boolean {
  return [error, readSafely(error, 'cause')].some((link) => {
    const message = readSafely(link, 'message');
    const said = typeof message === 'string' ? message : '';
    // undici's own words.
    if (said.startsWith('Failed to parse URL from [object ')) return true;
    return mayRepeat && (said.includes('[object Request]') || readSafely(link, 'code') === 'ERR_INVALID_URL');
  });
}

/**
 * What a function of the caller's threw while it sent, in a form that proves nothing where any API gives its code: it may be
 * about something else, after the request was sent.
 * @param url of the request: of one that is none it is no wonder
 */
export function withoutProof(error: unknown, url: string): unknown {
  const code = readSafely(error, 'code');
  const isOfAny = code === 'ERR_INVALID_URL' || code === 'ERR_INVALID_ARG_TYPE';
  return isOfAny && URL.canParse(url, noBase) ? new AggregateError([error], messageOf(error)) : error;
}

/** Whether a browser is sure of being offline; other platforms say nothing. */
export function isOffline(): boolean {
  const { navigator }: { readonly navigator?: { readonly onLine?: boolean } } = globalThis;
  return navigator?.onLine === false;
}
