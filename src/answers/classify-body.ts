// What a JSON body means, by the envelope of the exchange and the rows of its codes.
import type { Envelope } from '../catalog/envelope.ts';
import type { Exchange } from '../catalog/exchange.ts';
import type { Classification, Entry, Failure, RawAnswer } from '../types.ts';
import { type AnswerContext, success } from './answer-context.ts';
import { readBatchItems, summarizeBatch } from './batch-items.ts';
import { checkReading } from './check-reading.ts';
import { isGoodStatus, meaningOfStatus, type StatusMeaning } from './classify-status.ts';
import { hasFailureMark, isAccepted, isOnlyWords, readCode, readFlag, readMessage } from './read-envelope.ts';
import { withWait } from './retry-after.ts';

/** The envelope of one transport, and what the codes in it mean. */
interface TransportRules {
  readonly envelope: Envelope;
  readonly codes: ReadonlyMap<string, Entry>;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * What a body means, whatever the status says of success.
 * @returns undefined where it is no answer of this exchange
 */
export function classifyBody(context: AnswerContext, value: object): Classification | undefined {
  const { exchange, answer, kind } = context;
  const { envelope, codes } = rulesOf(exchange, answer);
  // Over WebSocket a subscription to several channels is a batch too.
  const mayBeBatch = kind !== 'read' || answer.transport === 'ws';
  const read = checkReading(envelope.read?.({ answer, value, codes, mayBeBatch }));
  if (read) return read.ok ? read : withWait(context, doubted(exchange, answer, read));
  const code = readCode(envelope, value, codes);
  const flag = readFlag(envelope, value);
  const isFailure =
    hasFailureMark(envelope, value) || (code === undefined ? flag === false : !isOk(envelope, codes, code));
  if (isFailure) {
    const refused = isMute(codes, code, mayBeBatch) ? refusedItems(exchange, answer, value) : undefined;
    return withWait(context, refused ?? fromCode(exchange, answer, value, code));
  }
  if (code === undefined && flag === undefined && !isGoodBare(context, envelope, value)) return undefined;
  if (!isGoodStatus(answer.status)) return success;
  const items = mayBeBatch ? readBatchItems(envelope, codes, value) : undefined;
  if (!items) return success;
  return summarizeBatch(items, codes);
}

/** Whether what wears no mark is what a good answer to this call looks like. */
function isGoodBare({ answer, kind }: AnswerContext, envelope: Envelope, value: object): boolean {
  const ofRead = kind === 'read';
  if (!(envelope.bare === 'reads' ? ofRead : envelope.bare)) return false;
  const isOrder = kind === 'order' && answer.transport !== 'ws';
  // Under a status that refuses, only what an order alone looks like says more than the status does.
  if (!isGoodStatus(answer.status) && !isOrder) return false;
  if (isOrder && !isAccepted(envelope, value)) return false;
  return (ofRead && envelope.bare !== 'reads') || kind === undefined || !isOnlyWords(envelope, value);
}

/** The envelope of the transport, and what the codes in it mean. */
function rulesOf({ rest, ws, codes }: Exchange, { transport }: RawAnswer): TransportRules {
  return transport === 'ws'
    ? { envelope: ws ?? rest, codes: codes.ws }
    : { envelope: rest, codes: codes.rest };
}

function refusedItems(exchange: Exchange, answer: RawAnswer, value: object): Failure | undefined {
  const { envelope, codes } = rulesOf(exchange, answer);
  const items = readBatchItems(envelope, codes, value);
  const summary = items && summarizeBatch(items, codes);
  return !summary || summary.ok ? undefined : doubted(exchange, answer, summary);
}

/** Whatever an answer says under HTTP 5xx, what became of a write is in doubt. */
function doubted(exchange: Exchange, { status = 200 }: RawAnswer, failure: Failure): Failure {
  return status >= 500 && !exchange.trustsCodesUnder5xx ? { ...failure, outcome: 'unknown' } : failure;
}

/** A batch that was refused without a word of its own that says why: its items do. */
function isMute(codes: ReadonlyMap<string, Entry>, code: string | undefined, mayBeBatch: boolean): boolean {
  return code === undefined || (mayBeBatch && (codes.get(code)?.category ?? 'unknown') === 'unknown');
}

function isOk(envelope: Envelope, codes: ReadonlyMap<string, Entry>, code: string): boolean {
  return envelope.ok.includes(code) || codes.get(code)?.category === 'success';
}

function fromCode(exchange: Exchange, answer: RawAnswer, value: object, code: string | undefined): Failure {
  const { envelope, codes } = rulesOf(exchange, answer);
  const entry = code === undefined ? undefined : codes.get(code);
  const status = answer.status ?? 200;
  const known = entry?.category === 'success' ? undefined : entry;
  const { category, outcome } = known ?? unlisted(exchange, status);
  const doubtful = status >= 500 && !exchange.trustsCodesUnder5xx;
  // Assigned one by one: spreads of what may be missing cost as much as all the rest.
  const failure: Mutable<Failure> = { ok: false, category, outcome: doubtful ? 'unknown' : outcome };
  if (code !== undefined) failure.code = code;
  const message = readMessage(envelope, value);
  if (message !== undefined) failure.message = message;
  if (known) failure.entry = known;
  return failure;
}

/** A code that no table lists says nothing, so the status speaks, by the profile's own rows first. */
function unlisted({ statuses }: Exchange, status: number): StatusMeaning {
  return statuses.find((row) => row.status === status) ?? meaningOfStatus(status);
}
