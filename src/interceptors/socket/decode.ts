// Frames on their way in: which of them may be replies, their text, and their JSON.
import { isArrayBuffer } from '../../answers/is-array-buffer.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';

/** Marks of a reply are looked for within so many characters. */
const headLength = 256;
/** Bytes. Replies are short: a longer packed frame is a book of orders, and is not unpacked. */
const longestPacked = 16_384;
/** The id of a command is looked for within so many characters of a frame. */
const longestSearched = 262_144;

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder();

/**
 * The data of a frame out of what a listener was given: some sockets hand it on inside an event, and that of `ws` as a list
 * of pieces where its `binaryType` is `fragments`.
 */
export function dataOf(event: unknown): unknown {
  if (Array.isArray(event)) return joined(event);
  if (typeof event !== 'object' || event === null || isBinary(event) || !('data' in event)) return event;
  return Array.isArray(event.data) ? joined(event.data) : event.data;
}

function isBinary(value: object): boolean {
  return (
    isArrayBuffer(value) ||
    ArrayBuffer.isView(value) ||
    (typeof Blob !== 'undefined' && value instanceof Blob)
  );
}

/** One run of bytes; undefined where a piece is none. */
function joined(pieces: readonly unknown[]): Uint8Array | undefined {
  const all = pieces.map(bytesOf);
  const whole = new Uint8Array(all.reduce((sum, piece) => sum + (piece?.length ?? 0), 0));
  let at = 0;
  for (const piece of all) {
    if (!piece) return undefined;
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The bytes of a binary frame, as the socket's `binaryType` has them; undefined for a `Blob` and for what is none. */
function bytesOf(data: unknown): Uint8Array | undefined {
  if (data instanceof Uint8Array) return data;
  if (isArrayBuffer(data)) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return undefined;
}

function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Whether a frame can be a reply, without a parse: by its first characters, or by what every reply that is due holds.
 * @param due text that stands in every reply to a command of ours, wherever in it.
 */
export function mayBeReply({ marks, pushes = [] }: SocketProtocol, data: unknown, due?: string): boolean {
  // On the bytes, without a string of them: most frames are market data.
  for (const push of pushes) if (startsWith(data, push)) return false;
  const head = textUpTo(data, headLength);
  // What is no text yet has to be unpacked first.
  if (head === undefined) return true;
  for (const mark of marks) if (head.includes(mark)) return true;
  if (due === undefined || head.length < headLength) return false;
  return textUpTo(data, longestSearched)?.includes(due) ?? false;
}

function startsWith(data: unknown, push: string): boolean {
  if (typeof data === 'string') return data.startsWith(push);
  if (!(data instanceof Uint8Array) || data.length < push.length) return false;
  for (let at = 0; at < push.length; at += 1) if (data[at] !== push.charCodeAt(at)) return false;
  return true;
}

/** The beginning of a frame; undefined where it has to be unpacked first. */
function textUpTo(data: unknown, length: number): string | undefined {
  if (typeof data === 'string') return data.length > length ? data.slice(0, length) : data;
  const bytes = bytesOf(data);
  if (!bytes || isPacked(bytes)) return bytes && bytes.length > longestPacked ? '' : undefined;
  return latin1.decode(bytes.length > length ? bytes.subarray(0, length) : bytes);
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

const longDigits = /\d{16}/;
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * A reply is an object; garbage is undefined. Whole numbers that a `number` would round, such as ids of 18 digits, come as
 * strings of the same digits.
 */
export function parseReply(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseDigits(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** A value out of JSON, with the digits of long numbers as `parseReply` keeps them; undefined for what is no JSON. */
export function parseDigits(text: string): unknown {
  try {
    return JSON.parse(longDigits.test(text) ? text.replace(tokens, exact) : text);
  } catch {
    return undefined;
  }
}

function exact(token: string): string {
  const isRounded = /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
  return isRounded ? `"${token}"` : token;
}
