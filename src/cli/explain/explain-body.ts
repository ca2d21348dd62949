// Explains the body of an answer: which exchange answers so, and what it means.
import {
  type BodyReading,
  both,
  describeDecision,
  type Exchange,
  exchanges,
  type Failure,
  type GivenAnswer,
  readAs,
  surest,
} from '../../internal.ts';
import { type CliError, failed } from '../cli-error.ts';
import type { Report } from '../command.ts';
import { titleOf } from '../names.ts';
import type { Terminal } from '../terminal.ts';
import { fields, headline, wrap } from '../text/layout.ts';
import { duration } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import { readOn, stands } from './code-lines.ts';

/** Characters; no answer of an exchange is longer. */
const longest = 5_000_000;

/** Tells whose body it is, and what it means. @param given the body; `-` is standard input */
export async function explainBody(
  given: string,
  {
    status = 200,
    exchange,
  }: { readonly status: number | undefined; readonly exchange: Exchange | undefined },
  stdin: Terminal['stdin'],
): Promise<Report> {
  const answer = { body: given === '-' ? await readAll(stdin()) : given, status };
  const speakers = findSpeakers(answer, exchange ? [exchange] : exchanges);
  const found = exchange && speakers.length === 0 ? [readAs(exchange, 'rest', answer)] : speakers;
  const names = found.map((reading) => reading.exchange.name);
  return {
    value: found.map(toJson),
    lines: (paint) => [
      ...(names.length > 1 ? [...wrap(`${both(names)} speak so; --exchange picks one.`), ''] : []),
      ...found.flatMap((reading, at) => [...(at === 0 ? [] : ['']), ...readingLines(reading, status, paint)]),
    ],
    ...(found.length === 0 && { problem: unspoken(answer) }),
  };
}

/** The exchanges that speak so. */
export function findSpeakers(
  answer: GivenAnswer,
  among: readonly Exchange[] = exchanges,
): readonly BodyReading[] {
  return surest(
    among.flatMap((exchange) => [readAs(exchange, 'rest', answer), readAs(exchange, 'ws', answer)]),
  );
}

/** A reading for machines: what `classify` says, and what follows. */
function toJson({ exchange, transport, rank, classification }: BodyReading): object {
  return {
    exchange: exchange.id,
    transport,
    sure: rank === 'listed' || rank === 'success',
    ...classification,
    whatWeDo: classification.ok ? 'hands it over' : advice(exchange, classification),
    docs: exchange.docs,
  };
}

/** A reading in full. */
function readingLines(reading: BodyReading, status: number, paint: Paint): readonly string[] {
  const { exchange, transport, classification } = reading;
  const over = transport === 'ws' ? ', over WebSocket' : status === 200 ? '' : `, under HTTP ${status}`;
  const head = (code: string): readonly string[] =>
    headline(`${titleOf(exchange)}: ${printable(code, 40)}${over}`, paint);
  if (classification.ok)
    return [...head('success'), '', ...fields([['May an order stand?', stands.ok]], paint)];
  const { code, category, outcome, entry, items = [], retryAfterMs } = classification;
  const listed = entry ? `${entry.name ? `${entry.name}: ` : ''}${entry.text}` : 'in no table';
  const lost = items.flatMap(({ ok, index, ...item }) =>
    ok ? [] : [printable(`${index} (${item.code ?? item.category ?? 'unknown'})`, 40)],
  );
  const facts = [
    ['Its table says', code === undefined ? '' : listed],
    ['Category', category],
    ['May an order stand?', stands[outcome]],
    ['Items that failed', lost.join(', ')],
    ['Asked to wait', retryAfterMs === undefined ? '' : duration(retryAfterMs)],
    ['What we do', advice(exchange, classification)],
    ['Note', entry?.note],
    ...readOn(entry?.source, exchange.docs),
  ] as const;
  return [...head(code ?? 'a failure without a code'), '', ...fields(facts, paint)];
}

function advice(exchange: Exchange, { code, category, outcome }: Failure): string {
  if (outcome === 'partial') return 'fails, and its error lists the items';
  return describeDecision(exchange, { code, category, outcome });
}

/** Nothing of any envelope: only the status is left, which is the same everywhere. */
function unspoken(answer: GivenAnswer): CliError {
  const [reading] = exchanges.map((exchange) => readAs(exchange, 'rest', answer).classification);
  const byStatus =
    !reading || reading.ok || reading.code !== undefined
      ? []
      : [
          `By its HTTP status ${answer.status} alone it would be ${reading.category}, outcome ${reading.outcome}.`,
        ];
  return failed(
    `None of the ${exchanges.length} exchanges is known to answer so.`,
    kindOf(answer.body.trim()),
    ...byStatus,
    '--exchange <id> reads it as that exchange would.',
  );
}

function kindOf(text: string): string {
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
