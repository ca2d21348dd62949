// Plays a day at a simulated exchange, with the package and without it.
import { type Context, failed, misused, type Options, type Report } from './command.ts';
import { findExchange } from './names.ts';

/** `demo` */
export async function demo(
  words: readonly string[],
  { json }: Options,
  { stdout }: Context,
): Promise<Report> {
  if (json) throw misused('demo is for people: it prints no JSON.');
  const ids = words.map((word) => findExchange(word).id);
  // A file of its own, which takes the simulator from the package.
  const { demo: play } = await import('../../demo/packed.ts');
  const isWell = (await play(ids, stdout)) === 0;
  return {
    value: undefined,
    lines: [],
    ...(!isWell && { problem: failed('That should not be: please report it.') }),
  };
}
