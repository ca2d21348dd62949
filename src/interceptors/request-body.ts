// What both HTTP clients ask of the body of a request.

/** Whether a body can be sent a second time: a stream cannot. */
export function isReplayable(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return true;
  if (typeof Reflect.get(body, 'pipe') === 'function') return false;
  if (typeof ReadableStream !== 'undefined' && body instanceof ReadableStream) return false;
  return typeof Reflect.get(body, Symbol.asyncIterator) !== 'function';
}

/** The text of some bytes; undefined where they are no UTF-8: what is signed has to be what is sent. */
export function decodeUtf8(bytes: ArrayBuffer | ArrayBufferView): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** By name, since it may be of another realm's class: `Blob`, `FormData`, `URLSearchParams`. */
export function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, Symbol.toStringTag) : undefined;
}

/**
 * Why a body cannot be given to `sign`.
 * @param option the client's name for the body: `data`, `body`
 * @param what the body is, as words that stand after "is"
 */
export function unsignableSentence(option: string, what: string): string {
  return `\`${option}\` is ${what}, so it cannot be signed: send text, or sign it yourself and set \`exchange.signed\` to false.`;
}
