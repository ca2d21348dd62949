// Explains a code, or the body of an answer: which exchange answers so, and what it means.
import {
  type BodyReading,
  both,
  type Classification,
  describeDecision,
  type Exchange,
  exchanges,
  type GivenAnswer,
  readAs,
  surest,
} from '../../internal.ts';
import { duration, printable } from '../../replay/wording.ts';
import { type Context, failed, foundNothing, misused, type Options, type Report } from '../command.ts';
import { findExchange, titleOf } from '../names.ts';
import { wrap } from '../text.ts';
import { explainWords } from './codes.ts';
import { factLines, type Meaning, readOn, stands } from './facts.ts';

/** Characters; no answer of an exchange is longer. */
const longest = 5_000_000;

/** `explain` */
export async function explain(
  words: readonly string[],
  { body: given, status, exchange: named }: Options,
  { stdin }: Context,
): Promise<Report> {
  if (given === undefined) {
    if (status !== undefined) throw misused('--status goes with --body.');
    return explainWords(words, named);
  }
  const [first, ...more] = words;
  if (more.length > 0) throw misused('With --body, explain takes an exchange at most.');
  const byWord = first === undefined ? undefined : findExchange(first);
  const body = given === '-' ? await readAll(stdin()) : given;
  return explainBody({ body, status: status ?? 200 }, named ?? byWord);
}

/** Tells whose body it is, and what it means. */
function explainBody(answer: GivenAnswer, exchange: Exchange | undefined): Report {
  const speakers = findSpeakers(answer, exchange && [exchange]);
  const found = exchange && speakers.length === 0 ? [readAs(exchange, 'rest', answer)] : speakers;
  if (found.length === 0) return unspoken(answer);
  const names = found.map((reading) => reading.exchange.name);
  return {
    value: found.map(toJson),
    lines: [
      ...(names.length > 1 ? [...wrap(`${both(names)} answer like this; --exchange picks one.`), ''] : []),
      ...factLines(found.map((reading) => meaningOf(reading, answer.status))),
    ],
  };
}

/** The exchanges that answer like this. */
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
    whatWeDo: advice(exchange, classification),
    docs: exchange.docs,
  };
}

function meaningOf({ exchange, transport, classification }: BodyReading, status: number): Meaning {
  const over = transport === 'ws' ? ', over WebSocket' : status === 200 ? '' : `, under HTTP ${status}`;
  const titled = (code: string): string => `${titleOf(exchange)}: ${printable(code, 40)}${over}`;
  if (classification.ok) return { title: titled('success'), facts: [['May an order stand?', stands.ok]] };
  const { code, category, outcome, entry, items = [], retryAfterMs } = classification;
  const listed = entry ? [entry.name, entry.text].filter(Boolean).join(': ') : 'in no table';
  const lost = items.filter(({ ok }) => !ok);
  const itemOf = (item: (typeof lost)[number]): string =>
    printable(`${item.index} (${item.code ?? item.category ?? 'unknown'})`, 40);
  return {
    title: titled(code ?? 'a failure without a code'),
    facts: [
      ['Its table says', code === undefined ? '' : listed],
      ['Category', category],
      ['May an order stand?', stands[outcome]],
      ['Items that failed', lost.map(itemOf).join(', ')],
      ['Asked to wait', retryAfterMs === undefined ? '' : duration(retryAfterMs)],
      ['What we do', advice(exchange, classification)],
      ['Note', entry?.note],
      ...readOn(entry?.source, exchange.docs),
    ],
  };
}

/** What the library does by default about an answer. */
export function advice(exchange: Exchange, read: Classification): string {
  if (read.ok) return 'hands it over';
  const { code, category, outcome } = read;
  if (outcome === 'partial') return 'fails, and its error lists the items';
  return describeDecision(exchange, { code, category, outcome });
}

/** Nothing of any envelope: only the status is left, which is the same everywhere. */
function unspoken(answer: GivenAnswer): Report {
  const [reading] = exchanges.map((exchange) => readAs(exchange, 'rest', answer).classification);
  const byStatus = reading && !reading.ok && reading.code === undefined ? reading : undefined;
  const meaning = byStatus && `${byStatus.category}, outcome ${byStatus.outcome}`;
  return foundNothing(
    `None of the ${exchanges.length} exchanges is known to answer so.`,
    kindOf(answer.body.trim()),
    ...(meaning ? [`By its HTTP status ${answer.status} alone it would be ${meaning}.`] : []),
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
