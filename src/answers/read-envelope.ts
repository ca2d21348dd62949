// The fields that an exchange's envelope names: code, flag, message.
import type { Envelope } from '../catalog/envelope.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { fieldAt } from '../catalog/field.ts';
import type { RawAnswer } from '../types.ts';
import { type CodeTable, findEntry } from './find-entry.ts';

const integer = /^-?\d+$/;

/** That of a transport: over WebSocket it is that of REST, unless the profile says otherwise. */
export function envelopeOf({ rest, ws = rest }: Exchange, transport: RawAnswer['transport']): Envelope {
  return transport === 'ws' ? ws : rest;
}

/**
 * The code as a string, exactly as written. Where good answers come bare, a member that only looks like a code is the
 * caller's data: it counts when the message field or a flag of failure stands beside it, when no payload would hold it,
 * or when it is a listed code alone.
 */
export function readCode(envelope: Envelope, value: object, codes: CodeTable): string | undefined {
  for (const path of envelope.code) {
    const code = asCode(envelope, fieldAt(value, path));
    if (code === undefined) continue;
    if (envelope.bare !== true || envelope.ok.includes(code) || envelope.telling?.test(code)) return code;
    if (hasMessage(envelope, value) || readFlag(envelope, value) === false) return code;
    if (Object.keys(value).length === 1 && findEntry(envelope, codes, code)) return code;
  }
  return undefined;
}

function asCode(envelope: Envelope, given: unknown): string | undefined {
  if (!Array.isArray(given)) return toCode(envelope, given);
  // A list in the place of a code holds errors, by their texts, and never says that all is well.
  const raw: unknown = envelope.codeList
    ? given.find((one) => toCode(envelope, one) !== undefined)
    : given.find((one) => typeof one === 'string');
  const code = toCode(envelope, raw);
  return code !== undefined && envelope.ok.includes(code) ? undefined : code;
}

/** All codes of a list in the place of one; a list is no longer than this where it is no attack. */
export function readCodeList(envelope: Envelope, value: object): readonly string[] {
  return envelope.code
    .flatMap((path) => fieldAt(value, path))
    .slice(0, mostCodes)
    .flatMap((one) => toCode(envelope, one) ?? []);
}

const mostCodes = 100;

function toCode(envelope: Envelope, raw: unknown): string | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  const code = String(raw);
  return (envelope.shape ?? integer).test(code) ? code : undefined;
}

/**
 * Whether a list in the place of a code holds no refusal, which says that all is well. Where it holds warnings, what came
 * with them has to stand beside it.
 */
export function hasListWithoutCode(envelope: Envelope, value: object): boolean {
  if (!envelope.codeList) return false;
  const fields = envelope.code.filter((path) => fieldAt(value, path) !== undefined);
  const lists = fields.map((path) => fieldAt(value, path)).filter(Array.isArray);
  if (lists.length === 0 || lists.length < fields.length) return false;
  if (lists.every((one) => one.length === 0)) return true;
  const isBeside = ([name, found]: readonly [string, unknown]): boolean =>
    !fields.some((path) => path === name || path.startsWith(`${name}.`)) && isSomething(found);
  return Object.entries(value).some(isBeside);
}

function hasMessage(envelope: Envelope, value: object): boolean {
  return envelope.message.some((path) => fieldAt(value, path) !== undefined);
}

/** The first flag of success that is a truth value, or the word for one; undefined where none is. */
export function readFlag(shape: { readonly flags?: readonly string[] }, value: object): boolean | undefined {
  for (const path of shape.flags ?? []) {
    const flag = fieldAt(value, path);
    if (flag === true || flag === 'true') return true;
    if (flag === false || flag === 'false') return false;
  }
  return undefined;
}

/** The status that a frame tells: a number, or its digits. */
export function readStatus(
  { status: path }: { readonly status?: string | undefined },
  value: object,
): number | undefined {
  const found = path === undefined ? undefined : fieldAt(value, path);
  const status = typeof found === 'string' && /^[1-5]\d\d$/.test(found) ? Number(found) : found;
  return typeof status === 'number' ? status : undefined;
}

/** Whether a field that marks failures stands in the answer, or in an item. */
export function hasFailureMark({ failure }: Pick<Envelope, 'failure'>, value: object): boolean {
  if (!failure) return false;
  return failure.some(({ field, equals, except }) => {
    const found = fieldAt(value, field);
    if (equals !== undefined) return found === equals;
    return isSomething(found) && !(typeof found === 'string' && except?.test(found));
  });
}

/** Whether a field stands in the answer that says by its presence that all is well. */
export function hasGoodMark({ good = [] }: Envelope, value: object): boolean {
  return good.some((path) => fieldAt(value, path) !== undefined);
}

/** The text of a refusal, at most 500 characters of it. */
export function readMessage(
  shape: { readonly message?: readonly string[] },
  value: object,
): string | undefined {
  for (const path of shape.message ?? []) {
    const found = fieldAt(value, path);
    const message: unknown = Array.isArray(found) ? found.find((one) => typeof one === 'string') : found;
    if (typeof message === 'string' && message !== '') return message.slice(0, 500);
  }
  return undefined;
}

/** Whether it holds a field that only the answer to an accepted order has; any field where the profile names none. */
export function isAccepted({ accepted }: Envelope, value: object): boolean {
  if (!accepted) return Object.keys(value).length > 0;
  return accepted.some((path) => isSomething(fieldAt(value, path)));
}

/** Whether a field holds more than an empty text, list or object, null or false. */
export function isSomething(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** Fields of the messages that programs in front of an exchange write, at any exchange. */
const words: ReadonlySet<string> = new Set([
  ...['code', 'detail', 'error', 'errors', 'error_description', 'message', 'msg', 'path', 'reason'],
  ...['request_id', 'requestId', 'status', 'statusCode', 'success', 'timestamp', 'title', 'type'],
]);
const texts = ['message', 'msg', 'error', 'errors', 'detail', 'title', 'reason'] as const;

/** Whether it is a message in place of an answer: `{"message": "Service unavailable"}`, and nothing beside it. */
export function isOnlyWords(envelope: Envelope, value: object): boolean {
  if (Array.isArray(value)) return false;
  const isWord = (name: string): boolean =>
    words.has(name) || envelope.code.includes(name) || envelope.message.includes(name);
  // A field that holds the text of a refusal may hold the payload of a good answer.
  const hasText =
    texts.some((name) => isSomething(fieldAt(value, name))) || readMessage(envelope, value) !== undefined;
  return hasText && Object.keys(value).every(isWord);
}
