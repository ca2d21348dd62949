import { readHeader } from '../../answers/headers.ts';
import { type Answer, unread, withoutQuery } from '../../transport/call.ts';
import { isAnswerDue, parseOnce } from '../normalize.ts';
import type { BufferedResponses } from './buffered-response.ts';
import { readBytes } from './read-bytes.ts';

/** What was asked, as far as its answer has to be read by it. */
export interface Asked {
  readonly url: string;
  readonly method: string;
  /** A redirect was not to be followed on our account. */
  readonly staysHere: boolean;
  /** Its address as the caller gave it, where signing put more into it. */
  readonly bareUrl?: string | undefined;
}

/** More than any answer to a request of ours has. */
const mostOwnBytes = 65_536;

/** Keeps nothing between calls: each decodes a whole body. */
const decoder: TextDecoder = new TextDecoder();

/** Reads what has to be understood, and hands everything else on as it came, but for what signing put into its address. */
export async function readAnswer(
  response: Response,
  asked: Asked,
  buffered: BufferedResponses,
): Promise<Answer> {
  const answer = await readAsCame(response, asked, buffered);
  // One that knows no address, made by hand, shall not get one.
  const { bareUrl } = asked;
  if (bareUrl !== undefined && response.url !== '') tellBare(answer.native as Response, bareUrl);
  return answer;
}

async function readAsCame(response: Response, asked: Asked, buffered: BufferedResponses): Promise<Answer> {
  const { status, headers } = response;
  const redirectedTo = asked.staysHere ? goalOf(response, asked.url) : undefined;
  if (redirectedTo !== undefined) {
    await drop(response);
    return { status, headers, body: unread, native: response, redirectedTo };
  }
  if (status === 0 || !isAnswerDue(asked.method, status, headers)) {
    return { status, headers, body: unread, native: response };
  }
  const bytes = await readBytes(response);
  const value = parseOnce(decoder.decode(bytes));
  return { status, headers, body: value, native: buffered.make(response, bytes, value) };
}

/** The answer to a request of ours: as text, and no more of it than such an answer has. */
export async function ownAnswer(response: Response, url: string): Promise<Answer> {
  const { status, headers } = response;
  const body = decoder.decode(await readBytes(response, mostOwnBytes));
  return { status, headers, body, native: response, redirectedTo: goalOf(response, url) };
}

/** A signature in the query stands in the address that a response tells, and where the exchange sends us from there. */
function tellBare(response: Response, url: string): Response {
  const { clone, headers } = response;
  const location = headers.get('location');
  const bare: PropertyDescriptorMap = {
    url: { configurable: true, value: url },
    clone: {
      configurable: true,
      writable: true,
      value: () => tellBare(Reflect.apply(clone, response, []), url),
    },
  };
  if (location?.includes('?')) {
    const told = new Headers([...headers]);
    told.set('location', withoutQuery(location));
    bare['headers'] = { configurable: true, value: told };
  }
  return Object.defineProperties(response, bare);
}

/** Where a redirect points that was not followed; undefined where it is none. */
function goalOf(response: Response, url: string): string | undefined {
  // A browser hides everything else of it.
  if (response.type === 'opaqueredirect') return 'an address that the platform does not tell';
  if (response.status < 300 || response.status > 399) return undefined;
  const location = readHeader(response.headers, 'location');
  if (location === undefined) return undefined;
  return withoutQuery(URL.canParse(location, url) ? new URL(location, url).href : location);
}

/** Lets the socket go: what nobody reads pins it. */
async function drop(response: Response): Promise<void> {
  try {
    await response.body?.cancel();
  } catch {
    // Somebody else has it.
  }
}
