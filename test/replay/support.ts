// What a gateway told of a day, and what the replay of a record of it says: in the same words, to be compared.
import type { Exchange } from '../../src/catalog/exchange.ts';
import type { EventName } from '../../src/index.ts';
import { Replay } from '../../src/replay/record-replay.ts';
import { duration, printable } from '../../src/replay/wording.ts';

/** An event as a listener of any name gets it. */
export interface Heard {
  readonly name: EventName;
  readonly event: Readonly<Record<string, unknown>>;
}

/** The events that say what was decided. */
export const heardNames = ['attempt', 'retry', 'paused', 'reconcile', 'giveUp', 'unlisted'] as const;

/** What became of the requests of a day. */
export interface Day {
  readonly requests: number;
  readonly categories: Readonly<Record<string, number>>;
  readonly decided: Readonly<Record<string, number>>;
  readonly sentAgainUnknown: number;
  readonly unlisted: readonly string[];
  /** How long was waited after which refusal. */
  readonly waits: readonly string[];
}

/** As the gateway told it. */
export function dayOf({ clientOrderId: rule }: Exchange, heard: readonly Heard[]): Day {
  const of = (name: EventName): readonly Heard['event'][] =>
    heard.filter((one) => one.name === name).map(({ event }) => event);
  const attempts = of('attempt');
  const again = of('retry').map(({ category }) => category);
  const clockRefreshed = again.filter((category) => category === 'timestamp').length;
  const lookedUp = attempts.filter(
    ({ outcome, clientOrderId, lookUpFor }) =>
      outcome === 'unknown' && clientOrderId !== undefined && lookUpFor === undefined,
  ).length;
  // There another copy is the look-up.
  const copies = rule?.deduplicated === 'returned' ? lookedUp : 0;
  return {
    requests: attempts.length,
    categories: counted(attempts.flatMap(({ category }) => category ?? [])),
    decided: {
      retried: again.length - clockRefreshed - copies,
      clockRefreshed,
      lookedUp,
      failedAtOnce: of('giveUp').length,
      outcomeUnknown: 0,
      exhausted: 0,
      spared: 0,
      turnedAway: 0,
    },
    sentAgainUnknown: 0,
    unlisted: of('unlisted').map(({ code }) => String(code)),
    waits: of('paused').map(
      ({ pauseMs, code }) => `${duration(Number(pauseMs))}: code ${printable(String(code), 40)}`,
    ),
  };
}

function counted(words: readonly unknown[]): Readonly<Record<string, number>> {
  const all = words.map(String);
  return Object.fromEntries(
    [...new Set(all)].map((word) => [word, all.filter((one) => one === word).length]),
  );
}

/**
 * As a replay tells it, by a gateway that can look orders up.
 * @throws for lines that cannot be read, and for those of several exchanges
 */
export async function replayOf(
  lines: readonly string[],
): Promise<{ readonly day: Day; readonly printed: string }> {
  const replay = new Replay({ reconcile: true, moments: 1000 });
  for (const line of lines) replay.take(line);
  await replay.play(true);
  const { exchanges, moments, lines: read } = replay.summary;
  const [report] = exchanges;
  if (!report || exchanges.length > 1 || read.bad > 0) throw new Error(JSON.stringify(read));
  const { requests, categories, decided, sentAgainUnknown, unlisted } = report;
  const day: Day = {
    requests,
    categories,
    decided: { ...decided },
    sentAgainUnknown,
    unlisted: unlisted.map(({ code }) => code),
    waits: moments.first.flatMap(
      ({ text }) => / waits (\S+ (?:ms|s|min): code .+), rate-limit at/.exec(text)?.[1] ?? [],
    ),
  };
  return { day, printed: JSON.stringify(replay.summary) };
}
