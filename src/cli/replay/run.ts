// Replays a record through the policies and says what they would have done.
import { failed, misused } from '../cli-error.ts';
import type { Arguments, Context } from '../command.ts';
import { findExchange } from '../names.ts';
import { print, printJson } from '../terminal.ts';
import { wholeNumber } from '../whole-number.ts';
import { progressOn } from './progress.ts';
import { Replay } from './replay.ts';
import { open, type Source } from './source.ts';
import { summaryLines } from './summary-lines.ts';

/** `replay` */
export async function run({ words, values, flags }: Arguments, context: Context): Promise<number> {
  const [path, ...more] = words;
  if (path === undefined || more.length > 0)
    throw misused('replay takes one file, such as: replay day.jsonl, or - for standard input.');
  const { exchange } = values;
  const replay = new Replay({
    exchange: exchange === undefined ? undefined : findExchange(exchange),
    canReconcile: flags.has('reconcile'),
    moments: wholeNumber('moments', values['moments'], { min: 0, max: 10_000, otherwise: 20 }),
  });
  const source = await open(path, context.terminal);
  await readAll(source, replay, context);
  const { summary } = replay;
  const { stdout } = context.terminal;
  if (context.json) printJson(stdout, summary);
  if (summary.lines.requests === 0) throw nothing(source.name, replay);
  if (!context.json) print(stdout, summaryLines(source.name, summary, context.paint));
  return 0;
}

async function readAll(source: Source, replay: Replay, { terminal }: Context): Promise<void> {
  const progress = await progressOn(terminal.stderr, source.size);
  try {
    for await (const { lines, bytes } of source.batches) {
      for (const line of lines) replay.take(line);
      await replay.play(false);
      progress.at(bytes, replay.summary.lines.total);
    }
    await replay.play(true);
  } finally {
    progress.end();
  }
}

function nothing(name: string, { summary, isList }: Replay): Error {
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
