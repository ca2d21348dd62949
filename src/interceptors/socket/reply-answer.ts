// Replies as the gateway's answers, and answers over REST as replies.
import { readStatus } from '../../answers/read-envelope.ts';
import { commandOf } from '../../catalog/command-of.ts';
import { parseExact, printExact, textOf } from '../../catalog/exact-json.ts';
import type { Exchange } from '../../catalog/exchange.ts';
import { valueAt } from '../../catalog/field.ts';
import { putMember } from '../../catalog/put-at.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import { isObject } from '../../options/check-value.ts';
import type { Answer } from '../../transport/call.ts';
import type { Classification, HeadersLike } from '../../types.ts';
import { parseDigits } from './decode.ts';

/**
 * A reply, or a body that a look-up found, as the gateway's answer.
 * @param native what the caller gets.
 */
export function toAnswer(
  exchange: Exchange,
  body: unknown,
  native: unknown = body,
  judged?: Classification,
): Answer {
  const { ws, rest, socket } = exchange;
  return {
    status: isObject(body) ? readStatus(ws ?? rest, body) : undefined,
    transport: 'ws',
    headers: headersOf(socket, body),
    body,
    native,
    ...(judged && { judged }),
  };
}

/** What a reply has where an answer has its headers. */
export function headersOf(protocol: SocketProtocol | undefined, reply: unknown): HeadersLike {
  const { replyHeaders: places = {} } = protocol ?? {};
  const told: [name: string, value: unknown][] =
    typeof places === 'string'
      ? Object.entries(Object(valueAt(reply, places)))
      : Object.entries(places).map(([name, path]) => [name, valueAt(reply, path)]);
  return Object.fromEntries(told.map(([name, value]) => [name, textOf(value)]));
}

/**
 * The reply to a command, made of the answer to the request that does the same; the answer itself where it is a reply
 * already, and where the protocol does not say how the two go together.
 * @param found JSON text, or what was parsed of it
 * @param id that of the caller's, where there is one
 */
export function toReply(exchange: Exchange, name: string, found: unknown, id?: unknown): unknown {
  const { socket } = exchange;
  const body = typeof found === 'string' ? parseExact(found) : found;
  const rule = commandOf(socket, name);
  const result = rule.result ?? socket?.result;
  const isThere = Array.isArray(body) || (isObject(body) && !isReply(exchange, body));
  if (!socket || !result || !isThere) return withDigits(found);
  const { of, at, besides: fixed = {} } = result;
  const tie = rule.id ?? socket.id;
  const idAt = tie && (tie.reply ?? tie.field);
  const members: readonly (readonly [path: string, value: unknown])[] = [
    ...(idAt !== undefined && id !== undefined ? [[idAt, id] as const] : []),
    ...(socket.name ? [[socket.name.field, name] as const] : []),
    ...Object.entries(of === undefined || !isObject(body) ? {} : besides(exchange, body, of)),
    ...Object.entries(fixed),
    ...marksOf(exchange, name),
    [at, of === undefined ? body : valueAt(body, of)],
  ];
  const made = members.reduce<object>((reply, [path, value]) => putMember(reply, path, value), {});
  return withDigits(printExact(made));
}

function withDigits(found: unknown): unknown {
  return typeof found === 'string' ? (parseDigits(found) ?? found) : found;
}

function isReply({ socket, ws, rest }: Exchange, body: Readonly<Record<string, unknown>>): boolean {
  const { status } = ws ?? rest;
  const isNamed = socket?.name !== undefined && typeof valueAt(body, socket.name.field) === 'string';
  return isNamed || readStatus({ status }, body) !== undefined;
}

/** What stands beside the result; codes only where those of a reply are the same. */
function besides(
  { rest, ws }: Exchange,
  body: Readonly<Record<string, unknown>>,
  of: string,
): Readonly<Record<string, unknown>> {
  const isAlike = (ws ?? rest).ok.length > 0;
  const left = [of, ...(isAlike ? [] : rest.code)].map((path) => path.split('.')[0]);
  return Object.fromEntries(Object.entries(body).filter(([member]) => !left.includes(member)));
}

/** The marks of success that a reply has and the answer to a request has not, by their paths. */
function marksOf(
  { rest, ws, socket }: Exchange,
  name: string,
): readonly (readonly [path: string, value: string | number | boolean])[] {
  const { ok, flags, status } = ws ?? rest;
  const { accepted } = commandOf(socket, name);
  const [flag] = ok.length > 0 ? [] : flags;
  return [
    ...(status !== undefined ? [[status, 200] as const] : []),
    ...(flag !== undefined ? [[flag, true] as const] : []),
    ...(typeof accepted === 'object' ? [[accepted.field, accepted.equals] as const] : []),
  ];
}
