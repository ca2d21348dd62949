// The tables of the demo, and whether all is well.
import type { Waits } from './live.ts';
import { type Screen, seconds } from './screen.ts';
import { type Tally, wrongs } from './tally.ts';

/** What became of the day with a gateway. */
export function printDay(screen: Screen, tally: Tally, calls: number, waits: Waits): void {
  const errors = [...tally.errors].map(([category, times]) => `${category} ${times}`).join(', ');
  const rows: readonly (readonly [string, string])[] = [
    ['calls', String(calls)],
    ['attempts', `${tally.requests}, and ${tally.timeRequests} requests for the time`],
    [
      'waits',
      `${waits.calls} calls waited, ${seconds(waits.waitedMs)} in sum; ${waits.pauses} pauses for everybody`,
    ],
    ['errors', errors || 'none'],
    ['orders', `${tally.asked} asked, ${tally.executed} executed, ${tally.doubled} doubled`],
  ];
  screen.line();
  for (const [name, value] of rows) screen.line(`  ${screen.paint('bold', name.padEnd(9))} ${value}`);
}

/** The same day, bot beside bot. */
export function printComparison(screen: Screen, title: string, days: ReadonlyMap<string, Tally>): void {
  const rows: readonly (readonly [string, (tally: Tally) => string, (tally: Tally) => boolean])[] = [
    ['orders asked', ({ asked }) => String(asked), () => false],
    ['  executed', ({ executed }) => String(executed), () => false],
    ['  executed more than once', doubledText, ({ doubled }) => doubled > 0],
    ['  executed, but reported as failed', ({ executedUnnoticed }) => String(executedUnnoticed), unnoticed],
    ['  affordable, but not executed', ({ missed }) => String(missed), ({ missed }) => missed > 0],
    ['requests over a limit', ({ overLimit }) => String(overLimit), ({ overLimit }) => overLimit > 0],
    ['time', ({ elapsedMs }) => seconds(elapsedMs), () => false],
  ];
  const width = 14;
  const names = [...days.keys()].map((name) => name.padStart(width)).join('');
  screen.line();
  screen.line(`  ${screen.paint('bold', title.padEnd(34) + names)}`);
  for (const [name, show, isBad] of rows) {
    const cells = [...days.values()].map((tally) => {
      const text = show(tally).padStart(width);
      return isBad(tally) ? screen.paint('red', text) : text;
    });
    screen.line(`  ${name.padEnd(34)}${cells.join('')}`);
  }
}

function doubledText({ doubled, mostExecutions }: Tally): string {
  return doubled === 0 ? '0' : `${doubled} (up to ${mostExecutions}x)`;
}

function unnoticed({ executedUnnoticed }: Tally): boolean {
  return executedUnnoticed > 0;
}

/** Prints what the day came to. Returns whether all is well. */
export function printVerdict(screen: Screen, tally: Tally, elapsedMs: number): boolean {
  const wrong = wrongs(tally);
  const took = `The demo took ${seconds(elapsedMs)}.`;
  screen.line();
  if (wrong.length > 0) {
    screen.line(
      screen.paint('red', `FAILED with us: of ${tally.asked} orders, ${wrong.join(', ')}. ${took}`),
    );
    return false;
  }
  screen.line(screen.paint('green', `With us nothing was doubled and nothing was lost. ${took}`));
  return true;
}
