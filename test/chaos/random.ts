/** Numbers from 0 to just under 1, the same for the same seed: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `CHAOS_SEED=7 npx vitest run test/chaos` plays other stories than the usual ones. */
export const baseSeed: number = Number(process.env['CHAOS_SEED'] ?? 20_250);
