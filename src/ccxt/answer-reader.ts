// Reads an exchange's answers by its own `handleErrors`, its batches and our own catalogs.
import {
  type Classification,
  type Envelope,
  type Failure,
  type HeadersLike,
  isGoodStatus,
  meaningOfStatus,
  type Reading,
  readHeader,
  summarizeBatch,
} from '../internal.ts';
import { codeIn, isCodeLike, isRefusal, messageIn } from './answer-fields.ts';
import { holdsMany, type JudgeItem, readBatch } from './batches.ts';
import {
  type CcxtReading,
  type FailureKind,
  find,
  fromEntry,
  fromRows,
  judge,
  partIn,
  type ReaderContext,
} from './judge.ts';
import { classifyByOwn } from './own-catalog.ts';
import { type ProbeResult, probe } from './probe.ts';
import { type Members, members, textOf } from './shape.ts';

/** Makes an `Envelope.read`, which never throws. */
export function readerOf(context: ReaderContext): NonNullable<Envelope['read']> {
  return (reading) => {
    try {
      return read(context, reading);
    } catch {
      // An answer that cannot be read, however deep or odd, leaves the outcome unknown.
      return { ok: false, category: 'server', outcome: 'unknown' };
    }
  };
}

function read(context: ReaderContext, given: Reading): Classification | undefined {
  const { answer } = given;
  // Answers over WebSocket are read by other parts of ccxt.
  if (answer.transport === 'ws') return undefined;
  const byOwn = classifyByOwn(context, given, urlOf(answer));
  if (byOwn) return byOwn;
  const result = readTheirs(context, given);
  const isInDoubt = context.own.length > 0 && (answer.status ?? 200) >= 500;
  return result && !result.ok && isInDoubt ? { ...result, outcome: 'unknown' } : result;
}

/** By ccxt's own means. */
function readTheirs(context: ReaderContext, given: Reading): Classification | undefined {
  const { answer, value } = given;
  const reading: CcxtReading = { ...given, codes: theirCodes(context, given.codes) };
  const status = answer.status ?? 200;
  const batch = reading.mayBeBatch
    ? readBatch(context.family, value, itemJudge(context, given, reading, status))
    : undefined;
  if (batch) return fromBatch(batch, context);
  const probed = probe(context.instance, {
    status,
    url: urlOf(answer) ?? context.url,
    method: answer.method ?? 'GET',
    headers: plain(answer.headers),
    text: typeof answer.body === 'string' ? answer.body : JSON.stringify(value),
    value,
  });
  if (probed.maker === undefined && !probed.matched) return notThrown(context, reading, probed, status);
  const kind = judge(context, reading, probed, status);
  const isDoubtful = kind.outcome === 'rejected' && reading.mayBeBatch && holdsMany(value);
  return failure(probed, value, status, isDoubtful ? { ...kind, outcome: 'unknown' } : kind);
}

/** The rows made of ccxt's tables, with what `extendExchange` changed. */
function theirCodes({ ownSources, theirs }: ReaderContext, codes: Reading['codes']): CcxtReading['codes'] {
  if (ownSources.size === 0) return codes;
  return {
    get: (key) => {
      const entry = codes.get(key);
      return entry && entry.source === ownSources.get(key) ? theirs.get(key) : entry;
    },
  };
}

/** For an answer in which `handleErrors` found no error, or which made it crash. */
function notThrown(
  context: ReaderContext,
  reading: CcxtReading,
  probed: ProbeResult,
  status: number,
): Classification | undefined {
  const { value, codes } = reading;
  const isGood = isGoodStatus(status);
  if (isRefusal(value, (key) => codes.get(key) !== undefined)) {
    const result = fromRows(context, reading, status);
    // A page of a proxy has a text and no code: there the status counts.
    if (result || isGood || codeIn(value) !== undefined)
      return failure(probed, value, status, result ?? meaningOfStatus(status));
  }
  // Undefined: the status counts.
  if (!isGood) return undefined;
  return probed.crashed
    ? failure(probed, value, status, { category: 'server', outcome: 'unknown' })
    : { ok: true };
}

function itemJudge(
  context: ReaderContext,
  given: Reading,
  { codes }: CcxtReading,
  status: number,
): JudgeItem {
  return (code, message, alone) => {
    const { answer } = given;
    const result =
      alone &&
      read(context, { ...given, answer: { ...answer, body: alone }, value: alone, mayBeBatch: false });
    if (result && !result.ok && result.outcome !== 'partial') return itemOf(result, result.outcome);
    const entry = find(codes, code) ?? find(codes, message) ?? find(codes, partIn(context.theirs, message));
    const { category, outcome } = entry ? fromEntry(entry, status) : meaningOfStatus(status);
    return {
      ...(code !== undefined && { code }),
      category,
      outcome,
      ...(message !== undefined && { message: message.slice(0, 500) }),
    };
  };
}

function itemOf(
  { code, category, message }: Failure,
  outcome: 'rejected' | 'unknown',
): ReturnType<JudgeItem> {
  return {
    ...(code !== undefined && { code }),
    category,
    outcome,
    ...(message !== undefined && { message }),
  };
}

function fromBatch(items: Parameters<typeof summarizeBatch>[0], { theirs }: ReaderContext): Classification {
  const result = summarizeBatch(items, theirs);
  if (result.ok || items.length > 1) return result;
  const { items: _, ...single } = result;
  return single;
}

function failure(probed: ProbeResult, value: object, status: number, kind: FailureKind): Failure {
  const code = codeOf(probed, value, status);
  const message = messageIn(value);
  return {
    ok: false,
    ...(code !== undefined && { code }),
    ...kind,
    ...(message !== undefined && { message }),
  };
}

/** What was matched, unless it is a sentence and the answer has a code too. An HTTP status that was looked up is no code. */
function codeOf({ matched, tried }: ProbeResult, value: object, status: number): string | undefined {
  const exact = matched?.how === 'exact' ? matched.key : undefined;
  if (exact !== undefined && isCodeLike(exact) && exact !== String(status)) return exact;
  const codes = tried.filter((text) => isCodeLike(text) && text !== String(status) && text.length > 1);
  return codes.find((code) => /\d/.test(code)) ?? codes[0] ?? codeIn(value) ?? exact;
}

function urlOf(answer: Reading['answer']): string | undefined {
  if (answer.url !== undefined) return answer.url;
  // A `Response` has its URL; a response of axios has that of its request.
  const { url, config } = members(Reflect.get(answer, 'native'));
  return textOf(url) ?? requestUrl(members(config));
}

function requestUrl({ url, baseURL }: Members): string | undefined {
  const path = textOf(url);
  if (path === undefined || !URL.canParse(path, textOf(baseURL))) return undefined;
  return new URL(path, textOf(baseURL)).href;
}

function plain(headers: HeadersLike | undefined): Readonly<Record<string, string>> {
  const names = headers instanceof Headers ? [...headers.keys()] : Object.keys(headers ?? {});
  return Object.fromEntries(names.map((name) => [name, readHeader(headers, name.toLowerCase()) ?? '']));
}
