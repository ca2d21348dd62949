import type { Envelope } from '../catalog/envelope.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { isRead, pathOf, routeReader } from '../catalog/routes.ts';
import type { Category, Classification, Entry, Failure, RawAnswer, RouteKind } from '../types.ts';
import { readItems, summarize } from './batch-items.ts';
import { checkedReading } from './checked-reading.ts';
import { readHeader } from './headers.ts';
import { type Body, readBody } from './parse-body.ts';
import { codeOf, failed, flagOf, isAccepted, isOnlyWords, messageOf } from './read-envelope.ts';
import { parseOwnWait, parseReset, parseRetryAfter } from './retry-after.ts';
import { unawaited } from './unawaited.ts';

interface Dialect {
  readonly envelope: Envelope;
  readonly codes: ReadonlyMap<string, Entry>;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export const success: Classification = Object.freeze({ ok: true });

/**
 * What an answer means: success, or a category and an outcome. Pure, total: never throws, and never calls an
 * unreadable answer a success.
 * @param nowMs what a date in `Retry-After` is compared with, where the answer has no `Date`. @default the clock on the wall
 */
export function classify(exchange: Exchange, answer: RawAnswer, nowMs?: number): Classification {
  return understand(exchange, answer, kindOf(exchange, Object(answer)), nowMs);
}

/**
 * As `classify`, for a call whose kind is known: the answer to a read is no batch, so its lists need not be walked, and
 * the answer to a placing has to say that it was accepted.
 */
export function understand(
  exchange: Exchange,
  answer: RawAnswer,
  kind: RouteKind | undefined,
  nowMs: number = Date.now(),
): Classification {
  try {
    return read({ exchange, answer, kind, nowMs });
  } catch {
    // A profile's own code, or a value that throws when it is read: it said nothing that counts.
    return { ok: false, category: 'server', outcome: 'unknown', message: 'an answer that cannot be read' };
  }
}

/** What a call was, and what came of it. */
interface Heard {
  readonly exchange: Exchange;
  readonly answer: RawAnswer;
  readonly kind: RouteKind | undefined;
  readonly nowMs: number;
}

function kindOf(exchange: Exchange, { url, method, transport }: RawAnswer): RouteKind | undefined {
  if (typeof method !== 'string' || transport === 'ws') return undefined;
  // What it writes is not known, but that it does.
  if (typeof url !== 'string') return isRead(method) ? 'read' : 'write';
  return routeReader(exchange)(method, pathOf(url)).kind;
}

function read(heard: Heard): Classification {
  const { answer } = heard;
  const body = readBody(answer.body);
  const said = body.kind === 'json' ? fromJson(heard, body.value) : undefined;
  if (said) return said.ok && !isGoodStatus(answer.status) ? contradicted(heard) : said;
  if (body.kind === 'empty' && (answer.status === 204 || answer.status === 205)) return success;
  return withWait(heard, fromStatus(heard.exchange, answer, body));
}

function isGoodStatus(status = 200): boolean {
  return status >= 200 && status < 300;
}

/** The body says that all is well and the status that nothing is: one of them is wrong, and nobody knows which. */
function contradicted(heard: Heard): Failure {
  const { exchange, answer } = heard;
  const { category } = fromStatus(exchange, answer, { kind: 'empty' });
  const isOfRequest = category === 'invalid-request' || category === 'auth';
  const message = `HTTP ${answer.status} with an answer that says that all is well`;
  return withWait(heard, {
    ok: false,
    category: isOfRequest ? 'unknown' : category,
    outcome: 'unknown',
    message,
  });
}

/** Undefined: it is no answer of this exchange. Good, whatever the status says. */
function fromJson(heard: Heard, value: object): Classification | undefined {
  const { exchange, answer, kind } = heard;
  const { envelope, codes } = dialectOf(exchange, answer);
  // Over WebSocket a subscription to several channels is a batch too.
  const mayBeBatch = kind !== 'read' || answer.transport === 'ws';
  const read = checkedReading(envelope.read?.({ answer, value, codes, mayBeBatch }));
  if (read) return read.ok ? read : withWait(heard, doubted(exchange, answer, read));
  const code = codeOf(envelope, value, codes);
  const flag = flagOf(envelope, value);
  const isFailure =
    failed(envelope, value) || (code === undefined ? flag === false : !isOk(envelope, codes, code));
  if (isFailure) {
    const refused = isMute(codes, code, mayBeBatch) ? refusedItems(exchange, answer, value) : undefined;
    return withWait(heard, refused ?? fromCode(exchange, answer, value, code));
  }
  if (code === undefined && flag === undefined && !isGoodBare(heard, envelope, value)) return undefined;
  if (!isGoodStatus(answer.status)) return success;
  const items = mayBeBatch ? readItems(envelope, codes, value) : undefined;
  if (!items) return success;
  return summarize(items, codes);
}

/** Whether what wears no mark is what a good answer to this call looks like. */
function isGoodBare({ answer, kind }: Heard, envelope: Envelope, value: object): boolean {
  const ofRead = kind === 'read';
  if (!(envelope.bare === 'reads' ? ofRead : envelope.bare)) return false;
  const isOrder = kind === 'order' && answer.transport !== 'ws';
  // Under a status that refuses, only what an order alone looks like says more than the status does.
  if (!isGoodStatus(answer.status) && !isOrder) return false;
  if (isOrder && !isAccepted(envelope, value)) return false;
  return (ofRead && envelope.bare !== 'reads') || kind === undefined || !isOnlyWords(envelope, value);
}

/** The envelope of the transport, and what the codes in it mean. */
function dialectOf({ rest, ws, codes }: Exchange, { transport }: RawAnswer): Dialect {
  return transport === 'ws'
    ? { envelope: ws ?? rest, codes: codes.ws }
    : { envelope: rest, codes: codes.rest };
}

function refusedItems(exchange: Exchange, answer: RawAnswer, value: object): Failure | undefined {
  const { envelope, codes } = dialectOf(exchange, answer);
  const items = readItems(envelope, codes, value);
  const verdict = items && summarize(items, codes);
  return !verdict || verdict.ok ? undefined : doubted(exchange, answer, verdict);
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
  const { envelope, codes } = dialectOf(exchange, answer);
  const entry = code === undefined ? undefined : codes.get(code);
  const status = answer.status ?? 200;
  const known = entry?.category === 'success' ? undefined : entry;
  const { category, outcome } = known ?? unlisted(exchange, status);
  const doubtful = status >= 500 && !exchange.trustsCodesUnder5xx;
  // Assigned one by one: spreads of what may be missing cost as much as all the rest.
  const failure: Mutable<Failure> = { ok: false, category, outcome: doubtful ? 'unknown' : outcome };
  if (code !== undefined) failure.code = code;
  const message = messageOf(envelope, value);
  if (message !== undefined) failure.message = message;
  if (known) failure.entry = known;
  return failure;
}

/** A code that no table lists says nothing, so a status that speaks clearly is heard; else all is unknown. */
function unlisted(
  { statuses }: Exchange,
  status: number,
): { category: Category; outcome: 'rejected' | 'unknown' } {
  const row = statuses.find((one) => one.status === status);
  if (row) return row;
  if (status === 429 || status === 418) return { category: 'rate-limit', outcome: 'rejected' };
  if (status === 504) return { category: 'timeout', outcome: 'unknown' };
  return { category: status >= 500 ? 'server' : 'unknown', outcome: 'unknown' };
}

/** Without a recognised body the status speaks, by the profile's own rows first. */
function fromStatus({ statuses }: Exchange, answer: RawAnswer, body: Body): Failure {
  const status = answer.status ?? 200;
  const isHtml = body.kind === 'html' || /html/i.test(readHeader(answer.headers, 'content-type') ?? '');
  const fail = (category: Category, outcome: 'rejected' | 'unknown'): Failure => ({
    ok: false,
    category,
    outcome,
    message: describe(answer.status, body),
  });
  const row = statuses.find((one) => one.status === status);
  if (row) return fail(row.category, row.outcome);
  if (status === 429 || status === 418 || (status === 403 && isHtml)) return fail('rate-limit', 'rejected');
  if (status === 401) return fail('auth', 'rejected');
  if (status === 408 || status === 504) return fail('timeout', 'unknown');
  if (status >= 400 && status < 500) return fail('invalid-request', 'rejected');
  return fail('server', 'unknown');
}

function describe(status: number | undefined, body: Body): string {
  const what = {
    json: 'JSON that is not an answer of this exchange',
    empty: 'an empty body',
    html: 'an HTML page',
    unreadable: 'a body that is not complete JSON',
  }[body.kind];
  return status === undefined ? what : `HTTP ${status} with ${what}`;
}

/** The wait that the answer asks for, or that the documents name: the longest, for as long as it is one. */
function withWait({ exchange, answer, nowMs }: Heard, failure: Failure): Failure {
  const { headers, status } = answer;
  const isThrottled = failure.category === 'rate-limit';
  const asked =
    parseRetryAfter(headers, nowMs) ??
    (isThrottled ? parseReset(exchange.resets, headers, nowMs) : undefined);
  const row = failure.entry ?? exchange.statuses.find((one) => one.status === status);
  const read = failure.retryAfterMs;
  const own = [parseOwnWait(read, headers, nowMs), ownWait(exchange, answer, nowMs)];
  const waits = [asked, ...own, isThrottled ? row?.waitMs : undefined];
  const retryAfterMs = waits.reduce<number | undefined>(
    (most, wait) => (wait === undefined ? most : Math.max(wait, most ?? 0)),
    undefined,
  );
  if (retryAfterMs !== undefined) return { ...failure, retryAfterMs };
  return read === undefined ? failure : withoutWait(failure);
}

/** What the profile's reader took for a wait was none. */
function withoutWait({ retryAfterMs: _none, ...failure }: Failure): Failure {
  return failure;
}

/** What a function of the profile reads; a fault of it, and what is no wait, are nobody's word. */
function ownWait(exchange: Exchange, { headers, body }: RawAnswer, nowMs: number): number | undefined {
  try {
    const wait: unknown = exchange.retryAfter?.({ headers, body, nowMs });
    unawaited(wait);
    return parseOwnWait(wait, headers, nowMs);
  } catch {
    return undefined;
  }
}
