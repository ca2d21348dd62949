// Replays a record through the policies and says what they would have done.

import { Replay } from '../replay/record-replay.ts';
import type { Summary } from '../replay/report.ts';
import { type CliError, type Context, failed, type Options, onlyWord, type Report } from './command.ts';
import { open } from './lines.ts';
import { progressOn } from './replay-progress.ts';
import { summaryLines } from './replay-summary.ts';

/** `replay` */
export async function replay(
  words: readonly string[],
  options: Options,
  { stdin, stderr }: Context,
): Promise<Report> {
  const path = onlyWord(words, 'replay takes one file, such as: replay day.jsonl, or - for standard input.');
  const record = new Replay(options);
  const { summary } = record;
  const { name, batches, size } = await open(path, stdin, 'replay');
  const progress = await progressOn(stderr, size);
  let isList = false;
  try {
    for await (const { lines, bytes } of batches) {
      // Another format than one object per line.
      isList ||= summary.lines.total === 0 && /^\s*\[/.test(lines[0] ?? '');
      for (const line of lines) record.take(line);
      await record.play(false);
      progress.at(bytes, summary.lines.total);
    }
    await record.play(true);
  } finally {
    progress.end();
  }
  if (summary.lines.requests > 0) return { value: summary, lines: summaryLines(name, summary) };
  return { value: summary, lines: [], problem: nothing(name, summary, isList) };
}

function nothing(name: string, { lines: { firstBad } }: Summary, isList: boolean): CliError {
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
