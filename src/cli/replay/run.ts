// Replays a record through the policies and says what they would have done.
import { failed, misused } from '../cli-error.ts';
import type { Arguments, Context } from '../command.ts';
import { findExchange } from '../names.ts';
import { print, printJson } from '../terminal.ts';
import { wholeNumber } from '../whole-number.ts';
import { lineBatches } from './line-batches.ts';
import { progressOn } from './progress.ts';
import { Session, type Summary } from './session.ts';
import { open, type Source } from './source.ts';
import { summaryLines } from './summary-lines.ts';

/** `replay` */
export async function run({ words, values, flags }: Arguments, context: Context): Promise<number> {
  const [path, ...more] = words;
  if (path === undefined || more.length > 0)
    throw misused('replay takes one file, such as: replay day.jsonl, or - for standard input.');
  const { exchange } = values;
  const session = new Session({
    exchange: exchange === undefined ? undefined : findExchange(exchange),
    canReconcile: flags.has('reconcile'),
    moments: wholeNumber('moments', values['moments'], { min: 0, max: 10_000, otherwise: 20 }),
  });
  const source = await open(path, context.terminal);
  await readAll(source, session, context);
  const summary = session.summary();
  const { stdout } = context.terminal;
  if (context.json) printJson(stdout, summary);
  if (summary.lines.requests === 0) throw nothing(source.name, summary, session.isList);
  if (!context.json) print(stdout, summaryLines(source.name, summary, context.paint));
  return 0;
}

async function readAll(source: Source, session: Session, { terminal }: Context): Promise<void> {
  const progress = await progressOn(terminal.stderr, source.size);
  try {
    for await (const { lines, bytes } of lineBatches(source.bytes)) {
      for (const line of lines) session.take(line);
      await session.replay.play(false);
      progress.at(bytes, session.lines);
    }
    await session.replay.play(true);
  } finally {
    progress.end();
  }
}

function nothing(name: string, { lines }: Summary, isList: boolean): Error {
  const { bad, firstBad } = lines;
  if (isList)
    return failed(
      `${name} holds one list in brackets; replay takes one object per line.`,
      `To make such a file: jq -c '.[]' list.json > day.jsonl.`,
    );
  if (bad === 0) return failed(`${name} holds no request.`, 'replay --help tells what a line looks like.');
  return failed(
    `${name} holds no request that could be read.`,
    ...firstBad.map(({ line, why }) => `line ${line}: ${why}`),
    'replay --help tells what a line looks like.',
  );
}
