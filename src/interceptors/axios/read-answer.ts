// Reads what an axios response says, and leaves the response as its caller asked for it.
import type { AxiosResponse, InternalAxiosRequestConfig as Config } from 'axios';
import { readHeader } from '../../answers/headers.ts';
import { type Answer, type Signed, unread, withoutQuery } from '../../transport/call.ts';
import { type AnsweredRequest, isAnswerDue, ownAnswerLimit, parseOnce } from '../answer-body.ts';
import { answerIn } from './adapter-result.ts';
import { bytesOf, dataFromBytes, isBlob, isStream, readText } from './response-data.ts';

/** No answer of an API is longer, in bytes; a packed one can be a thousand times what came over the wire. */
const unpackedLimit = 16 * 1024 * 1024;

/**
 * What an answer says, or `unread`.
 * @param parses whether axios would parse the text by itself: then it is parsed here, and once
 * @param hasBytes whether the attempt asked for bytes in place of what the caller wants
 */
export function readAnswer(
  request: AnsweredRequest,
  config: Config,
  response: AxiosResponse,
  parses: boolean,
  hasBytes: boolean,
): unknown {
  const data: unknown = response.data;
  const bytes = bytesOf(data);
  if (hasBytes && bytes) response.data = dataFromBytes(config, data, bytes, parses);
  if (!isAnswerDue(request, response.status, response.headers) || isStream(data)) return unread;
  if (bytes) return unpacked(config, response, bytes) ?? unreadable(request, bytes);
  if (isBlob(data)) return readBlob(request, data);
  if (typeof data !== 'string') return data;
  if (encodingOf(config, response) !== undefined) return unreadable(request, data);
  if (!parses) return data;
  // Parsed once: axios's own transform leaves alone what is no text any more.
  const value = parseOnce(data);
  Reflect.set(response, 'data', value);
  return value;
}

/**
 * The answer to a request of ours, as text, whatever its status.
 * @throws what the adapter rejects with where no answer came; {RangeError} for one longer than `ownAnswerLimit`
 */
export async function readOwnAnswer(sent: Promise<AxiosResponse>): Promise<Answer> {
  const response = await sent.catch((rejection: unknown) => {
    const answer = answerIn(rejection);
    if (answer) return answer;
    throw rejection;
  });
  const body = await readText(response.data, ownAnswerLimit);
  response.data = body;
  return { status: response.status, headers: response.headers, body, native: response };
}

/** A read goes to its caller as it is; a write that cannot be read is not known to be accepted. */
function unreadable({ isWrite }: AnsweredRequest, data: unknown): unknown {
  return isWrite ? data : unread;
}

async function readBlob(request: AnsweredRequest, blob: Blob): Promise<unknown> {
  if (blob.size > unpackedLimit) return unreadable(request, '');
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * How the body is packed still; undefined where it is not. Node's own adapter gives the bytes of a packed body as they came
 * where `decompress` is false; fetch always unpacks.
 */
function encodingOf({ decompress }: Config, { headers }: AxiosResponse): string | undefined {
  if (decompress !== false) return undefined;
  const encoding = readHeader(headers, 'content-encoding')?.toLowerCase() ?? '';
  return encoding === '' || encoding === 'identity' ? undefined : encoding;
}

/** Undefined for what cannot be unpacked here. */
function unpacked(config: Config, response: AxiosResponse, bytes: Uint8Array): Uint8Array | undefined {
  const encoding = encodingOf(config, response);
  if (encoding === undefined) return bytes;
  const zlib = globalThis.process?.getBuiltinModule?.('node:zlib');
  if (!zlib) return undefined;
  const options = { maxOutputLength: unpackedLimit };
  try {
    switch (encoding) {
      case 'gzip':
      case 'x-gzip':
      case 'deflate':
        return zlib.unzipSync(bytes, options);
      case 'br':
        return zlib.brotliDecompressSync(bytes, options);
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** Where a redirect pointed that was not followed on our account, without its query; undefined where none was. */
export function redirectTarget(
  isWrite: boolean,
  { maxRedirects }: Config,
  { status, headers }: AxiosResponse,
  signed: Signed | undefined,
): string | undefined {
  if (status < 300 || status > 399 || status === 304) return undefined;
  const isRefused = isWrite || (signed !== undefined && maxRedirects !== 0);
  const location = isRefused ? readHeader(headers, 'location') : undefined;
  return location === undefined ? undefined : withoutQuery(location);
}
