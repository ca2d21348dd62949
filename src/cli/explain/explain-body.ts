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
import { wrap } from '../text/layout.ts';
import { duration } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { type Facts, factLines, stands } from './facts.ts';

/** Characters; no answer of an exchange is longer. */
const longest = 5_000_000;

/** Tells whose body it is, and what it means. @param given the body; `-` is standard input */
export async function explainBody(
  given: string,
  status = 200,
  exchange: Exchange | undefined,
  stdin: Terminal['stdin'],
): Promise<Report> {
  const answer = { body: given === '-' ? await readAll(stdin()) : given, status };
  const speakers = findSpeakers(answer, exchange ? [exchange] : exchanges);
  const found = exchange && speakers.length === 0 ? [readAs(exchange, 'rest', answer)] : speakers;
  const names = found.map((reading) => reading.exchange.name);
  return {
    value: found.map(toJson),
    lines: [
      ...(names.length > 1 ? [...wrap(`${both(names)} speak so; --exchange picks one.`), ''] : []),
      ...factLines(found.map((reading) => factsOf(reading, status))),
    ],
    problem: found.length === 0 ? unspoken(answer) : undefined,
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

function factsOf({ exchange, transport, classification }: BodyReading, status: number): Facts {
  const over = transport === 'ws' ? ', over WebSocket' : status === 200 ? '' : `, under HTTP ${status}`;
  const head = (code: string): string => `${titleOf(exchange)}: ${printable(code, 40)}${over}`;
  if (classification.ok) return { title: head('success'), stands: stands.ok };
  const { code, category, outcome, entry, items = [], retryAfterMs } = classification;
  const listed = entry ? [entry.name, entry.text].filter((one) => one !== undefined) : ['in no table'];
  const lost = items.filter(({ ok }) => !ok);
  return {
    title: head(code ?? 'a failure without a code'),
    listed: code === undefined ? undefined : listed.join(': '),
    category,
    stands: stands[outcome],
    failedItems: lost
      .map((item) => printable(`${item.index} (${item.code ?? item.category ?? 'unknown'})`, 40))
      .join(', '),
    wait: retryAfterMs === undefined ? undefined : duration(retryAfterMs),
    whatWeDo: advice(exchange, classification),
    note: entry?.note,
    source: entry?.source,
    docs: exchange.docs,
  };
}

/** What the library does by default about a failure. */
export function advice(exchange: Exchange, { code, category, outcome }: Failure): string {
  if (outcome === 'partial') return 'fails, and its error lists the items';
  return describeDecision(exchange, { code, category, outcome });
}

/** Nothing of any envelope: only the status is left, which is the same everywhere. */
function unspoken(answer: GivenAnswer): CliError {
  const [reading] = exchanges.map((exchange) => readAs(exchange, 'rest', answer).classification);
  const isByStatus = reading && !reading.ok && reading.code === undefined;
  return failed(
    `None of the ${exchanges.length} exchanges is known to answer so.`,
    kindOf(answer.body.trim()),
    ...(isByStatus
      ? [
          `By its HTTP status ${answer.status} alone it would be ${reading.category}, outcome ${reading.outcome}.`,
        ]
      : []),
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
