// Explains the body of an answer: which exchange answers so, and what it means.
import { both, type Exchange, exchanges } from '../../internal.ts';
import { failed } from '../cli-error.ts';
import type { Context } from '../command.ts';
import { print, printJson } from '../terminal.ts';
import { wrap } from '../text/layout.ts';
import { wholeNumber } from '../whole-number.ts';
import { readingLines, toReport } from './body-lines.ts';
import { type BodyReading, type GivenAnswer, readAs, surest } from './body-reading.ts';

/** Characters; no answer of an exchange is longer. */
const longest = 5_000_000;

/** Tells whose body it is, and what it means. */
export async function explainBody(
  given: string,
  options: { readonly status: string | undefined; readonly exchange: Exchange | undefined },
  context: Context,
): Promise<number> {
  const status = wholeNumber('status', options.status, { min: 100, max: 599, otherwise: 200 });
  const body = given === '-' ? await readAll(context.terminal.stdin()) : given;
  const said: GivenAnswer = { body, status };
  const found = options.exchange ? [best(options.exchange, said)] : findSpeakers(said);
  const { stdout } = context.terminal;
  if (context.json) printJson(stdout, found.map(toReport));
  if (found.length === 0) throw nobody(said);
  if (!context.json) print(stdout, told(found, status, context));
  return 0;
}

/** The exchanges that speak so. */
export function findSpeakers(said: GivenAnswer): readonly BodyReading[] {
  return surest(
    exchanges.flatMap((exchange) => [readAs(exchange, 'rest', said), readAs(exchange, 'ws', said)]),
  );
}

/** As one exchange reads it: over REST, unless only its WebSocket speaks so. */
function best(exchange: Exchange, said: GivenAnswer): BodyReading {
  const rest = readAs(exchange, 'rest', said);
  return surest([rest, readAs(exchange, 'ws', said)])[0] ?? rest;
}

function told(found: readonly BodyReading[], status: number, { paint }: Context): readonly string[] {
  const lines = found.flatMap((reading, at) => [
    ...(at === 0 ? [] : ['']),
    ...readingLines(reading, status, paint),
  ]);
  if (found.length < 2) return lines;
  const names = found.map(({ exchange }) => exchange.name);
  return [...wrap(`${both(names)} speak so; --exchange picks one.`), '', ...lines];
}

/** Nothing of any envelope: only the status is left, which is the same everywhere. */
function nobody(said: GivenAnswer): Error {
  const [reading] = exchanges.map((exchange) => readAs(exchange, 'rest', said));
  const classification = reading?.classification;
  const status =
    classification === undefined || classification.ok || classification.code !== undefined
      ? ''
      : `By its HTTP status ${said.status} alone it would be ${classification.category}, outcome ${classification.outcome}.`;
  return failed(
    `None of the ${exchanges.length} exchanges is known to answer so.`,
    what(said.body),
    ...(status === '' ? [] : [status]),
    '--exchange <id> reads it as that exchange would.',
  );
}

function what(body: string): string {
  const text = body.trim();
  if (text === '') return 'The body is empty.';
  if (text.startsWith('<')) return 'It is an HTML or XML page, and no JSON.';
  try {
    JSON.parse(text);
    return 'It is JSON, but no field of it is a code that they have.';
  } catch {
    return "It is not whole JSON. In a shell, put it in single quotes: --body '{...}'.";
  }
}

async function readAll(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of input) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > longest) throw failed('That is no answer of an exchange: it is longer than 5 MB.');
  }
  return text;
}
