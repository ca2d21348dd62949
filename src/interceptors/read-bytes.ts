// Reads the body of an answer to its end, or to a bound.
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The bytes of a response: read by its stream, which costs less than any of the methods that read it whole.
 * @param limit bytes that may come. @default no bound
 * @throws {RangeError} for more; the rest is not asked for
 */
export function readBytes(response: Response, limit: number = Number.POSITIVE_INFINITY): Promise<Bytes> {
  const { body } = response;
  // A `Response` of another library may have another kind of stream; and one that was read says so best by itself.
  if (response.bodyUsed || typeof body?.getReader !== 'function') return readWhole(response, limit);
  return readStream(body, limit);
}

async function readWhole(response: Response, limit: number): Promise<Bytes> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  checkLength(bytes.byteLength, limit);
  return bytes;
}

/**
 * The bytes of a stream of the platform's.
 * @throws {RangeError} for more than `limit` bytes; then the stream is cancelled
 */
export async function readStream(stream: ReadableStream<Uint8Array>, limit: number): Promise<Bytes> {
  const reader = stream.getReader();
  const pieces: Bytes[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value as Bytes);
    length += next.value.byteLength;
    if (length <= limit) continue;
    // Not waited for: whether the other side takes it changes nothing here.
    void reader.cancel().catch(() => {});
    checkLength(length, limit);
  }
  return concat(pieces, length);
}

/**
 * The bytes of a stream of Node's, whose pieces may be texts.
 * @throws {RangeError} for more than `limit` bytes; then the stream is destroyed
 */
export async function readIterable(
  stream: AsyncIterable<Uint8Array | string>,
  limit: number,
): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let length = 0;
  for await (const piece of stream) {
    const bytes = typeof piece === 'string' ? new TextEncoder().encode(piece) : (piece as Bytes);
    pieces.push(bytes);
    length += bytes.byteLength;
    checkLength(length, limit);
  }
  return concat(pieces, length);
}

function concat(pieces: readonly Bytes[], length: number): Bytes {
  const [first] = pieces;
  if (first?.byteLength === length) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

/** @throws {RangeError} for more bytes than `limit` */
export function checkLength(length: number, limit: number): void {
  if (length > limit) throw new RangeError(`the answer is longer than ${limit} bytes`);
}
