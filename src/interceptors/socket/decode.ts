import type { SocketProtocol } from '../../catalog/socket.ts';

/** Marks of a reply stand within so many characters. */
const headLength = 256;
/** Replies are short; a longer packed frame is a book of orders. */
const longestPacked = 16_384;

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder();

/** The bytes of a binary frame, as the socket's `binaryType` has them; undefined for a `Blob` and for what is none. */
function bytesOf(data: unknown): Uint8Array | undefined {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return undefined;
}

function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Whether a frame can be a reply, by its first characters and without a parse. */
export function mayBeReply({ marks, pushes = [] }: SocketProtocol, data: unknown): boolean {
  // First without a string: bytes of market data are what there is most of.
  for (const push of pushes) if (startsWith(data, push)) return false;
  const head = headOf(data);
  // What is no text yet has to be looked into.
  if (head === undefined) return true;
  for (const mark of marks) if (head.includes(mark)) return true;
  return false;
}

function startsWith(data: unknown, push: string): boolean {
  if (typeof data === 'string') return data.startsWith(push);
  if (!(data instanceof Uint8Array) || data.length < push.length) return false;
  for (let at = 0; at < push.length; at += 1) if (data[at] !== push.charCodeAt(at)) return false;
  return true;
}

function headOf(data: unknown): string | undefined {
  if (typeof data === 'string') return data.length > headLength ? data.slice(0, headLength) : data;
  const bytes = bytesOf(data);
  if (!bytes || isPacked(bytes)) return bytes && bytes.length > longestPacked ? '' : undefined;
  return latin1.decode(bytes.length > headLength ? bytes.subarray(0, headLength) : bytes);
}

/** The text of a frame: at once, or after unpacking. Undefined for what holds none. */
export function textOf(data: unknown): string | undefined | Promise<string | undefined> {
  if (typeof data === 'string') return data;
  const bytes = bytesOf(data);
  if (bytes) return isPacked(bytes) ? unpacked(bytes) : utf8.decode(bytes);
  if (typeof Blob !== 'undefined' && data instanceof Blob) return fromBlob(data);
  return undefined;
}

async function fromBlob(blob: Blob): Promise<string | undefined> {
  return textOf(new Uint8Array(await blob.arrayBuffer()));
}

async function unpacked(bytes: Uint8Array): Promise<string | undefined> {
  try {
    // A copy: the socket may use its buffer again.
    const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
    return await new Response(stream).text();
  } catch {
    return undefined;
  }
}

/** A reply is an object; garbage is undefined. */
export function parseReply(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
