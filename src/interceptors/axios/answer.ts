import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { readHeader } from '../../answers/headers.ts';
import { isRead } from '../../catalog/routes.ts';
import type { Abortable } from '../../transport/abortable.ts';
import { unread } from '../../transport/call.ts';
import { isAnswerDue, parseOnce } from '../normalize.ts';

type Config = InternalAxiosRequestConfig;

/** No answer of an API is longer; a packed one can be a thousand times what came over the wire. */
const unpackedLimit = 16 * 1024 * 1024;

/**
 * Whether an attempt has to ask for bytes, since what the caller asks for could not be read on the way. Only a write's:
 * whether an order was refused inside a good status has to be known, and a read may be handed on unread.
 */
export function needsBytes(method: string, { responseType, decompress }: Config): boolean {
  return !isRead(method) && (responseType === 'stream' || (decompress === false && isText(responseType)));
}

function isText(responseType: string | undefined): boolean {
  return !responseType || responseType === 'json' || responseType === 'text';
}

/**
 * What an answer says, and the response as its caller asked for it.
 * @param parses whether axios would parse the text by itself: then it is parsed here, and once
 * @param hasBytes whether the attempt asked for bytes in place of what the caller wants
 */
export function readAnswer(
  method: string,
  config: Config,
  response: AxiosResponse,
  parses: boolean,
  hasBytes: boolean,
): unknown {
  const data: unknown = response.data;
  const bytes = bytesOf(data);
  if (hasBytes && bytes) response.data = asAsked(config, data, bytes, parses);
  if (!isAnswerDue(method, response.status, response.headers) || isStream(data)) return unread;
  if (bytes) return unpacked(config, response, bytes) ?? unreadable(method, bytes);
  if (isBlob(data)) return readBlob(method, data);
  if (typeof data !== 'string') return data;
  if (isPacked(config, response)) return unreadable(method, data);
  if (!parses) return data;
  // Parsed once: axios's own transform leaves alone what is no text any more.
  const value = parseOnce(data);
  Reflect.set(response, 'data', value);
  return value;
}

/** A read goes to whoever asked for it as it is; a write that cannot be read is not known to be accepted. */
function unreadable(method: string, data: unknown): unknown {
  return isRead(method) ? unread : data;
}

/** Node's own adapter gives the bytes of a packed body as they came, where it is asked to; fetch always unpacks. */
function isPacked({ decompress }: Config, { headers }: AxiosResponse): boolean {
  if (decompress !== false) return false;
  return !['', 'identity'].includes(readHeader(headers, 'content-encoding')?.toLowerCase() ?? '');
}

function unpacked(config: Config, response: AxiosResponse, bytes: Uint8Array): Uint8Array | undefined {
  if (!isPacked(config, response)) return bytes;
  return unpack(bytes, readHeader(response.headers, 'content-encoding')?.toLowerCase() ?? '');
}

function unpack(bytes: Uint8Array, encoding: string): Uint8Array | undefined {
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

/** Bytes as what the caller asked axios for. */
function asAsked(config: Config, data: unknown, bytes: Uint8Array, parses: boolean): unknown {
  if (config.responseType === 'stream') return streamOf(data, bytes);
  const encoding = config.responseEncoding as BufferEncoding | undefined;
  const text = textOf(bytes, encoding);
  const bare = (!encoding || encoding === 'utf8') && text.startsWith('\ufeff') ? text.slice(1) : text;
  return parses ? parseOnce(bare) : bare;
}

/** A body that we have as text, as what the caller asked axios for. */
export function bodyAs({ responseType }: Config, text: string, parses: boolean): unknown {
  switch (responseType) {
    case 'arraybuffer':
      return globalThis.Buffer?.from(text) ?? new TextEncoder().encode(text).buffer;
    case 'stream':
      return streamOf(undefined, new TextEncoder().encode(text));
    case 'blob':
      return new Blob([text], { type: 'application/json' });
    default:
      return parses ? parseOnce(text) : text;
  }
}

/** Node's own adapter knows more encodings than the platform does. */
function textOf(bytes: Uint8Array, encoding: BufferEncoding | undefined): string {
  const { buffer, byteOffset, byteLength } = bytes;
  const own = globalThis.Buffer?.from(buffer, byteOffset, byteLength);
  return own ? own.toString(encoding) : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Of the kind that the adapter would have given: fetch's has no `Buffer`. */
function streamOf(data: unknown, bytes: Uint8Array): unknown {
  const node = globalThis.process?.getBuiltinModule?.('node:stream');
  if (isArrayBuffer(data) || !node) return new Response(bytes.slice()).body;
  return node.Readable.from([bytes], { objectMode: false });
}

function bytesOf(data: unknown): Uint8Array | undefined {
  if (isArrayBuffer(data)) return new Uint8Array(data);
  if (!ArrayBuffer.isView(data)) return undefined;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Of any realm: under some test runners, the platform's bytes are of another than ours. */
export function isArrayBuffer(data: unknown): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]';
}

/** A stream of Node's or of the platform's. */
export function isStream(data: unknown): data is object {
  if (typeof data !== 'object' || data === null) return false;
  return ['pipe', 'getReader'].some((method) => typeof Reflect.get(data, method) === 'function');
}

/** The same pieces, by a stream whose `cancel()` waits for none of them: it ends the request. */
export function endedBy(stream: ReadableStream<Uint8Array>, request: Abortable): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      let next = await reader.read();
      while (!next.done && next.value.byteLength === 0) next = await reader.read();
      if (!next.done) return controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
      controller.close();
      // Whoever brought a buffer of his own gets it back.
      controller.byobRequest?.respond(0);
    },
    cancel(reason) {
      request.abort(reason);
      void reader.cancel(reason).catch(() => {});
    },
  });
}

function isBlob(data: unknown): data is Blob {
  if (typeof data !== 'object' || data === null) return false;
  return (
    Reflect.get(data, Symbol.toStringTag) === 'Blob' && typeof Reflect.get(data, 'arrayBuffer') === 'function'
  );
}

async function readBlob(method: string, blob: Blob): Promise<unknown> {
  if (blob.size > unpackedLimit) return unreadable(method, '');
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * The whole text of a body, whatever an adapter gave for it.
 * @throws when it is longer than `limit` bytes; the rest is not read
 */
export async function readAll(data: unknown, limit: number): Promise<unknown> {
  const decoder = new TextDecoder();
  let length = 0;
  let text = '';
  const take = (piece: Uint8Array | string): void => {
    length += typeof piece === 'string' ? piece.length : piece.byteLength;
    if (length > limit) throw new Error(`an answer of more than ${limit} bytes to a request of ours`);
    text += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
  };
  const bytes = bytesOf(data);
  if (typeof data === 'string' || bytes) take(bytes ?? String(data));
  else if (isStream(data)) await readPieces(data, take);
  else return data;
  return text + decoder.decode();
}

/** Ends the stream, and with it the request, when `take` has enough. */
async function readPieces(data: object, take: (piece: Uint8Array | string) => void): Promise<void> {
  if (!('getReader' in data)) {
    for await (const piece of data as AsyncIterable<Uint8Array | string>) take(piece);
    return;
  }
  const reader = (data as ReadableStream<Uint8Array>).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) take(next.value);
  } catch (error) {
    void reader.cancel(error).catch(() => undefined);
    throw error;
  }
}
