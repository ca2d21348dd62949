type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Reads a body to its end: by its stream, which costs less than any of the methods that read it whole.
 * @param most bytes that may come. @default no bound
 * @throws {RangeError} for more, and then the rest is not asked for.
 */
export async function readBytes(response: Response, most: number = Number.POSITIVE_INFINITY): Promise<Bytes> {
  const { body } = response;
  // Somebody's own `Response` may have another kind of stream; and one that was read says so best by itself.
  if (response.bodyUsed || typeof body?.getReader !== 'function') {
    return bounded(new Uint8Array(await response.arrayBuffer()), most);
  }
  const reader = body.getReader();
  const pieces: Bytes[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    length += next.value.byteLength;
    if (length > most) {
      // Not waited for: how the other side takes it is nobody's business any more.
      void reader.cancel().catch(() => {});
      throw tooLong(most);
    }
  }
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

function bounded(bytes: Bytes, most: number): Bytes {
  if (bytes.byteLength > most) throw tooLong(most);
  return bytes;
}

function tooLong(most: number): RangeError {
  return new RangeError(`the answer is longer than ${most} bytes`);
}
