// Reads given answers as a definition does, and compares that with what was expected.
import {
  type BodyReading,
  classifyAs,
  type Exchange,
  findStatusRow,
  isObject,
  lazyParams,
  readAs,
  readSentOrder,
  routeReader,
} from '../../internal.ts';
import {
  BadLine,
  bodyOf,
  headersOf,
  type Line,
  parseLine,
  statusOf,
  textOf,
} from '../../replay/json-lines.ts';
import { printable } from '../../replay/wording.ts';
import { advice } from '../explain/explain.ts';

/** What one line was read as. */
export interface CheckedAnswer {
  /** Counts from 1. */
  readonly line: number;
  readonly status?: number;
  readonly ok?: boolean;
  readonly code?: string | undefined;
  readonly category?: string;
  readonly outcome?: string;
  /** Indexes of the items that failed. */
  readonly failed?: readonly number[];
  readonly whatWeDo?: string;
  /** What nothing of the definition speaks for. */
  readonly unspoken?: string | undefined;
  readonly isCompared?: boolean;
  /** What was expected otherwise, or why the line cannot be read. */
  readonly wrong: readonly string[];
}

const expectable = ['ok', 'code', 'category', 'outcome', 'failed'] as const;

/** Reads one line. @param text undefined for one that is too long */
export function checkAnswer(exchange: Exchange, line: number, text: string | undefined): CheckedAnswer {
  try {
    const given = parseLine(text);
    const expect = given['expect'] ?? given['expected'];
    const status = statusOf(given['status']) ?? 200;
    const reading = readLine(exchange, given, status);
    const { classification } = reading;
    const read = {
      ok: classification.ok,
      code: classification.ok ? undefined : textOf(classification.code, 500),
      category: classification.ok ? 'success' : classification.category,
      outcome: classification.ok ? 'ok' : classification.outcome,
      failed: (classification.items ?? []).filter(({ ok }) => !ok).map(({ index }) => index),
    };
    return {
      line,
      status,
      ...read,
      whatWeDo: advice(exchange, classification),
      unspoken: unspokenIn(reading, status, given['body']),
      isCompared: expect !== undefined,
      wrong: compare(read, expect),
    };
  } catch (error) {
    if (error instanceof BadLine) return { line, wrong: [error.message] };
    throw error;
  }
}

/** Reads it as the answer to its request: what that does may depend on its parameters. */
function readLine(exchange: Exchange, given: Line, status: number): BodyReading {
  const { request, transport = 'rest' } = given;
  if (transport !== 'rest' && transport !== 'ws') throw new BadLine('its transport is neither rest nor ws');
  const asked = isObject(request) ? request : {};
  const [method, url] = [textOf(asked['method'])?.toUpperCase(), textOf(asked['path'], 10_000)];
  const [path = '', query] = url?.replace(/^\w+:\/\/[^/]*/, '').split('?', 2) ?? [];
  const params = lazyParams(() => readSentOrder({ path, query, body: bodyOf(asked['params']) }));
  const kind = method && url ? routeReader(exchange)(method, path, params).kind : undefined;
  const answer = {
    body: bodyOf(given['body']) ?? '',
    status,
    headers: headersOf(given['headers']),
    method,
    url,
  };
  return readAs(exchange, transport, answer, (_, raw) => classifyAs(exchange, raw, kind, Date.now()));
}

function unspokenIn(
  { exchange, rank, classification, transport }: BodyReading,
  status: number,
  body: unknown,
): string | undefined {
  if (rank === 'status' && !findStatusRow(exchange, { status, body, transport }))
    return 'nothing of the envelope is in it: its status alone speaks';
  const isUnlisted = !classification.ok && classification.code !== undefined && rank !== 'listed';
  return isUnlisted ? 'no row has this code' : undefined;
}

/** @throws {BadLine} for an expectation that cannot be compared */
function compare(
  read: Readonly<Record<(typeof expectable)[number], unknown>>,
  expect: unknown = {},
): readonly string[] {
  if (!isObject(expect)) throw new BadLine('its expect is no object');
  const other = Object.keys(expect).find((name) => !expectable.some((one) => one === name));
  if (other !== undefined)
    throw new BadLine(`expect takes ${expectable.join(', ')}, and no ${printable(other, 40)}`);
  return expectable.flatMap((name) => {
    if (!Object.hasOwn(expect, name)) return [];
    const wanted = name === 'code' ? String(expect[name]) : expect[name];
    const isSame = JSON.stringify(wanted) === JSON.stringify(read[name]);
    return isSame ? [] : [`${name} should be ${printable(JSON.stringify(wanted) ?? '', 60)}`];
  });
}
