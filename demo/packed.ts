// The demo as the package carries it: what it plays with is imported from the package.
import { fetchBots } from './fetch-bots.ts';
import { main } from './main.ts';
import type { Sink } from './screen.ts';

/** @returns as `main` does */
export function demo(names: readonly string[], sink: Sink): Promise<number> {
  return main(names, sink, fetchBots);
}
