import {
  type Classification,
  type Envelope,
  type Failure,
  type HeadersLike,
  meaningOfStatus,
  type Reading,
  readHeader,
  summarizeBatch,
} from '../internal.ts';
import { holdsMany, type JudgeItem, readBatch } from './batches.ts';
import { codeIn, isCodeLike, isRefusal, messageIn } from './fields.ts';
import { readByOurs } from './ours.ts';
import { type Finding, probe } from './probe.ts';
import { type Members, members, textOf } from './shape.ts';
import { type Asked, find, judge, type Known, lookedUp, part, said, type Verdict } from './verdict.ts';

/** Makes the reader of an exchange's answers: its own `handleErrors` tells the class, the class and the rows the rest. */
export function readerOf(known: Known): NonNullable<Envelope['read']> {
  return (reading) => {
    try {
      return read(known, reading);
    } catch {
      // Nothing that an exchange sends, however deep or odd, may take the place of what became of an order.
      return { ok: false, category: 'server', outcome: 'unknown' };
    }
  };
}

function read(known: Known, given: Reading): Classification | undefined {
  const { answer, value } = given;
  // ccxt reads what comes over a socket elsewhere.
  if (answer.transport === 'ws') return undefined;
  const byOurs = known.ours && readByOurs(known.ours, given, urlOf(answer), known.theirs);
  if (byOurs) return byOurs;
  const reading: Asked = { ...given, codes: theirCodes(known, given.codes) };
  const status = answer.status ?? 200;
  const batch = reading.mayBeBatch
    ? readBatch(known.family, value, itemJudge(known, given, reading, status))
    : undefined;
  if (batch) return batchVerdict(batch, known);
  const finding = probe(known.instance, {
    status,
    url: urlOf(answer) ?? known.url,
    method: answer.method ?? 'GET',
    headers: plain(answer.headers),
    text: typeof answer.body === 'string' ? answer.body : JSON.stringify(value),
    value,
  });
  if (finding.maker === undefined && !finding.matched) return unthrown(known, reading, finding, status);
  const verdict = judge(known, reading, finding, status);
  const doubtful = verdict.outcome === 'rejected' && reading.mayBeBatch && holdsMany(value);
  return failure(finding, value, status, doubtful ? { ...verdict, outcome: 'unknown' } : verdict);
}

/** The rows without ours, with what `extendExchange` changed. */
function theirCodes({ ours, theirs }: Known, codes: Reading['codes']): Asked['codes'] {
  if (!ours) return codes;
  return {
    get: (key) => {
      const entry = codes.get(key);
      return entry && entry.source === ours.exchange.catalog.get(key)?.source ? theirs.get(key) : entry;
    },
  };
}

/** It found no error, or does not know such an answer at all. */
function unthrown(
  known: Known,
  reading: Asked,
  finding: Finding,
  status: number,
): Classification | undefined {
  const { value, codes } = reading;
  const isGood = status >= 200 && status <= 299;
  if (isRefusal(value, (key) => codes.get(key) !== undefined)) {
    const verdict = lookedUp(known, reading, status);
    // A page of somebody in between has a text and no code: there the status speaks.
    if (verdict || isGood || codeIn(value) !== undefined)
      return failure(finding, value, status, verdict ?? meaningOfStatus(status));
  }
  // The status speaks.
  if (!isGood) return undefined;
  return finding.crashed
    ? failure(finding, value, status, { category: 'server', outcome: 'unknown' })
    : { ok: true };
}

function itemJudge(known: Known, given: Reading, { codes }: Asked, status: number): JudgeItem {
  return (code, message, alone) => {
    const { answer } = given;
    const verdict =
      alone && read(known, { ...given, answer: { ...answer, body: alone }, value: alone, mayBeBatch: false });
    if (verdict && !verdict.ok && verdict.outcome !== 'partial') return itemOf(verdict, verdict.outcome);
    const entry = find(codes, code) ?? find(codes, message) ?? find(codes, part(known.theirs, message));
    const { category, outcome } = entry ? said(entry, status) : meaningOfStatus(status);
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

function batchVerdict(items: Parameters<typeof summarizeBatch>[0], { theirs }: Known): Classification {
  const verdict = summarizeBatch(items, theirs);
  if (verdict.ok || items.length > 1) return verdict;
  const { items: _, ...single } = verdict;
  return single;
}

function failure(finding: Finding, value: object, status: number, verdict: Verdict): Failure {
  const code = codeOf(finding, value, status);
  const message = messageIn(value);
  return {
    ok: false,
    ...(code !== undefined && { code }),
    ...verdict,
    ...(message !== undefined && { message }),
  };
}

/** What was matched, unless it is a sentence and the answer has a code as well. Some look up the HTTP status: no code. */
function codeOf({ matched, tried }: Finding, value: object, status: number): string | undefined {
  const exact = matched?.how === 'exact' ? matched.key : undefined;
  if (exact !== undefined && isCodeLike(exact) && exact !== String(status)) return exact;
  const codes = tried.filter((text) => isCodeLike(text) && text !== String(status) && text.length > 1);
  return codes.find((code) => /\d/.test(code)) ?? codes[0] ?? codeIn(value) ?? exact;
}

function urlOf(answer: Reading['answer']): string | undefined {
  if (answer.url !== undefined) return answer.url;
  // A `Response` of fetch's says where it came from, and one of axios's what was asked for.
  const { url, config } = members(Reflect.get(answer, 'native'));
  return textOf(url) ?? askedOf(members(config));
}

function askedOf({ url, baseURL }: Members): string | undefined {
  const path = textOf(url);
  if (path === undefined || !URL.canParse(path, textOf(baseURL))) return undefined;
  return new URL(path, textOf(baseURL)).href;
}

function plain(headers: HeadersLike | undefined): Readonly<Record<string, string>> {
  const names = headers instanceof Headers ? [...headers.keys()] : Object.keys(headers ?? {});
  return Object.fromEntries(names.map((name) => [name, readHeader(headers, name.toLowerCase()) ?? '']));
}
