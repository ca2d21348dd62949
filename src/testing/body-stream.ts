// The body of an answer as a stream.
const utf8 = new TextEncoder();

/** What undici says of a connection that died. */
export function socketError(): Error {
  const error = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  return Object.defineProperty(error, 'name', { value: 'SocketError' });
}

/** The text, and then its end or the end of the connection; by promises alone, as nothing that the platform makes is. */
export function bodyStream(text: string, isCut: boolean): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isBegun = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (!isBegun && text !== '') controller.enqueue(utf8.encode(text));
      else if (!isCut) controller.close();
      else controller.error(new TypeError('terminated', { cause: socketError() }));
      isBegun = true;
    },
  });
}
