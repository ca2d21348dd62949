// Tells a buffer of bytes, whoever made it.

/** Of any realm: under some test runners, the platform's bytes are of another than ours. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}
