// Reads what a `Response` says, and makes the one to hand on.
import { readHeader } from '../../answers/headers.ts';
import { type Answer, unread, withoutQuery } from '../../transport/call.ts';
import { type AnsweredRequest, isAnswerDue, ownAnswerLimit, parseOnce } from '../answer-body.ts';
import { readBytes } from '../read-bytes.ts';
import type { BufferedResponses } from './buffered-response.ts';

/** What was sent, as far as reading its answer depends on it. */
export interface SentRequest extends AnsweredRequest {
  readonly url: string;
  /** Whether redirects were not followed on our account. */
  readonly refusesRedirects: boolean;
  /** Its address as the caller gave it, where signing put more into it. */
  readonly bareUrl?: string | undefined;
}

/** Has no state between calls: each decodes a whole body. */
const decoder: TextDecoder = new TextDecoder();

/**
 * Reads an answer that has to be understood, and leaves every other one unread. What is handed on has the caller's address, not
 * the signed one.
 * @param buffered makes the `Response` to hand on for a body that was read
 */
export function readAnswer(
  response: Response,
  sent: SentRequest,
  buffered: BufferedResponses,
): Answer | Promise<Answer> {
  const { status, headers } = response;
  const redirectedTo = sent.refusesRedirects ? redirectTarget(response, sent.url) : undefined;
  if (redirectedTo !== undefined || status === 0 || !isAnswerDue(sent, status, headers)) {
    const answer = { status, headers, body: unread, native: handedOn(response, sent), redirectedTo };
    return redirectedTo === undefined ? answer : cancelBody(response).then(() => answer);
  }
  return readBytes(response).then((bytes) => {
    const value = parseOnce(decoder.decode(bytes));
    const native = handedOn(buffered.make(response, bytes, value), sent);
    if (!sent.isWrite) return { status, headers, body: value, native };
    return { status, headers, body: value, text: () => decoder.decode(bytes), native };
  });
}

/** With the caller's address. A `Response` that was made by hand has none. */
function handedOn(response: Response, { bareUrl }: SentRequest): Response {
  return bareUrl === undefined || response.url === '' ? response : hideQuery(response, bareUrl);
}

/**
 * The answer to a request of ours, as text.
 * @throws {RangeError} for one longer than `ownAnswerLimit`
 */
export async function readOwnAnswer(response: Response, url: string): Promise<Answer> {
  const { status, headers } = response;
  const body = decoder.decode(await readBytes(response, ownAnswerLimit));
  return { status, headers, body, native: response, redirectedTo: redirectTarget(response, url) };
}

/** Takes a signature in the query out of a response's `url`, and out of `location`, where exchanges repeat the query. */
function hideQuery(response: Response, url: string): Response {
  const { clone, headers } = response;
  const location = headers.get('location');
  const bare: PropertyDescriptorMap = {
    url: { configurable: true, value: url },
    clone: {
      configurable: true,
      writable: true,
      value: () => hideQuery(Reflect.apply(clone, response, []), url),
    },
  };
  if (location?.includes('?')) {
    const shown = new Headers([...headers]);
    shown.set('location', withoutQuery(location));
    bare['headers'] = { configurable: true, value: shown };
  }
  return Object.defineProperties(response, bare);
}

/** Where a redirect points that was not followed; undefined where it is none. */
function redirectTarget(response: Response, url: string): string | undefined {
  // A browser hides everything else of it.
  if (response.type === 'opaqueredirect') return 'an address that the platform does not tell';
  if (response.status < 300 || response.status > 399) return undefined;
  const location = readHeader(response.headers, 'location');
  if (location === undefined) return undefined;
  return withoutQuery(URL.canParse(location, url) ? new URL(location, url).href : location);
}

/** Frees the socket, which an unread body keeps. */
async function cancelBody(response: Response): Promise<void> {
  try {
    await response.body?.cancel();
  } catch {
    // It has another reader.
  }
}
