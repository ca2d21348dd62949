import { expect, it, vi } from 'vitest';
import { cases } from './socket-cases.ts';
import { play } from './socket-play.ts';

const kinds = [
  'request-lost',
  'reply-lost',
  'doubled',
  { kind: 'delay', delayMs: 300 },
  { kind: 'delay', delayMs: 3000 },
  'garbage',
  'garbage-instead',
  'binary',
  'gzip',
  'half-open',
  'close-before',
  'close-after',
] as const;

/** Ids of one character, as the cases have them. */
const ids = [...'abcdefghijklmnopqrstuvwxyzABCDEF'];

/** Orders in groups of eight, so that replies come out of order, to commands that share a line when it dies. */
async function trade(one: (typeof cases)[number], seed: number): Promise<readonly string[]> {
  const { exchange, place, names, fill, isRandom, id = (text) => text } = one;
  const bot = play({
    exchange,
    sign: one.sign(),
    fill,
    isUnchecked: isRandom,
    faults: { rate: 0.5, kinds, seed, commands: [names.place] },
    gateway: { breaker: false, budget: false, deadlineMs: 90_000 },
  });
  const wrong: string[] = [];
  for (let at = 0; at < ids.length; at += 8) {
    const group = ids.slice(at, at + 8);
    const ends = await bot.all(...group.map((name) => place(name)));
    for (const [place, name] of group.entries()) {
      const end = ends[place];
      const how = typeof end === 'string' ? end.split(' ')[2] : 'done';
      const executed = bot.sim.executions(id(name));
      const isRight =
        how === 'done'
          ? executed === 1
          : how === 'rejected'
            ? executed === 0
            : how === 'unknown' && executed <= 1;
      if (!isRight)
        wrong.push(`${exchange.id} ${seed} ${name}: ${JSON.stringify(end)}, executed ${executed}`);
    }
  }
  if (bot.commands.stats().pending > 0) wrong.push(`${exchange.id} ${seed}: something is pending`);
  bot.commands.close();
  await Promise.all([bot.gateway.close(), vi.runAllTimersAsync()]);
  return wrong;
}

it('whatever becomes of frames, no order is doubled, none invented and none denied', async () => {
  const wrong: string[] = [];
  for (const one of cases) wrong.push(...(await trade(one, 7)));
  expect(wrong).toEqual([]);
});
