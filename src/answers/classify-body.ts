// What a JSON body means, by the envelope of the exchange and the rows of its codes.
import type { Envelope } from '../catalog/envelope.ts';
import type { Exchange } from '../catalog/exchange.ts';
import type { Classification, Failure, RawAnswer } from '../types.ts';
import { type AnswerContext, success } from './answer-context.ts';
import { readBatchItems, summarizeBatch } from './batch-items.ts';
import { checkReading } from './check-reading.ts';
import { isGoodStatus, meaningOfStatus } from './classify-status.ts';
import { type CodeTable, findEntry } from './find-entry.ts';
import { findNamespace } from './find-namespace.ts';
import {
  envelopeOf,
  hasFailureMark,
  hasGoodMark,
  hasListWithoutCode,
  isAccepted,
  isOnlyWords,
  readCode,
  readCodeList,
  readFlag,
  readMessage,
} from './read-envelope.ts';
import { findStatusRow, provesRefusal } from './status-row.ts';
import { withWait } from './with-wait.ts';

/** The envelope of one transport, and what the codes in it mean. */
interface CodeRules {
  readonly envelope: Envelope;
  readonly codes: CodeTable;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * What a body means, whatever the status says of success.
 * @returns undefined where it is no answer of this exchange
 */
export function classifyBody(context: AnswerContext, value: object): Classification | undefined {
  const { exchange, answer, kind } = context;
  const rules = rulesOf(exchange, answer);
  const { envelope, codes } = rules;
  // Over WebSocket a subscription to several channels is a batch too.
  const mayBeBatch = kind !== 'read' || answer.transport === 'ws';
  const read = envelope.read && checkReading(envelope.read({ answer, value, codes, mayBeBatch }));
  if (read) return withWaitOfBad(context, read.ok ? read : doubted(exchange, answer, read));
  const code = readCode(envelope, value, codes);
  const flag = readFlag(envelope, value);
  const isFailure =
    hasFailureMark(envelope, value) || (code === undefined ? flag === false : !isOk(rules, code));
  if (isFailure) {
    const refused = isMute(rules, code, mayBeBatch) ? refusedItems(context, rules, value, code) : undefined;
    return refused ?? fromCode(context, rules, value, code);
  }
  if (code === undefined && flag === undefined && !isGoodUnmarked(context, envelope, value)) return undefined;
  if (!isGoodStatus(answer.status)) return success;
  const items = mayBeBatch ? readBatchItems(envelope, codes, value) : undefined;
  if (items) return withWaitOfBad(context, summarizeBatch(items, codes));
  return isEmptyOrder(context, envelope, value) ? undefined : success;
}

function withWaitOfBad(context: AnswerContext, read: Classification): Classification {
  return read.ok ? read : withWait(context, read);
}

/** Whether it says that an order was placed, and has nothing of it. */
function isEmptyOrder({ answer, kind }: AnswerContext, envelope: Envelope, value: object): boolean {
  if (kind !== 'order' || answer.transport === 'ws') return false;
  return envelope.accepted !== undefined && !isAccepted(envelope, value);
}

/** Whether what has neither code nor flag is a good answer to this call. */
function isGoodUnmarked(context: AnswerContext, envelope: Envelope, value: object): boolean {
  if (!hasListWithoutCode(envelope, value) && !hasGoodMark(envelope, value))
    return isGoodBare(context, envelope, value);
  const isOrder = context.kind === 'order' && context.answer.transport !== 'ws';
  return !isOrder || envelope.accepted === undefined || isAccepted(envelope, value);
}

/** Whether what has no mark is what a good answer to this call looks like. */
function isGoodBare({ answer, kind }: AnswerContext, envelope: Envelope, value: object): boolean {
  const ofRead = kind === 'read';
  if (!(envelope.bare === 'reads' ? ofRead : envelope.bare)) return false;
  const isFrame = answer.transport === 'ws';
  const isWrite = !isFrame && kind !== undefined && !ofRead;
  const isGood = isGoodStatus(answer.status);
  // Under a status that refuses, only what an accepted order looks like says more than the status does.
  if (!isGood && !(isWrite && (kind === 'order' || envelope.accepted))) return false;
  const mustTell = isWrite && (kind === 'order' || !isGood);
  if (mustTell && !isAccepted(envelope, value)) return false;
  const mayBeWords = (ofRead && envelope.bare !== 'reads') || (kind === undefined && !isFrame);
  return mayBeWords || !isOnlyWords(envelope, value);
}

/** The envelope of the transport, and what the codes in it mean. */
function rulesOf(exchange: Exchange, answer: RawAnswer): CodeRules {
  const envelope = envelopeOf(exchange, answer.transport);
  const name = exchange.namespaces.length === 0 ? undefined : findNamespace(exchange, answer)?.name;
  const codes = (name === undefined ? undefined : exchange.codes.named.get(name)) ?? exchange.codes;
  return { envelope, codes: answer.transport === 'ws' ? codes.ws : codes.rest };
}

/** What the items say where one of them was refused. */
function refusedItems(
  context: AnswerContext,
  { envelope, codes }: CodeRules,
  value: object,
  code: string | undefined,
): Failure | undefined {
  const items = readBatchItems(envelope, codes, value);
  const refused = items && summarizeBatch(items, codes);
  if (!items || !refused || refused.ok) return undefined;
  const parts = envelope.items?.find((shape) => shape.parts)?.parts ?? [];
  const row = code === undefined ? undefined : findEntry(envelope, codes, code);
  // A part that is missing was not attempted, unless the code around it leaves that open.
  const isOpen = items.length < parts.length && row?.outcome === 'unknown' && refused.outcome === 'rejected';
  const failure: Failure = isOpen ? { ...refused, outcome: 'unknown' } : refused;
  return withWait(context, doubted(context.exchange, context.answer, failure));
}

/** Whatever an answer says under HTTP 5xx, what became of a write is in doubt. */
function doubted(exchange: Exchange, answer: RawAnswer, failure: Failure): Failure {
  return isInDoubt(exchange, answer) ? { ...failure, outcome: 'unknown' } : failure;
}

/** Unless the exchange publishes of this very status and text that nothing was done. */
function isInDoubt(exchange: Exchange, answer: RawAnswer): boolean {
  const { status = 200 } = answer;
  return status >= 500 && !exchange.trustsCodesUnder5xx && !provesRefusal(exchange, answer);
}

/** Whether items say why, if there are any: the answer itself has no reason, or its code leaves it to them. */
function isMute({ envelope, codes }: CodeRules, code: string | undefined, mayBeBatch: boolean): boolean {
  if (code === undefined) return true;
  if (envelope.defer?.includes(code)) return true;
  if (!mayBeBatch) return false;
  return (findEntry(envelope, codes, code)?.category ?? 'unknown') === 'unknown';
}

function isOk({ envelope, codes }: CodeRules, code: string): boolean {
  return envelope.ok.includes(code) || findEntry(envelope, codes, code)?.category === 'success';
}

function fromCode(
  context: AnswerContext,
  rules: CodeRules,
  value: object,
  code: string | undefined,
): Failure {
  const { exchange, answer } = context;
  const { envelope, codes } = rules;
  const message = readMessage(envelope, value);
  const entry = code === undefined ? undefined : findEntry(envelope, codes, code, message);
  const known = entry?.category === 'success' ? undefined : entry;
  // A code that no table lists says nothing, so the status speaks, by the profile's own rows first.
  const row = known ?? findStatusRow(exchange, answer);
  const bySelf = meaningOfStatus(answer.status ?? 200);
  // Where flags refuse, a code that stands alone is that of another program.
  const isOwn = envelope.flags.length === 0 || readFlag(envelope, value) === false;
  const unlisted = isOwn ? envelope.unlisted : undefined;
  const { category, outcome } = row ?? { ...bySelf, outcome: unlisted ?? bySelf.outcome };
  // Assigned one by one: spreads of what may be missing cost as much as all the rest.
  const failure: Mutable<Failure> = {
    ok: false,
    category,
    outcome: isInDoubt(exchange, answer) || isContradicted(context, rules, value) ? 'unknown' : outcome,
  };
  if (code !== undefined) failure.code = code;
  if (message !== undefined) failure.message = message;
  if (known) failure.entry = known;
  return withWait(context, failure, row);
}

/** Whether a list of codes holds one whose outcome is unknown, or what was accepted stands beside it. */
function isContradicted({ kind }: AnswerContext, { envelope, codes }: CodeRules, value: object): boolean {
  if (!envelope.codeList) return false;
  if (kind === 'order' && envelope.accepted && isAccepted(envelope, value)) return true;
  return readCodeList(envelope, value).some(
    (code) => (findEntry(envelope, codes, code)?.outcome ?? 'unknown') === 'unknown',
  );
}
