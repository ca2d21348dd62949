// MD5 in hex, which WebCrypto does not have.
import { hex } from '../hmac.ts';

/** Bits that each step of a round rotates by. */
const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** Which word of the block step `i` of each round takes. */
const words = [
  (i: number) => i,
  (i: number) => 5 * i + 1,
  (i: number) => 3 * i + 5,
  (i: number) => 7 * i,
] as const;

const mixes = [
  (b: number, c: number, d: number) => (b & c) | (~b & d),
  (b: number, c: number, d: number) => (d & b) | (~d & c),
  (b: number, c: number, d: number) => b ^ c ^ d,
  (b: number, c: number, d: number) => c ^ (b | ~d),
] as const;

/**
 * MD5 in lower-case hex, of the text in UTF-8. WebCrypto leaves it out for good reason; LBank has it inside its
 * signature scheme, where the HMAC around it does the work.
 * @see https://www.rfc-editor.org/rfc/rfc1321
 */
export function md5(text: string): string {
  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  const message = padded(new TextEncoder().encode(text));
  for (let at = 0; at < message.byteLength; at += 64) {
    const mixed = block(state, message, at);
    for (const [i, word] of mixed.entries()) state[i] = (state[i] ?? 0) + word;
  }
  const out = new DataView(new ArrayBuffer(16));
  for (const [i, word] of state.entries()) out.setUint32(i * 4, word, true);
  return hex(new Uint8Array(out.buffer));
}

/** One bit, zeros, and the length in bits as the last eight bytes of a block. */
function padded(bytes: Uint8Array): DataView {
  const all = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setBigUint64(all.length - 8, BigInt(bytes.length) * 8n, true);
  return view;
}

function block(state: Uint32Array, message: DataView, at: number): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const round of [0, 1, 2, 3] as const) {
    for (let i = 0; i < 16; i++) {
      const word = message.getUint32(at + (words[round](i) % 16) * 4, true);
      const sine = Math.floor(Math.abs(Math.sin(round * 16 + i + 1)) * 2 ** 32);
      const sum = (a + mixes[round](b, c, d) + word + sine) | 0;
      const shift = shifts[round][i % 4] ?? 0;
      [a, b, c, d] = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c];
    }
  }
  return [a, b, c, d];
}
