type Bytes = Uint8Array<ArrayBuffer>;

/** Reads a body to its end: by its stream, which costs less than any of the methods that read it whole. */
export async function readBytes(response: Response): Promise<Bytes> {
  const { body } = response;
  // Somebody's own `Response` may have another kind of stream; and one that was read says so best by itself.
  if (response.bodyUsed || typeof body?.getReader !== 'function') {
    return new Uint8Array(await response.arrayBuffer());
  }
  const reader = body.getReader();
  const pieces: Bytes[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    length += next.value.byteLength;
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
