import { classify } from '../../../../src/answers/classify.ts';
import { exchanges } from '../../../../src/catalog/built-in.ts';
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import { type Rank, type Reading, ranks, readAs } from '../../../../src/cli/explain/reading.ts';
import type { Classification } from '../../../../src/types.ts';
import { type Card, type Line, makeCard } from './card.ts';
import type { PastedAnswer } from './paste.ts';
import { pageOf } from './rows.ts';

/** What each exchange makes of an answer: those that speak so, best first, else one card for all that agree. */
export function readAnswer(answer: PastedAnswer, only: readonly Exchange[] = exchanges): readonly Card[] {
  const all = only.map((exchange) => best(exchange, answer));
  const surest = ranks.find((rank) => all.some((reading) => reading.rank === rank));
  if (surest === undefined || !isTelling(surest))
    return agreeing(all).map((readings) => card(readings, answer));
  const speaking = all.filter(({ rank }) => rank === surest).sort((one, other) => other.fields - one.fields);
  const coded = speaking.filter(({ verdict }) => !verdict.ok && verdict.code !== undefined);
  return (coded.length > 0 ? coded : speaking).map((reading) => card([reading], answer));
}

/** Whether it takes this exchange to speak so. */
function isTelling(rank: Rank): boolean {
  return rank !== 'bare' && rank !== 'status';
}

/** Over REST, unless its WebSocket is surer; what has a status came over HTTP. */
function best(exchange: Exchange, answer: PastedAnswer): Reading {
  const rest = reading(exchange, answer, 'rest');
  if (exchange.ws === undefined || answer.status !== undefined) return rest;
  const ws = reading(exchange, answer, 'ws');
  const gain = ranks.indexOf(rest.rank) - ranks.indexOf(ws.rank) || ws.fields - rest.fields;
  return isTelling(ws.rank) && gain > 0 ? ws : rest;
}

/** How sure it is, the command line judges alike; the verdict heeds the headers too. */
function reading(exchange: Exchange, answer: PastedAnswer, transport: 'rest' | 'ws'): Reading {
  const said = { body: answer.body, status: answer.status ?? 200 };
  return {
    ...readAs(exchange, transport, said),
    verdict: classify(exchange, { ...answer, transport }),
  };
}

/** Exchanges of one opinion share a card. */
function agreeing(all: readonly Reading[]): readonly (readonly Reading[])[] {
  const byVerdict = new Map<string, Reading[]>();
  for (const reading of all) {
    const { verdict } = reading;
    const opinion = verdict.ok ? 'ok' : `${verdict.category} ${verdict.outcome}`;
    byVerdict.set(opinion, [...(byVerdict.get(opinion) ?? []), reading]);
  }
  return [...byVerdict.values()];
}

function card(readings: readonly Reading[], answer: PastedAnswer): Card {
  const [first] = readings;
  if (first === undefined) throw new Error('A card needs a reading.');
  const { verdict, exchange, transport, rank } = first;
  const code = verdict.ok ? undefined : verdict.code;
  const entry = verdict.ok ? undefined : verdict.entry;
  return makeCard({
    key: `answer:${exchange.id}`,
    exchanges: readings.map((reading) => reading.exchange),
    code,
    text: textOf(verdict, rank === 'bare'),
    ...(entry?.name === undefined ? {} : { name: entry.name }),
    category: verdict.ok ? 'success' : verdict.category,
    outcome: verdict.ok ? 'ok' : verdict.outcome,
    facts: facts(verdict, transport === 'ws' ? 'WebSocket' : 'REST', answer),
    ...(entry === undefined ? {} : { source: entry.source, page: pageOf(exchange, entry.code) }),
  });
}

function textOf(verdict: Classification, isBare: boolean): string {
  if (verdict.ok) return isBare ? 'No mark of failure: handed over as a good answer' : 'A good answer';
  if (verdict.entry) return verdict.entry.text;
  if (verdict.code !== undefined) return 'No table lists this code';
  return capital(verdict.message ?? 'A failure without a code');
}

function facts(verdict: Classification, over: string, answer: PastedAnswer): readonly Line[] {
  const lines: Line[] = [
    { label: 'Read as', text: answer.status === undefined ? over : `${over}, HTTP ${answer.status}` },
  ];
  if (!verdict.ok && verdict.message !== undefined && verdict.code !== undefined)
    lines.push({ label: 'It says', text: verdict.message });
  if (!verdict.ok && verdict.entry?.note !== undefined)
    lines.push({ label: 'Note', text: verdict.entry.note });
  if (!verdict.ok && verdict.retryAfterMs !== undefined)
    lines.push({ label: 'Asks to wait', text: `${verdict.retryAfterMs} ms` });
  for (const { index, ok, code, category, outcome } of verdict.items ?? []) {
    const said = ok ? 'stands' : `code ${code ?? 'unsaid'}, ${category}, ${outcome}`;
    lines.push({ label: `Item ${index}`, text: said });
  }
  return lines;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
