// What an answer means: success, or a category and an outcome.
import type { Exchange } from '../catalog/exchange.ts';
import { isRead, pathOf, routeReader } from '../catalog/routes.ts';
import { attempt } from '../options/check-value.ts';
import type { Classification, Failure, RawAnswer, RouteKind } from '../types.ts';
import { type AnswerContext, success } from './answer-context.ts';
import { classifyBody } from './classify-body.ts';
import { classifyStatus, isGoodStatus } from './classify-status.ts';
import { parseBody } from './parse-body.ts';
import { envelopeOf, readStatus } from './read-envelope.ts';
import { findStatusRow, readText } from './status-row.ts';
import { withWait } from './with-wait.ts';

/**
 * What an answer means. Total: never throws, and never calls an unreadable answer a success.
 * @param nowMs what a date in `Retry-After` is compared with, where the answer has no `Date`. @default the clock on the wall
 */
export function classify(exchange: Exchange, answer: RawAnswer, nowMs: number = Date.now()): Classification {
  return classifyAs(
    exchange,
    answer,
    attempt(() => kindOf(exchange, Object(answer)), undefined),
    nowMs,
  );
}

/**
 * As `classify`, for a call whose kind is known, and pure: the answer to a read is no batch, so its lists need not be
 * walked, and the answer to a placing has to say that it was accepted.
 * @param kind undefined where it is not known
 * @param nowMs the present, in milliseconds since 1970
 */
export function classifyAs(
  exchange: Exchange,
  answer: RawAnswer,
  kind: RouteKind | undefined,
  nowMs: number,
): Classification {
  try {
    return classifyAnswer({ exchange, answer, kind, nowMs });
  } catch {
    // A profile's own code, or a value that throws when it is read: it said nothing that counts.
    return { ok: false, category: 'server', outcome: 'unknown', message: 'an answer that cannot be read' };
  }
}

function kindOf(exchange: Exchange, { url, method, transport }: RawAnswer): RouteKind | undefined {
  if (typeof method !== 'string' || transport === 'ws') return undefined;
  // What it writes is not known, but that it does.
  if (typeof url !== 'string') return isRead(method) ? 'read' : 'write';
  return routeReader(exchange)(method, pathOf(url)).kind;
}

function classifyAnswer(given: AnswerContext): Classification {
  const body = parseBody(given.answer.body);
  if (body.kind !== 'json' && isPlainGood(given)) return success;
  const context = body.kind === 'json' ? withStatusOf(given, body.value) : given;
  const { exchange, answer } = context;
  const byBody = body.kind === 'json' ? classifyBody(context, body.value) : undefined;
  if (byBody) return byBody.ok && !isGoodStatus(answer.status) ? contradicted(context) : byBody;
  // No content is no order.
  const isDone =
    answer.method === 'HEAD' ? isGoodStatus(answer.status) : [204, 205].includes(answer.status ?? 200);
  const isBare = body.kind === 'empty' && isDone;
  if (isBare && context.kind !== 'order') return success;
  const row = findStatusRow(exchange, answer);
  return withWait(context, classifyStatus(answer, body, row), row);
}

/** Whether a body that is no JSON is what the profile says of good ones. */
function isPlainGood({ exchange, answer, kind }: AnswerContext): boolean {
  const { plain } = envelopeOf(exchange, answer.transport);
  if (!plain || (kind !== 'read' && answer.transport !== 'ws') || !isGoodStatus(answer.status)) return false;
  return plain.test((readText(answer.body) ?? String(answer.body)).trim());
}

/** A frame may hold what would be the status of an answer. */
function withStatusOf(context: AnswerContext, value: object): AnswerContext {
  const { exchange, answer } = context;
  if (answer.status !== undefined) return context;
  const status = readStatus(envelopeOf(exchange, answer.transport), value);
  return status === undefined ? context : { ...context, answer: { ...answer, status } };
}

/** The body says that all is well and the status that nothing is: one of them is wrong, and it cannot be known which. */
function contradicted(context: AnswerContext): Failure {
  const { exchange, answer } = context;
  const row = findStatusRow(exchange, answer);
  const { category } = classifyStatus(answer, { kind: 'empty' }, row);
  const isOfRequest = category === 'invalid-request' || category === 'auth';
  const message = `HTTP ${answer.status} with an answer that says that all is well`;
  const failure: Failure = {
    ok: false,
    category: isOfRequest ? 'unknown' : category,
    outcome: 'unknown',
    message,
  };
  return withWait(context, failure, row);
}
