import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { summaryLines, timeWriter } from '../../src/cli/replay-summary.ts';
import { ExchangeReport, type Summary } from '../../src/replay/report.ts';

const fromAt = Date.UTC(2026, 0, 5, 23, 59, 58);
const untilAt = Date.UTC(2026, 0, 6, 0, 10);

/** A record in which everything happened. */
function busy(): Summary {
  const report = {
    ...new ExchangeReport('mexc-contract'),
    requests: 12_345,
    good: 12_000,
    failed: 345,
    categories: { funds: 5, 'rate-limit': 340 },
    decided: {
      retried: 300,
      clockRefreshed: 2,
      lookedUp: 3,
      failedAtOnce: 4,
      outcomeUnknown: 5,
      exhausted: 6,
      spared: 1,
      turnedAway: 24,
    },
    pauses: 7,
    pausedMs: 65_000,
    heldBack: 8,
    overLimit: 1000,
    overLimits: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 },
    breakerOpenings: 1,
    keptHome: 24,
    sentAgainUnknown: 2,
    unlisted: Array.from({ length: 12 }, (_, at) => ({ code: String(7000 + at), times: at + 1 })),
  };
  const moment = {
    at: untilAt,
    line: 9,
    exchange: 'mexc-contract',
    kind: 'paused',
    text: 'everything waits 1 s',
  } as const;
  return {
    lines: {
      total: 12_400,
      requests: 12_345,
      otherEvents: 1,
      bad: 7,
      firstBad: [{ line: 1234, why: 'it is not JSON' }],
      untimed: 2,
      outOfOrder: 1,
    },
    fromAt,
    untilAt,
    exchanges: [report],
    moments: { total: 3000, first: [moment] },
  };
}

it('a summary tells everything that happened, and nothing that did not', () => {
  expect(stripVTControlCharacters(summaryLines('day.jsonl', busy()).join('\n'))).toMatchInlineSnapshot(`
    "day.jsonl: 12,345 requests, 2026-01-05 23:59:58 to 2026-01-06 00:10:00 UTC
    7 lines could not be read:
    line 1,234: it is not JSON
    and 6 more
    2 lines without a time: each counts as coming with the line before.
    1 line out of order: time stands still for them.
    1 line of other events passed over.

    MEXC contract (mexc-contract): 12,345 requests, 12,000 good, 345 failed

    What came back
      rate-limit   340
      funds        5
      In no table  7000, 7001 (2 times), 7002 (3 times), 7003 (4 times), 7004 (5
                   times), 7005 (6 times), 7006 (7 times), 7007 (8 times), 7008 (9
                   times), 7009 (10 times) and 2 more

    What the library would have done
      Sent again       300
      Clock refreshed  2, then sent again
      Failed at once   4
      Looked up        3, since it may have been executed
      Outcome unknown  5, not sent again
      Given up         6, by attempts, budget or deadline
      Spared           1 refusal, by waiting
      Paused           7 times, 1 min 5 s in all
      Held back        8 requests, until a pause was over
      Waited for room  1,000 requests: g (7), f (6), e (5), d (4), c (3) and 2 more
      Breaker opened   1 time
      Kept at home     24 writes, by the open breaker
      Doubled?         2 orders, sent again by the record in doubt

    Notable moments, 1 of 3,000
      2026-01-06 00:10:00.000  everything waits 1 s
    More of them: --moments 3000"
  `);
});

it('instants are told with their day only where a record holds more than one', () => {
  const noon = Date.UTC(2026, 0, 5, 12);
  expect(timeWriter(noon, noon + 5)(noon)).toBe('12:00:00.000');
  expect(timeWriter(fromAt, untilAt)(fromAt)).toBe('2026-01-05 23:59:58.000');
  expect(timeWriter(0, 5000)(1234)).toBe('00:00:01.234');
});
