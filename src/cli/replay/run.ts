// Replays a record through the policies and says what they would have done.
import { type CliError, failed, misused } from '../cli-error.ts';
import type { Context, Options, Report } from '../command.ts';
import { progressOn } from './progress.ts';
import { Replay } from './replay.ts';
import { open } from './source.ts';
import { summaryLines } from './summary-lines.ts';

/** `replay` */
export async function run(
  words: readonly string[],
  { exchange, reconcile, moments = 20 }: Options,
  { terminal }: Context,
): Promise<Report> {
  const [path, ...more] = words;
  if (path === undefined || more.length > 0)
    throw misused('replay takes one file, such as: replay day.jsonl, or - for standard input.');
  const replay = new Replay({ exchange, canReconcile: reconcile === true, moments });
  const { name, batches, size } = await open(path, terminal);
  const { summary } = replay;
  const progress = await progressOn(terminal.stderr, size);
  try {
    for await (const { lines, bytes } of batches) {
      for (const line of lines) replay.take(line);
      await replay.play(false);
      progress.at(bytes, summary.lines.total);
    }
    await replay.play(true);
  } finally {
    progress.end();
  }
  return {
    value: summary,
    lines: (paint) => summaryLines(name, summary, paint),
    ...(summary.lines.requests === 0 && { problem: nothing(name, replay) }),
  };
}

function nothing(name: string, { summary, isList }: Replay): CliError {
  const { firstBad } = summary.lines;
  if (isList)
    return failed(
      `${name} holds one list in brackets; replay takes one object per line.`,
      `To make such a file: jq -c '.[]' list.json > day.jsonl.`,
    );
  return failed(
    `${name} holds no request${firstBad.length > 0 ? ' that could be read' : ''}.`,
    ...firstBad.map(({ line, why }) => `line ${line}: ${why}`),
    'replay --help tells what a line looks like.',
  );
}
