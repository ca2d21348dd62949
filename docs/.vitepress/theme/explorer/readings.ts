// Reads a pasted answer as each exchange would.
import { classify } from '../../../../src/answers/classify.ts';
import { type BodyReading, type Rank, ranks, readAs } from '../../../../src/answers/read-as.ts';
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import type { Classification } from '../../../../src/types.ts';
import { type Card, type Line, makeCard } from './card.ts';
import type { PastedAnswer } from './paste.ts';
import { pageOf } from './rows.ts';

/** How each exchange reads an answer: those in whose format it is, best first, else one card for all that agree. */
export function readAnswer(answer: PastedAnswer, exchanges: readonly Exchange[]): readonly Card[] {
  const all = exchanges.map((exchange) => best(exchange, answer));
  const surest = ranks.find((rank) => all.some((reading) => reading.rank === rank));
  if (surest === undefined || !isTelling(surest))
    return agreeing(all).map((readings) => card(readings, answer));
  const speaking = all.filter(({ rank }) => rank === surest).sort((one, other) => other.fields - one.fields);
  const coded = speaking.filter(
    ({ classification }) => !classification.ok && classification.code !== undefined,
  );
  return (coded.length > 0 ? coded : speaking).map((reading) => card([reading], answer));
}

/** Whether only answers of this exchange have this format. */
function isTelling(rank: Rank): boolean {
  return rank !== 'bare' && rank !== 'status';
}

/** Over REST, unless its WebSocket is surer; what has a status came over HTTP. */
function best(exchange: Exchange, answer: PastedAnswer): BodyReading {
  const rest = reading(exchange, answer, 'rest');
  if (exchange.ws === undefined || answer.status !== undefined) return rest;
  const ws = reading(exchange, answer, 'ws');
  const gain = ranks.indexOf(rest.rank) - ranks.indexOf(ws.rank) || ws.fields - rest.fields;
  return isTelling(ws.rank) && gain > 0 ? ws : rest;
}

/** How sure it is, the command line judges alike; the classification heeds the headers too. */
function reading(exchange: Exchange, answer: PastedAnswer, transport: 'rest' | 'ws'): BodyReading {
  const said = { body: answer.body, status: answer.status ?? 200 };
  return {
    ...readAs(exchange, transport, said),
    classification: classify(exchange, { ...answer, transport }),
  };
}

/** Exchanges of one opinion share a card. */
function agreeing(all: readonly BodyReading[]): readonly (readonly BodyReading[])[] {
  const byVerdict = new Map<string, BodyReading[]>();
  for (const reading of all) {
    const { classification } = reading;
    const opinion = classification.ok ? 'ok' : `${classification.category} ${classification.outcome}`;
    byVerdict.set(opinion, [...(byVerdict.get(opinion) ?? []), reading]);
  }
  return [...byVerdict.values()];
}

function card(readings: readonly BodyReading[], answer: PastedAnswer): Card {
  const [first] = readings;
  if (first === undefined) throw new Error('A card needs a reading.');
  const { classification, exchange, transport, rank } = first;
  const code = classification.ok ? undefined : classification.code;
  const entry = classification.ok ? undefined : classification.entry;
  return makeCard({
    key: `answer:${exchange.id}`,
    exchanges: readings.map((reading) => reading.exchange),
    code,
    text: textOf(classification, rank === 'bare'),
    ...(entry?.name === undefined ? {} : { name: entry.name }),
    category: classification.ok ? 'success' : classification.category,
    outcome: classification.ok ? 'ok' : classification.outcome,
    facts: facts(classification, transport === 'ws' ? 'WebSocket' : 'REST', answer),
    ...(entry === undefined ? {} : { source: entry.source, page: pageOf(exchange, entry.code) }),
  });
}

function textOf(classification: Classification, isBare: boolean): string {
  if (classification.ok) return isBare ? 'No mark of failure: handed over as a good answer' : 'A good answer';
  if (classification.entry) return classification.entry.text;
  if (classification.code !== undefined) return 'No table lists this code';
  return capital(classification.message ?? 'A failure without a code');
}

function facts(classification: Classification, over: string, answer: PastedAnswer): readonly Line[] {
  const lines: Line[] = [
    { label: 'Read as', text: answer.status === undefined ? over : `${over}, HTTP ${answer.status}` },
  ];
  if (!classification.ok && classification.message !== undefined && classification.code !== undefined)
    lines.push({ label: 'It says', text: classification.message });
  if (!classification.ok && classification.entry?.note !== undefined)
    lines.push({ label: 'Note', text: classification.entry.note });
  if (!classification.ok && classification.retryAfterMs !== undefined)
    lines.push({ label: 'Asks to wait', text: `${classification.retryAfterMs} ms` });
  for (const { index, ok, code, category, outcome } of classification.items ?? []) {
    const said = ok ? 'stands' : `code ${code ?? 'unsaid'}, ${category}, ${outcome}`;
    lines.push({ label: `Item ${index}`, text: said });
  }
  return lines;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
