// `response.data` in all the kinds that axios gives it: text, bytes, blobs, streams.

import type { AxiosResponse, InternalAxiosRequestConfig as Config } from 'axios';
import { isArrayBuffer } from '../../answers/is-array-buffer.ts';
import type { Abortable } from '../../transport/abortable.ts';
import { parseOnce, reconciledHeaders, toJsonText } from '../answer-body.ts';
import { checkLength, readIterable, readStream } from '../read-bytes.ts';
import { kindOf } from '../request-body.ts';
import { headersLike } from './config.ts';

/** The bytes that `data` is; undefined for everything else. */
export function bytesOf(data: unknown): Uint8Array | undefined {
  if (isArrayBuffer(data)) return new Uint8Array(data);
  if (!ArrayBuffer.isView(data)) return undefined;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A stream of Node's or of the platform's. */
export function isStream(data: unknown): data is object {
  if (typeof data !== 'object' || data === null) return false;
  return ['pipe', 'getReader'].some((method) => typeof Reflect.get(data, method) === 'function');
}

/** A blob of any realm. */
export function isBlob(data: unknown): data is Blob {
  return kindOf(data) === 'Blob' && typeof Reflect.get(Object(data), 'arrayBuffer') === 'function';
}

/**
 * Bytes as what the caller asked axios for: a stream, or text, parsed where axios would parse it.
 * @param data what the adapter gave, which tells the kind of stream
 */
export function dataFromBytes(config: Config, data: unknown, bytes: Uint8Array, parses: boolean): unknown {
  if (config.responseType === 'stream') return streamOf(data, bytes);
  const encoding = config.responseEncoding as BufferEncoding | undefined;
  const text = textOf(bytes, encoding);
  const bare = (!encoding || encoding === 'utf8') && text.startsWith('\ufeff') ? text.slice(1) : text;
  return parses ? parseOnce(bare) : bare;
}

/** Text as what the caller asked axios for. */
function dataFromText({ responseType }: Config, text: string, parses: boolean): unknown {
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

/** The response to hand on where a look-up found what became of the order: 200, with `body` as the caller asked for it. */
export function reconciledResponse(config: Config, body: unknown, parses: boolean): AxiosResponse {
  const headers = headersLike(config.headers, reconciledHeaders);
  const data = dataFromText(config, toJsonText(body), parses);
  return { data, status: 200, statusText: 'OK', headers, config };
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

/** The same pieces, by a stream whose `cancel()` ends the request and waits for no piece. */
export function endingRequest(
  stream: ReadableStream<Uint8Array>,
  request: Abortable,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      let next = await reader.read();
      while (!next.done && next.value.byteLength === 0) next = await reader.read();
      if (!next.done) return controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
      controller.close();
      // A reader that brought a buffer of its own gets it back.
      controller.byobRequest?.respond(0);
    },
    cancel(reason) {
      request.abort(reason);
      void reader.cancel(reason).catch(() => {});
    },
  });
}

/**
 * The whole text of a body, of whichever kind an adapter gave; what is neither text, bytes nor a stream stays as it is.
 * @throws {RangeError} for more than `limit` bytes; the rest of a stream is not read
 */
export async function readText(data: unknown, limit: number): Promise<unknown> {
  if (typeof data === 'string') {
    checkLength(data.length, limit);
    return data;
  }
  const bytes = bytesOf(data) ?? (isStream(data) ? await readAnyStream(data, limit) : undefined);
  if (!bytes) return data;
  checkLength(bytes.byteLength, limit);
  return new TextDecoder().decode(bytes);
}

function readAnyStream(stream: object, limit: number): Promise<Uint8Array> {
  return 'getReader' in stream
    ? readStream(stream as ReadableStream<Uint8Array>, limit)
    : readIterable(stream as AsyncIterable<Uint8Array | string>, limit);
}
