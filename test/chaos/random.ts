export { seededRandom as seeded } from '../../src/testing/random.ts';

/** `CHAOS_SEED=7 npx vitest run test/chaos` plays other stories than the usual ones. */
export const baseSeed: number = Number(process.env['CHAOS_SEED'] ?? 20_250);
