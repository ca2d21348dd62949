import { readHeader } from '../answers/headers.ts';
import { parseReset, parseRetryAfter } from '../answers/retry-after.ts';
import type { Envelope, Exchange } from '../catalog/exchange.ts';
import type { Category, Classification, Entry, Failure, RawAnswer } from '../types.ts';
import { type Body, readBody } from './body.ts';
import { codeOf, failed, flagOf, messageOf } from './envelope.ts';
import { readItems, summarize } from './items.ts';

interface Dialect {
  readonly envelope: Envelope;
  readonly codes: ReadonlyMap<string, Entry>;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export const success: Classification = Object.freeze({ ok: true });

/**
 * What an answer means: success, or a category and an outcome. Pure, total: never throws, and never calls an
 * unreadable answer a success.
 */
export function classify(exchange: Exchange, answer: RawAnswer): Classification {
  return understand(exchange, answer, true);
}

/** As `classify`; the answer to a read is no batch, so its lists need not be walked. */
export function understand(exchange: Exchange, answer: RawAnswer, mayBeBatch: boolean): Classification {
  const body = readBody(answer.body);
  const verdict = body.kind === 'json' ? fromJson(exchange, answer, body.value, mayBeBatch) : undefined;
  if (verdict) return verdict;
  if (body.kind === 'empty' && (answer.status === 204 || answer.status === 205)) return success;
  return withWait(exchange, answer, fromStatus(exchange, answer, body));
}

function fromJson(
  exchange: Exchange,
  answer: RawAnswer,
  value: object,
  mayBeBatch: boolean,
): Classification | undefined {
  const { envelope, codes } = dialectOf(exchange, answer);
  const read = envelope.read?.({ answer, value, codes, mayBeBatch });
  if (read) return read.ok ? read : withWait(exchange, answer, doubted(exchange, answer, read));
  const code = codeOf(envelope, value, codes);
  const flag = flagOf(envelope, value);
  const isFailure =
    failed(envelope, value) || (code === undefined ? flag === false : !isOk(envelope, codes, code));
  if (isFailure) {
    // A batch that was refused without a word of its own: its items say why.
    const refused = code === undefined ? refusedItems(exchange, answer, value) : undefined;
    return withWait(exchange, answer, refused ?? fromCode(exchange, answer, value, code));
  }
  if (answer.status !== undefined && (answer.status < 200 || answer.status > 299)) return undefined;
  if (code === undefined && flag === undefined && !envelope.bare) return undefined;
  const items = mayBeBatch ? readItems(envelope, codes, value) : undefined;
  if (!items) return success;
  return summarize(items, codes);
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

function isOk(envelope: Envelope, codes: ReadonlyMap<string, Entry>, code: string): boolean {
  return envelope.ok.includes(code) || codes.get(code)?.category === 'success';
}

function fromCode(exchange: Exchange, answer: RawAnswer, value: object, code: string | undefined): Failure {
  const { envelope, codes } = dialectOf(exchange, answer);
  const entry = code === undefined ? undefined : codes.get(code);
  const status = answer.status ?? 200;
  const known = entry && entry.category !== 'success' && entry.outcome !== 'ok' ? entry : undefined;
  const { category, outcome } = known
    ? { category: known.category as Category, outcome: known.outcome as 'rejected' | 'unknown' }
    : unlisted(exchange, status);
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
function withWait(exchange: Exchange, answer: RawAnswer, failure: Failure): Failure {
  const nowMs = Date.now();
  const { headers, status } = answer;
  const isThrottled = failure.category === 'rate-limit';
  const asked =
    parseRetryAfter(headers, nowMs) ??
    (isThrottled ? parseReset(exchange.resets, headers, nowMs) : undefined);
  const row = failure.entry ?? exchange.statuses.find((one) => one.status === status);
  const waits = [asked, ownWait(exchange, answer, nowMs), isThrottled ? row?.waitMs : undefined];
  const retryAfterMs = waits.reduce<number | undefined>(
    (most, wait) => (wait === undefined ? most : Math.max(wait, most ?? 0)),
    undefined,
  );
  return retryAfterMs === undefined ? failure : { ...failure, retryAfterMs };
}

/** What a function of the profile reads; a fault of it, and what is no wait, are nobody's word. */
function ownWait(exchange: Exchange, { headers, body }: RawAnswer, nowMs: number): number | undefined {
  let wait: unknown;
  try {
    wait = exchange.retryAfter?.({ headers, body, nowMs });
  } catch {
    return undefined;
  }
  return typeof wait === 'number' && Number.isFinite(wait) && wait >= 0 ? wait : undefined;
}
